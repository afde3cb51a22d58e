import { realClock, silentLogger } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { createComparer, createLiveState, type LiveState } from "@hawser/sync";
import { memoryGit, type MemoryGit, startCluster } from "@hawser/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Application,
  type ApplicationController,
  applicationController,
  applicationSetController,
  argocdDefinitions,
  defaultProject,
} from "../src/index.ts";

const URL = "https://github.com/myorg/shop";
const eventually = { timeout: 15_000, interval: 20 };
let cluster: Awaited<ReturnType<typeof startCluster>>;
let client: Client;
let live: LiveState;
let git: MemoryGit;
let applications: ApplicationController;
let sets: { stop(): Promise<void> };

beforeEach(async () => {
  cluster = await startCluster();
  client = cluster.client("argocd-controller");
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } });
  for (const object of [...argocdDefinitions, defaultProject]) await client.create(object);
  git = memoryGit();
  startControllers();
});
afterEach(async () => {
  await stopControllers();
  await cluster.stop();
});

function startControllers(): void {
  live = createLiveState({ client, clock: realClock });
  const comparer = createComparer({ client });
  applications = applicationController({
    client,
    live,
    comparer,
    clock: realClock,
    logger: silentLogger,
    git,
    credentialsFor: () => Promise.resolve(undefined),
    random: () => 0,
  });
  sets = applicationSetController({ client, live, clock: realClock, logger: silentLogger });
}
async function stopControllers(): Promise<void> {
  await Promise.all([applications.stop(), sets.stop()]);
  live.stop();
}
const push = (files: Record<string, string>): string => {
  const commit = git.commit(files);
  applications.repositoryChanged(() => true);
  return commit;
};

