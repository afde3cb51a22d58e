import { afterEach, beforeEach, expect, test } from "vitest";
import {
  configMap,
  deployment,
  eventually,
  type FluxFixture,
  kustomization,
  ksRef,
  repository,
  repositoryRef,
  startFlux,
} from "./start-flux.ts";

let flux: FluxFixture;
beforeEach(async () => {
  flux = await startFlux();
});
afterEach(() => flux.stop());

test("a folder is applied, reported, marked and recorded; a push is followed; what left is pruned", async () => {
  const first = flux.push({ "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("b", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  const ready = (revision: string): string => `True ReconciliationSucceeded: Applied revision: ${revision}`;
  await expect.poll(() => flux.condition(), eventually).toBe(ready(first));
  expect(await flux.inventory()).toEqual(["dev_a__ConfigMap", "dev_b__ConfigMap"]);
  const live = await flux.client.get({ group: "", version: "v1", kind: "ConfigMap", namespace: "dev", name: "a" });
  expect(live?.metadata.labels).toEqual({
    "kustomize.toolkit.fluxcd.io/name": "web",
    "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
  });
  expect(live?.metadata.managedFields?.map(({ manager, operation }) => `${manager} ${operation}`)).toEqual([
    "kustomize-controller Apply",
  ]);
  const ks = await flux.kustomization();
  expect(ks?.metadata.finalizers).toEqual(["finalizers.fluxcd.io"]);
  expect(ks?.status).toMatchObject({ lastAppliedRevision: first, lastAttemptedRevision: first, observedGeneration: 1 });
  expect(ks?.status?.conditions?.map(({ type }) => type)).toEqual(["Ready"]);

  const second = flux.push({ "app/a.yaml": configMap("a", "2") });
  await expect.poll(() => flux.condition(), eventually).toBe(ready(second));
  expect([await flux.valueOf("a"), await flux.valueOf("b")]).toEqual(["2", undefined]);
  expect(await flux.inventory()).toEqual(["dev_a__ConfigMap"]);
});

test("a commit that changes nothing of it costs one status write, and no other", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const of = { group: "", version: "v1", kind: "ConfigMap", namespace: "dev", name: "a" };
  const stop = new AbortController();
  let writes = 0;
  const { resourceVersion = "" } = (await flux.kustomization())?.metadata ?? {};
  const counting = (async () => {
    for await (const event of flux.client.watch(ksRef(), { signal: stop.signal, resourceVersion }))
      if (event.type === "MODIFIED") writes++;
  })();
  const before = await flux.client.get(of);
  const next = flux.push({ "app/a.yaml": configMap("a", "1"), "other/b.yaml": configMap("b", "1") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(next);
  await expect.poll(() => writes, eventually).toBe(1);
  const empty = flux.push({ "app/a.yaml": configMap("a", "1"), "other/b.yaml": configMap("b", "1") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(empty);
  await expect.poll(() => writes, eventually).toBe(2);
  stop.abort();
  await counting.catch(() => {});
  expect((await flux.client.get(of))?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
});

test("a kustomization may read beside its folder; names, images, patches and metadata of the spec are put in", async () => {
  flux.push({
    "app/kustomization.yaml": "resources: [../shared.yaml, web.yaml]\n",
    "shared.yaml": configMap("shared", "1"),
    "app/web.yaml": deployment("web"),
  });
  await flux.client.create(repository());
  await flux.client.create(
    kustomization({
      namePrefix: "a-",
      nameSuffix: "-z",
      images: [{ name: "i", newName: "registry/i", newTag: "v2" }],
      patches: [{ patch: "- {op: replace, path: /data/value, value: patched}", target: { kind: "ConfigMap" } }],
      commonMetadata: { labels: { team: "shop" }, annotations: { note: "n" } },
    }),
  );
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  expect(await flux.valueOf("a-shared-z")).toBe("patched");
  const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "dev", name: "a-web-z" };
  const live = await flux.client.get(web);
  expect(live?.metadata).toMatchObject({ labels: { team: "shop" }, annotations: { note: "n" } });
  expect(JSON.stringify(live?.spec)).toContain('"image":"registry/i:v2"');
});

test("definitions and namespaces come first, and what needs them follows in the same pass", async () => {
  const names = "{plural: shops, singular: shop, kind: Shop, listKind: ShopList}";
  const schema = "{openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}";
  flux.push({
    "app/a-shop.yaml": "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a, namespace: new}\nspec: {size: 1}\n",
    "app/b-namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: new}\n",
    "app/c-crd.yaml": `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\nspec:\n  group: example.com\n  scope: Namespaced\n  names: ${names}\n  versions: [{name: v1, served: true, storage: true, schema: ${schema}}]\n`,
  });
  await flux.client.create(repository());
  const { targetNamespace: _none, ...spec } = kustomization({ wait: true }).spec as Record<string, unknown>;
  await flux.client.create({ ...kustomization(), spec });
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const shop = { group: "example.com", version: "v1", kind: "Shop", namespace: "new", name: "a" };
  expect((await flux.client.get(shop))?.spec).toEqual({ size: 1 });
});

test("nothing is pruned without prune, nor what another owns or what says that it stays", async () => {
  flux.push({
    "app/a.yaml": configMap("a", "1"),
    "app/b.yaml": configMap("b", "1"),
    "app/c.yaml": configMap("c", "1"),
  });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const mark = (name: string, metadata: object): Promise<unknown> =>
    flux.client.patch(
      { group: "", version: "v1", kind: "ConfigMap", namespace: "dev", name },
      { type: "merge", body: { metadata } },
    );
  await mark("a", { labels: { "kustomize.toolkit.fluxcd.io/name": "other" } });
  await mark("b", { annotations: { "kustomize.toolkit.fluxcd.io/prune": "Disabled" } });
  const next = flux.push({ "app/d.yaml": configMap("d", "1") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(next);
  expect(await Promise.all(["a", "b", "c", "d"].map((name) => flux.valueOf(name)))).toEqual(["1", "1", undefined, "1"]);
  await flux.client.patch(ksRef(), { type: "merge", body: { spec: { prune: false } } });
  const last = flux.push({ "app/e.yaml": configMap("e", "1") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(last);
  expect(await flux.valueOf("d")).toBe("1");
});

test("one waits for those that it depends on", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1"), "base/base.yaml": configMap("base", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ dependsOn: [{ name: "base" }] }));
  await expect
    .poll(() => flux.condition(), eventually)
    .toBe("False DependencyNotReady: dependency 'flux-system/base' not found");
  expect(await flux.valueOf("a")).toBeUndefined();
  await flux.client.create(kustomization({ path: "base" }, "base"));
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  expect(await flux.valueOf("a")).toBe("1");
});

test("health checks pass when the objects are there, and say who is not", async () => {
  const healthChecks = [{ apiVersion: "apps/v1", kind: "Deployment", name: "web", namespace: "dev" }];
  flux.push({ "app/web.yaml": deployment("web") });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ healthChecks }));
  await expect.poll(() => flux.condition("Healthy"), eventually).toMatch(/^True Succeeded: Health check passed in /);
  expect(await flux.condition()).toContain("Applied revision");
  await flux.client.create(
    kustomization(
      {
        path: "app",
        namePrefix: "x-",
        wait: false,
        timeout: "200ms",
        healthChecks: [{ kind: "ConfigMap", apiVersion: "v1", name: "none", namespace: "dev" }],
      },
      "late",
    ),
  );
  await expect
    .poll(() => flux.condition("Ready", "late"), eventually)
    .toMatch(
      /^False HealthCheckFailed: health check failed after .*: timeout waiting for: \[ConfigMap\/dev\/none status: 'NotFound'\]$/,
    );
  expect(await flux.inventory("late")).toEqual(["dev_x-web_apps_Deployment"]);
});

test("a Job that failed ends the wait at once", async () => {
  const pod = "metadata: {annotations: {simulated.hawser.dev/outcome: fail}}";
  flux.push({
    "app/job.yaml": `apiVersion: batch/v1\nkind: Job\nmetadata: {name: job}\nspec:\n  backoffLimit: 0\n  template:\n    ${pod}\n    spec: {restartPolicy: Never, containers: [{name: c, image: i}]}\n`,
  });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ wait: true }));
  await expect
    .poll(() => flux.condition(), eventually)
    .toMatch(
      /^False HealthCheckFailed: .*: failed early due to stalled resources: \[Job\/dev\/job status: 'Failed'\]$/,
    );
  expect(await flux.condition("Healthy")).toContain("False HealthCheckFailed");
  expect((await flux.kustomization())?.status?.history?.[0]).toMatchObject({
    lastReconciledStatus: "HealthCheckFailed",
    totalReconciliations: 1,
  });
});

test("what cannot be honoured is refused instead of being left out", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ decryption: { provider: "sops" } }));
  await expect
    .poll(() => flux.condition(), eventually)
    .toBe("False BuildFailed: spec.decryption is not supported by Hawser yet");
  expect(await flux.valueOf("a")).toBeUndefined();
});

