import { afterEach, beforeEach, expect, test } from "vitest";
import {
  application,
  argoRef,
  configMapFile,
  eventually,
  manual,
  ref,
  type RunningArgocd,
  startArgocd,
} from "./running-argocd.ts";

let argocd: RunningArgocd;
beforeEach(async () => {
  argocd = await startArgocd();
});
afterEach(() => argocd.stop());

const LOCAL = "https://kubernetes.default.svc";

test.each<[string, object, string]>([
  [
    "a project that does not exist",
    { project: "ghost" },
    "InvalidSpecError: Application referencing project ghost which does not exist",
  ],
  [
    "a server that is no known cluster",
    { destination: { server: "staging-cluster", namespace: "dev" } },
    'InvalidSpecError: error getting cluster by server "staging-cluster": rpc error: code = NotFound desc = cluster "staging-cluster" not found',
  ],
  [
    "a cluster name that nobody has",
    { destination: { name: "mars", namespace: "dev" } },
    "InvalidSpecError: there are no clusters with this name: mars",
  ],
  [
    "server and name at once",
    { destination: { name: "in-cluster", server: LOCAL, namespace: "dev" } },
    `InvalidSpecError: application destination can't have both name and server defined: in-cluster ${LOCAL}`,
  ],
  [
    "no destination",
    { destination: { namespace: "dev" } },
    "InvalidSpecError: Destination server missing from app spec",
  ],
])("%s", async (_name, spec, message) => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application(spec));
  await expect.poll(() => argocd.conditions(), eventually).toEqual([message]);
  expect(await argocd.state()).toBe("Unknown Unknown");
  expect(await argocd.configMap("a")).toBeUndefined();
  await argocd.patch(argoRef(), {
    metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } },
    operation: { sync: {} },
  });
  await expect.poll(async () => (await argocd.app())?.status?.operationState?.message, eventually).toBe(message);
  expect((await argocd.app())?.operation).toBeUndefined();
  expect((await argocd.app())?.metadata.annotations?.["argocd.argoproj.io/refresh"]).toBeUndefined();
});

test("a chart is stored, and a condition says that it is not rendered", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  const source = { repoURL: "https://github.com/myorg/helm-charts.git", path: "charts/myapp", targetRevision: "main" };
  await argocd.client.create(
    application({ source: { ...source, helm: { parameters: [{ name: "image.tag", value: "v2.0.0" }] } } }),
  );
  await expect
    .poll(async () => (await argocd.conditions()).join(), eventually)
    .toMatch(/^ComparisonError: Failed to load target state: .*Helm charts are not rendered yet$/);
  expect((await argocd.app())?.spec.source?.helm).toEqual({ parameters: [{ name: "image.tag", value: "v2.0.0" }] });
});

test("what a project does not permit is refused, and permitted as soon as the project says so", async () => {
  const project = (spec: object): object => ({
    sourceRepos: ["*"],
    destinations: [{ server: "*", namespace: "*" }],
    ...spec,
  });
  await argocd.client.create({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: "shop", namespace: "argocd" },
    spec: project({ sourceRepos: ["https://github.com/other/*"] }),
  });
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application({ project: "shop" }));
  await expect
    .poll(() => argocd.conditions(), eventually)
    .toEqual(["InvalidSpecError: application repo https://github.com/myorg/shop is not permitted in project 'shop'"]);
  await argocd.patch(argoRef("shop", "AppProject"), {
    spec: { sourceRepos: ["https://github.com/myorg/*"], destinations: [{ server: "*", namespace: "prod-*" }] },
  });
  await expect
    .poll(() => argocd.conditions(), eventually)
    .toEqual([
      `InvalidSpecError: application destination server '${LOCAL}' and namespace 'dev' do not match any of the allowed destinations in project 'shop'`,
    ]);
  await argocd.patch(argoRef("shop", "AppProject"), {
    spec: project({ namespaceResourceBlacklist: [{ group: "", kind: "ConfigMap" }] }),
  });
  await expect
    .poll(async () => (await argocd.app())?.status?.operationState?.message, eventually)
    .toContain("Resource :ConfigMap is not permitted in project shop.");
  await argocd.patch(argoRef("shop", "AppProject"), { spec: { namespaceResourceBlacklist: [] } });
  await argocd.patch(argoRef(), { operation: { sync: {} } });
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
});

test("of two documents with one identity the last is applied, with a warning", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1"), "app/b.yaml": configMapFile("a", "2") });
  await argocd.client.create(application());
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  expect(await argocd.configMap("a")).toBe("2");
  expect(await argocd.conditions()).toEqual([
    "RepeatedResourceWarning: Resource /ConfigMap/dev/a appeared 2 times among application resources.",
  ]);
});

test("an object that another Application marked is applied, with a warning", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  await argocd.client.create(application(manual, { name: "twin" }));
  await expect
    .poll(() => argocd.conditions("twin"), eventually)
    .toEqual(["SharedResourceWarning: ConfigMap/a is part of applications argocd/twin and web"]);
});

test("empty from the start is Synced; with allowEmpty everything may go", async () => {
  argocd.push({ "app/kustomization.yaml": "resources: []\n" });
  await argocd.client.create(
    application({
      syncPolicy: { automated: { prune: true, allowEmpty: true }, syncOptions: ["CreateNamespace=true"] },
    }),
  );
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await expect.poll(() => argocd.configMap("a"), eventually).toBe("1");
  argocd.push({ "app/kustomization.yaml": "resources: []\n" });
  await expect.poll(() => argocd.client.get(ref("", "ConfigMap", "dev", "a")), eventually).toBeUndefined();
});