const ref = (group: string, kind: string, namespace: string, name: string): ObjectRef => ({
  group,
  version: group === "argoproj.io" ? "v1alpha1" : "v1",
  kind,
  namespace,
  name,
});
const appRef = (name = "web"): ObjectRef => ref("argoproj.io", "Application", "argocd", name);
const getApp = async (name = "web"): Promise<Application | undefined> => client.get<Application>(appRef(name));
const state = async (name = "web"): Promise<string> => {
  const { status } = (await getApp(name)) ?? {};
  return `${status?.sync?.status ?? ""} ${status?.health?.status ?? ""}`;
};
const configMap = (name: string, value: string, annotations = ""): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  annotations: {${annotations}}\ndata: {value: "${value}"}\n`;
const valueOf = async (name: string, namespace = "dev"): Promise<unknown> =>
  ((await client.get(ref("", "ConfigMap", namespace, name)))?.data as { value?: string } | undefined)?.value;
const application = (more: { syncPolicy?: object; metadata?: object; spec?: object } = {}): KubeObject => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "web", namespace: "argocd", ...more.metadata },
  spec: {
    project: "default",
    source: { repoURL: URL, path: "app", targetRevision: "main" },
    destination: { server: "https://kubernetes.default.svc", namespace: "dev" },
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      syncOptions: ["CreateNamespace=true"],
      ...more.syncPolicy,
    },
    ...more.spec,
  },
});

test("a commit is applied, a second one too, and history tells both", async () => {
  const first = push({ "app/a.yaml": configMap("a", "1") });
  await client.create(application());
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  expect(await valueOf("a")).toBe("1");
  const second = push({ "app/a.yaml": configMap("a", "2") });
  await expect.poll(() => valueOf("a"), eventually).toBe("2");
  await expect
    .poll(async () => (await getApp())?.status?.history?.map(({ id, revision }) => [id, revision]), eventually)
    .toEqual([
      [0, first],
      [1, second],
    ]);
  const app = await getApp();
  expect(app?.operation).toBeUndefined();
  expect(app?.status?.operationState).toMatchObject({
    phase: "Succeeded",
    message: "successfully synced (all tasks run)",
    operation: { initiatedBy: { automated: true } },
  });
});

test("drift is healed: what was changed and what was deleted", async () => {
  push({ "app/a.yaml": configMap("a", "1") });
  await client.create(application());
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  await client.patch(ref("", "ConfigMap", "dev", "a"), { type: "merge", body: { data: { value: "hacked" } } });
  await expect.poll(() => valueOf("a"), eventually).toBe("1");
  await expect
    .poll(async () => (await getApp())?.status?.operationState?.operation.sync?.autoHealAttemptsCount, eventually)
    .toBe(1);
  await client.delete(ref("", "ConfigMap", "dev", "a"));
  await expect.poll(() => valueOf("a"), eventually).toBe("1");
  expect((await getApp())?.status?.history).toHaveLength(1);
});

test("what left Git is pruned, last under PruneLast", async () => {
  push({ "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("b", "1") });
  await client.create(application({ syncPolicy: { syncOptions: ["CreateNamespace=true", "PruneLast=true"] } }));
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  push({ "app/a.yaml": configMap("a", "2") });
  await expect.poll(() => valueOf("b"), eventually).toBeUndefined();
  expect(await valueOf("a")).toBe("2");
  await expect.poll(async () => (await getApp())?.status?.operationState?.phase, eventually).toBe("Succeeded");
  expect((await getApp())?.status?.operationState?.syncResult?.resources).toContainEqual(
    expect.objectContaining({ name: "b", status: "Pruned", message: "pruned" }),
  );
});

test("nothing is deleted when everything would be", async () => {
  push({ "app/a.yaml": configMap("a", "1") });
  await client.create(application());
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  const empty = push({ "app/kustomization.yaml": "resources: []\n" });
  await expect
    .poll(async () => (await getApp())?.status?.conditions?.map(({ type, message }) => [type, message]), eventually)
    .toEqual([["SyncError", `Skipping sync attempt to ${empty}: auto-sync will wipe out all resources`]]);
  expect(await valueOf("a")).toBe("1");
});

test("an ignored field is neither a difference nor reverted, and the rule is told", async () => {
  push({ "app/a.yaml": configMap("a", "1") });
  await client.create(
    application({ spec: { ignoreDifferences: [{ kind: "ConfigMap", jsonPointers: ["/data/value"] }] } }),
  );
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  await client.patch(ref("", "ConfigMap", "dev", "a"), { type: "merge", body: { data: { value: "mine" } } });
  await expect
    .poll(() => [...applications.hiddenDifferences("argocd", "web").values()], eventually)
    .toEqual([["spec.ignoreDifferences[0] /data/value"]]);
  expect(await valueOf("a")).toBe("mine");
  expect(await state()).toBe("Synced Healthy");
});

test("deleting cascades through the finalizer, and only to what is owned", async () => {
  push({ "app/a.yaml": configMap("a", "1") });
  await client.create(application({ metadata: { finalizers: ["resources-finalizer.argocd.argoproj.io"] } }));
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  const copy = await client.get(ref("", "ConfigMap", "dev", "a"));
  await client.create({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "copy", namespace: "dev", annotations: copy?.metadata.annotations ?? {} },
    data: { value: "x" },
  });
  await client.delete(appRef());
  await expect.poll(() => getApp(), eventually).toBeUndefined();
  expect(await valueOf("a")).toBeUndefined();
  expect(await valueOf("copy")).toBe("x");
});

test("waves and hooks run in order, and a hook that failed fails the sync", async () => {
  const job = (name: string, hook: string, annotations = ""): string =>
    `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations: {argocd.argoproj.io/hook: ${hook}}\nspec:\n  backoffLimit: 0\n  template:\n    metadata: {annotations: {${annotations}}}\n    spec: {restartPolicy: Never, containers: [{name: c, image: i}]}\n`;
  push({
    "app/pre.yaml": job("pre", "PreSync"),
    "app/a.yaml": configMap("a", "1"),
    "app/late.yaml": configMap("late", "1", "argocd.argoproj.io/sync-wave: '1'"),
    "app/post.yaml": job("post", "PostSync"),
  });
  await client.create(application());
  await expect.poll(async () => (await getApp())?.status?.operationState?.phase, eventually).toBe("Succeeded");
  const results = (await getApp())?.status?.operationState?.syncResult?.resources ?? [];
  expect(results.map(({ name, syncPhase }) => `${syncPhase ?? ""} ${name}`)).toEqual([
    "PreSync pre",
    "Sync a",
    "Sync late",
    "PostSync post",
  ]);
  push({
    "app/pre.yaml": job("pre", "PreSync", "simulated.hawser.dev/outcome: fail"),
    "app/a.yaml": configMap("a", "2"),
  });
  await client.patch(appRef(), { type: "merge", body: { spec: { syncPolicy: { retry: { limit: 0 } } } } });
  await expect.poll(async () => (await getApp())?.status?.operationState?.phase, eventually).toBe("Failed");
  expect(await valueOf("a")).toBe("1");
});

test.each<[string, Record<string, string>, object, string]>([
  ["a path that is missing", { "x.yaml": "" }, {}, "app: app path does not exist"],
  ["broken YAML", { "app/a.yaml": "a: b\n c: d\n" }, {}, 'Failed to unmarshal "app/a.yaml": yaml: line 2'],
  [
    "an unknown field in a kustomization",
    { "app/kustomization.yaml": "resources: []\ncolour: blue\n" },
    {},
    'app/kustomization.yaml:2: invalid Kustomization: json: unknown field "colour"',
  ],
  [
    "a branch that is gone",
    { "app/a.yaml": "" },
    { source: { repoURL: URL, path: "app", targetRevision: "gone" } },
    "unable to resolve 'gone' to a commit SHA",
  ],
])("%s is told where the user looks", async (_name, files, spec, message) => {
  push(files);
  await client.create(application({ spec }));
  await expect.poll(async () => (await getApp())?.status?.conditions?.[0]?.message, eventually).toContain(message);
  expect((await getApp())?.status?.sync?.status).toBe("Unknown");
});

test("a manual sync by kubectl patch, and refresh", async () => {
  push({ "app/a.yaml": configMap("a", "1") });
  await client.create({
    ...application(),
    spec: { ...(application().spec as object), syncPolicy: { syncOptions: ["CreateNamespace=true"] } },
  });
  await expect.poll(() => state(), eventually).toBe("OutOfSync Missing");
  await client.patch(appRef(), { type: "merge", body: { operation: { initiatedBy: { username: "ada" }, sync: {} } } });
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  expect((await getApp())?.status?.history?.[0]?.initiatedBy).toEqual({ username: "ada" });
  git.commit({ "app/a.yaml": configMap("a", "2") });
  await client.patch(appRef(), {
    type: "merge",
    body: { metadata: { annotations: { "argocd.argoproj.io/refresh": "normal" } } },
  });
  await expect.poll(() => state(), eventually).toBe("OutOfSync Healthy");
  expect((await getApp())?.metadata.annotations?.["argocd.argoproj.io/refresh"]).toBeUndefined();
});

test("after a restart nothing is applied again, and drift that happened meanwhile is healed", async () => {
  push({ "app/a.yaml": configMap("a", "1"), "app/b.yaml": configMap("b", "1") });
  await client.create(application());
  await expect.poll(() => state(), eventually).toBe("Synced Healthy");
  const before = await client.get(ref("", "ConfigMap", "dev", "a"));
  await stopControllers();
  await client.delete(ref("", "ConfigMap", "dev", "b"));
  startControllers();
  await expect.poll(() => valueOf("b"), eventually).toBe("1");
  expect((await client.get(ref("", "ConfigMap", "dev", "a")))?.metadata.resourceVersion).toBe(
    before?.metadata.resourceVersion,
  );
});

test("an ApplicationSet makes, adopts, restores and deletes its Applications", async () => {
  push({ "dev/a.yaml": configMap("a", "1"), "test/a.yaml": configMap("a", "2") });
  const set = (elements: object[]): KubeObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ApplicationSet",
    metadata: { name: "shop", namespace: "argocd" },
    spec: {
      generators: [{ list: { elements } }],
      template: {
        metadata: { name: "shop-{{env}}", finalizers: ["resources-finalizer.argocd.argoproj.io"] },
        spec: {
          ...(application().spec as object),
          source: { repoURL: URL, path: "{{env}}", targetRevision: "main" },
          destination: { server: "https://kubernetes.default.svc", namespace: "{{env}}" },
        },
      },
    },
  });
  await client.create({ ...application(), metadata: { name: "shop-dev", namespace: "argocd" } });
  await client.create(set([{ env: "dev" }, { env: "test" }]));
  await expect.poll(() => state("shop-dev"), eventually).toBe("Synced Healthy");
  await expect.poll(() => state("shop-test"), eventually).toBe("Synced Healthy");
  expect((await getApp("shop-dev"))?.metadata.ownerReferences?.[0]?.name).toBe("shop");
  await client.patch(appRef("shop-test"), { type: "merge", body: { spec: { source: { path: "dev" } } } });
  await expect.poll(async () => (await getApp("shop-test"))?.spec.source?.path, eventually).toBe("test");
  await client.patch(ref("argoproj.io", "ApplicationSet", "argocd", "shop"), {
    type: "merge",
    body: { spec: { generators: [{ list: { elements: [{ env: "dev" }] } }] } },
  });
  await expect.poll(() => getApp("shop-test"), eventually).toBeUndefined();
  expect(await valueOf("a", "test")).toBeUndefined();
  expect(await valueOf("a", "dev")).toBe("1");
});