test("a push replaces a revision that never becomes healthy, without waiting for its timeout", async () => {
  flux.push({ "app/web.yaml": deployment("web", "minReadySeconds: 3600") });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ wait: true }));
  await expect.poll(() => flux.condition("Reconciling"), eventually).toContain("Running health checks for revision");
  expect(await flux.condition()).toBe("Unknown Progressing: Reconciliation in progress");
  const fixed = flux.push({ "app/web.yaml": deployment("web") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(fixed);
});

test("a suspended one stays as it is, and leaves its objects when it is deleted", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  await flux.client.patch(ksRef(), { type: "merge", body: { spec: { suspend: true } } });
  await flux.client.create(kustomization({ namePrefix: "n-" }, "other"));
  const next = flux.push({ "app/a.yaml": configMap("a", "2") });
  await expect
    .poll(async () => (await flux.kustomization("other"))?.status?.lastAppliedRevision, eventually)
    .toBe(next);
  expect(await flux.valueOf("a")).toBe("1");
  await flux.client.delete(ksRef());
  await expect.poll(() => flux.kustomization(), eventually).toBeUndefined();
  expect(await flux.valueOf("a")).toBe("1");
});

test("deletion takes what it made along", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  await flux.client.delete(ksRef());
  await expect.poll(() => flux.kustomization(), eventually).toBeUndefined();
  expect(await flux.valueOf("a")).toBeUndefined();
});

test("variables are put in, inline ones first, and a missing one is told", async () => {
  flux.push({ "app/a.yaml": configMap("a", "${who}-${what:=none}") });
  await flux.client.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "vars", namespace: "flux-system", labels: { "reconcile.fluxcd.io/watch": "Enabled" } },
    data: { who: "map", what: "map" },
  });
  await flux.client.create(repository());
  const substituteFrom = [{ kind: "ConfigMap", name: "vars" }];
  await flux.client.create(kustomization({ postBuild: { substitute: { who: "ada" }, substituteFrom } }));
  await expect.poll(() => flux.valueOf("a"), eventually).toBe("ada-map");
  await flux.client.patch(
    { group: "", version: "v1", kind: "ConfigMap", namespace: "flux-system", name: "vars" },
    { type: "merge", body: { data: { what: "new" } } },
  );
  await expect.poll(() => flux.valueOf("a"), eventually).toBe("ada-new");
  await flux.client.patch(ksRef(), {
    type: "merge",
    body: { spec: { postBuild: { substitute: null, substituteFrom: null } } },
  });
  await flux.client.patch(ksRef(), { type: "merge", body: { spec: { postBuild: { substitute: { x: "y" } } } } });
  await expect
    .poll(() => flux.condition(), eventually)
    .toBe(`False BuildFailed: post build failed for 'a': envsubst error: variable not set (strict mode): "who"`);
});

test.each<[string, Record<string, string>, string]>([
  [
    "a path that is missing",
    { "x.yaml": "" },
    "False ArtifactFailed: kustomization path not found: stat ./app: no such file or directory",
  ],
  [
    "an unknown field in a kustomization",
    { "app/kustomization.yaml": "resources: []\ncolour: blue\n" },
    'False BuildFailed: kustomize build failed: app/kustomization.yaml:2: invalid Kustomization: json: unknown field "colour"',
  ],
  [
    "a kind that nobody serves",
    { "app/a.yaml": "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\n" },
    'False ReconciliationFailed: Shop/dev/a dry-run failed: no matches for kind "Shop" in version "example.com/v1"',
  ],
  [
    "an object that is refused",
    { "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("Bad_Name", "1") },
    "False ReconciliationFailed: ConfigMap/dev/Bad_Name dry-run failed (Invalid): ",
  ],
])("%s is told where the user looks, and nothing is applied", async (_name, files, message) => {
  flux.push(files);
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain(message);
  expect(await flux.valueOf("a")).toBeUndefined();
});

test("what a failed pass may have made is recorded, and found again by the next", async () => {
  flux.push({
    "app/role.yaml":
      "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: extra}\nrules: []\n",
    "app/a.yaml": "apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\n",
  });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("no matches for kind");
  expect(await flux.inventory()).toContain("_extra_rbac.authorization.k8s.io_ClusterRole");
  const next = flux.push({ "app/b.yaml": configMap("b", "1") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(next);
  const gone = { group: "rbac.authorization.k8s.io", version: "v1", kind: "ClusterRole", namespace: "", name: "extra" };
  await expect.poll(() => flux.client.get(gone), eventually).toBeUndefined();
});

test("drift is corrected when asked, and nothing else is written; after a restart nothing is applied again", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("b", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const of = (name: string) => ({ group: "", version: "v1", kind: "ConfigMap", namespace: "dev", name });
  const before = await flux.client.get(of("b"));
  await flux.client.patch(of("a"), { type: "merge", body: { data: { value: "edited" } } });
  const annotations = { "reconcile.fluxcd.io/requestedAt": "now" };
  await flux.client.patch(ksRef(), { type: "merge", body: { metadata: { annotations } } });
  await expect.poll(() => flux.valueOf("a"), eventually).toBe("1");
  await expect.poll(async () => (await flux.kustomization())?.status?.lastHandledReconcileAt, eventually).toBe("now");
  await flux.stopControllers();
  const uid = (await flux.client.get(of("a")))?.metadata.uid;
  await flux.client.delete(of("a"));
  flux.start();
  await expect.poll(() => flux.valueOf("a"), eventually).toBe("1");
  expect((await flux.client.get(of("a")))?.metadata.uid).not.toBe(uid);
  expect((await flux.client.get(of("b")))?.metadata.resourceVersion).toBe(before?.metadata.resourceVersion);
});

test("what was added by hand goes, and what another tool owns stays", async () => {
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await flux.client.create(kustomization());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const of = { group: "", version: "v1", kind: "ConfigMap", namespace: "dev", name: "a" };
  const write = (fieldManager: string, data: object, annotations = {}): Promise<unknown> =>
    flux.client.patch(of, { type: "merge", body: { data, metadata: { annotations } } }, { fieldManager });
  await write("an-operator", { kept: "yes" });
  await write("kubectl-edit", { added: "by hand" }, { "kubectl.kubernetes.io/last-applied-configuration": "{}" });
  const annotations = { "reconcile.fluxcd.io/requestedAt": "now" };
  await flux.client.patch(ksRef(), { type: "merge", body: { metadata: { annotations } } });
  await expect.poll(async () => (await flux.client.get(of))?.data, eventually).toEqual({ value: "1", kept: "yes" });
  const { metadata } = (await flux.client.get(of)) ?? {};
  expect(metadata?.annotations ?? {}).toEqual({});
  expect(metadata?.managedFields?.map(({ manager }) => manager).sort()).toEqual([
    "an-operator",
    "kustomize-controller",
  ]);
});

test("what cannot be changed is made anew when force says so", async () => {
  const service = (ip: string): string =>
    `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: ${ip}, ports: [{port: 80}]}\n`;
  flux.push({ "app/a.yaml": service("10.96.0.77") });
  await flux.client.create(repository());
  await flux.client.create(kustomization({ force: true }));
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  const next = flux.push({ "app/a.yaml": service("10.96.0.78") });
  await expect.poll(async () => (await flux.kustomization())?.status?.lastAppliedRevision, eventually).toBe(next);
  const live = await flux.client.get({ group: "", version: "v1", kind: "Service", namespace: "dev", name: "web" });
  expect(live?.spec).toMatchObject({ clusterIP: "10.96.0.78" });
});

test("a source that is missing is named", async () => {
  await flux.client.create(kustomization());
  await expect
    .poll(() => flux.condition(), eventually)
    .toBe("False ArtifactFailed: Source 'GitRepository/shop' not found");
  flux.push({ "app/a.yaml": configMap("a", "1") });
  await flux.client.create(repository());
  await expect.poll(() => flux.condition(), eventually).toContain("Applied revision");
  await flux.client.delete(repositoryRef);
  await expect.poll(() => flux.condition(), eventually).toContain("not found");
  expect(await flux.valueOf("a")).toBe("1");
});
