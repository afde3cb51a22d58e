import { afterEach, beforeEach, expect, test } from "vitest";
import {
  application,
  argoRef,
  configMapFile,
  eventually,
  jobFile,
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

const operationState = async (): Promise<string> => {
  const state = (await argocd.app())?.status?.operationState;
  return `${state?.phase ?? ""} ${state?.message ?? ""}`;
};
const phase = async (): Promise<string | undefined> => (await argocd.app())?.status?.operationState?.phase;
const results = async (): Promise<string[]> =>
  ((await argocd.app())?.status?.operationState?.syncResult?.resources ?? []).map(
    ({ name, status, message, hookPhase }) => `${name} ${status ?? hookPhase ?? ""} ${message ?? ""}`,
  );
const sync = (operation: object = {}): Promise<unknown> =>
  argocd.patch(argoRef(), { operation: { initiatedBy: { username: "ada" }, sync: operation } });
const job = (name: string): ReturnType<RunningArgocd["client"]["get"]> =>
  argocd.client.get(ref("batch", "Job", "dev", name));
/** A hook that does not end before somebody resumes it. */
const suspendedHook = jobFile("gate", "argocd.argoproj.io/hook: PreSync").replace(
  "spec:\n",
  "spec:\n  suspend: true\n",
);

test("a push while a sync runs: the sync ends at its own revision, the next one follows", async () => {
  const first = argocd.push({ "app/gate.yaml": suspendedHook, "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect.poll(operationState, eventually).toBe("Running waiting for completion of hook batch/Job/gate");
  const second = argocd.push({ "app/a.yaml": configMapFile("a", "2") });
  await expect.poll(async () => (await argocd.app())?.status?.sync?.revision, eventually).toBe(second);
  expect(await phase()).toBe("Running");
  await argocd.patch(ref("batch", "Job", "dev", "gate"), { spec: { suspend: false } });
  await expect
    .poll(async () => (await argocd.app())?.status?.history?.map(({ revision }) => revision), eventually)
    .toEqual([first, second]);
  expect(await argocd.configMap("a")).toBe("2");
});

test("an operation can be terminated, and is not tried again at that revision", async () => {
  const revision = argocd.push({ "app/gate.yaml": suspendedHook, "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect.poll(operationState, eventually).toContain("Running waiting");
  await argocd.patch(argoRef(), { status: { operationState: { phase: "Terminating" } } });
  await expect.poll(operationState, eventually).toBe("Failed Operation terminated");
  await expect
    .poll(() => argocd.conditions(), eventually)
    .toEqual([`SyncError: Failed last sync attempt to [${revision}]: Operation terminated`]);
  expect((await argocd.app())?.operation).toBeUndefined();
  expect(await argocd.configMap("a")).toBeUndefined();
  await expect.poll(() => job("gate"), eventually).toBeUndefined();
});

test("a sync of chosen resources touches no other, runs no hook, and is not in the history", async () => {
  const revision = argocd.push({
    "app/a.yaml": configMapFile("a", "1"),
    "app/b.yaml": configMapFile("b", "1"),
    "app/hook.yaml": jobFile("hook", "argocd.argoproj.io/hook: PreSync"),
  });
  await argocd.client.create(application(manual));
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Missing");
  await sync({ resources: [{ kind: "ConfigMap", name: "a" }] });
  await expect.poll(phase, eventually).toBe("Succeeded");
  expect(await argocd.configMap("a")).toBe("1");
  expect(await argocd.configMap("b")).toBeUndefined();
  expect(await job("hook")).toBeUndefined();
  expect((await argocd.app())?.status?.history ?? []).toEqual([]);
  await expect
    .poll(() => argocd.events(), eventually)
    .toContain(`OperationCompleted: Partial sync operation to ${revision} succeeded`);
});

test("a dry run says what it would do and does nothing", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application(manual));
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Missing");
  await sync({ dryRun: true });
  await expect.poll(phase, eventually).toBe("Succeeded");
  expect(await results()).toEqual(["a Synced configmap/a created (dry run)"]);
  expect(await argocd.configMap("a")).toBeUndefined();
  expect((await argocd.app())?.status?.history ?? []).toEqual([]);
});

test("what left Git is kept by a sync without prune, and deleted by one with it", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1"), "app/b.yaml": configMapFile("b", "1") });
  await argocd.client.create(application(manual));
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Missing");
  await sync();
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Healthy");
  await sync();
  await expect.poll(results, eventually).toContain("b PruneSkipped ignored (requires pruning)");
  expect(await argocd.configMap("b")).toBe("1");
  await expect.poll(async () => (await argocd.app())?.operation, eventually).toBeUndefined();
  await sync({ prune: true });
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  expect(await argocd.configMap("b")).toBeUndefined();
});

test("what cannot be changed fails, and is made anew with force", async () => {
  const fixed = (value: string): string => `${configMapFile("a", value)}immutable: true\n`;
  argocd.push({ "app/a.yaml": fixed("1") });
  await argocd.client.create(application(manual));
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Missing");
  await sync();
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  argocd.push({ "app/a.yaml": fixed("2") });
  await expect.poll(async () => (await argocd.state()).split(" ")[0], eventually).not.toBe("Synced");
  await sync();
  await expect.poll(operationState, eventually).toContain("Failed one or more objects failed to apply");
  await expect.poll(async () => (await argocd.app())?.operation, eventually).toBeUndefined();
  await sync({ syncStrategy: { hook: { force: true } } });
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  expect(await argocd.configMap("a")).toBe("2");
});

test("a failed sync is tried again after a while, and ends well once the reason is gone", async () => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  const retry = { limit: 20, backoff: { duration: "1s", factor: 1 } };
  await argocd.client.create(application({ syncPolicy: { automated: {}, retry } }));
  await expect
    .poll(operationState, eventually)
    .toMatch(/^Running .*not found.* Retrying attempt #1 at \d+:\d\d[AP]M\.$/);
  await argocd.client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "dev" } });
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  await expect.poll(phase, eventually).toBe("Succeeded");
  expect((await argocd.app())?.status?.operationState?.retryCount).toBeGreaterThan(0);
  expect((await argocd.app())?.status?.history).toHaveLength(1);
});

test("hooks are deleted as their policies say", async () => {
  const hook = (name: string, policy: string, phaseOf = "PostSync", outcome = "succeed"): string =>
    jobFile(
      name,
      `argocd.argoproj.io/hook: ${phaseOf}${policy === "" ? "" : `, argocd.argoproj.io/hook-delete-policy: ${policy}`}`,
      outcome,
    );
  argocd.push({
    "app/a.yaml": configMapFile("a", "1"),
    "app/1.yaml": hook("kept", ""),
    "app/2.yaml": hook("gone", "HookSucceeded"),
    "app/3.yaml": hook("kept-too", "HookFailed"),
  });
  await argocd.client.create(application({ syncPolicy: { ...manual.syncPolicy, automated: {}, retry: { limit: 0 } } }));
  await expect.poll(phase, eventually).toBe("Succeeded");
  const uid = (await job("kept"))?.metadata.uid;
  expect(uid).toBeDefined();
  expect(await job("kept-too")).toBeDefined();
  await expect.poll(() => job("gone"), eventually).toBeUndefined();
  // BeforeHookCreation, the default: the next sync makes the hook anew.
  argocd.push({
    "app/a.yaml": configMapFile("a", "2"),
    "app/1.yaml": hook("kept", ""),
    "app/4.yaml": hook("failing", "HookFailed", "PostSync", "fail"),
  });
  await expect.poll(phase, eventually).toBe("Failed");
  expect((await job("kept"))?.metadata.uid).not.toBe(uid);
  await expect.poll(() => job("failing"), eventually).toBeUndefined();
});

test("history keeps as many entries as the Application wants, with ids that go on", async () => {
  await argocd.client.create(application({ revisionHistoryLimit: 2 }));
  for (const value of ["1", "2", "3"]) {
    argocd.push({ "app/a.yaml": configMapFile("a", value) });
    await expect.poll(() => argocd.configMap("a"), eventually).toBe(value);
    await expect.poll(async () => (await argocd.app())?.operation, eventually).toBeUndefined();
  }
  await expect.poll(async () => (await argocd.app())?.status?.history?.map(({ id }) => id), eventually).toEqual([1, 2]);
});

test.each(["normal", "hard"])("a %s refresh is done and its annotation taken off", async (kind) => {
  argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  await argocd.patch(argoRef(), { metadata: { annotations: { "argocd.argoproj.io/refresh": kind } } });
  await expect
    .poll(async () => (await argocd.app())?.metadata.annotations?.["argocd.argoproj.io/refresh"], eventually)
    .toBeUndefined();
  expect(await argocd.state()).toBe("Synced Healthy");
});

test("each change of sync and health, and each operation, is an event", async () => {
  const revision = argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect
    .poll(() => argocd.events(), eventually)
    .toEqual(
      expect.arrayContaining([
        "ResourceUpdated: Updated sync status:  -> OutOfSync",
        "ResourceUpdated: Updated health status:  -> Missing",
        `OperationStarted: Initiated automated sync to '${revision}'`,
        `OperationCompleted: Sync operation to ${revision} succeeded`,
        "ResourceUpdated: Updated sync status: OutOfSync -> Synced",
        "ResourceUpdated: Updated health status: Missing -> Healthy",
      ]),
    );
});

const broken = { "app/a.yaml": "a: b\n c: d\n" };

test("a broken push while a sync runs: the sync ends at its own revision, then the error is told", async () => {
  const first = argocd.push({ "app/gate.yaml": suspendedHook, "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application());
  await expect.poll(operationState, eventually).toContain("Running waiting");
  argocd.push(broken);
  await expect.poll(async () => (await argocd.conditions()).join(), eventually).toContain("Failed to unmarshal");
  await argocd.patch(ref("batch", "Job", "dev", "gate"), { spec: { suspend: false } });
  await expect
    .poll(async () => (await argocd.app())?.status?.history?.map(({ revision }) => revision), eventually)
    .toEqual([first]);
  expect(await argocd.configMap("a")).toBe("1");
  await expect.poll(() => argocd.state(), eventually).toBe("Unknown Healthy");
});

test("a sync of what cannot be rendered ends with the error; a rollback from there works", async () => {
  const good = argocd.push({ "app/a.yaml": configMapFile("a", "1") });
  await argocd.client.create(application(manual));
  await expect.poll(() => argocd.state(), eventually).toBe("OutOfSync Missing");
  argocd.push(broken);
  await expect.poll(async () => (await argocd.conditions()).join(), eventually).toContain("Failed to unmarshal");
  await sync();
  await expect
    .poll(operationState, eventually)
    .toMatch(/^Error ComparisonError: Failed to load target state: .*unmarshal/);
  expect((await argocd.app())?.operation).toBeUndefined();
  await sync({ revision: good });
  await expect.poll(operationState, eventually).toBe("Succeeded successfully synced (all tasks run)");
  expect(await argocd.configMap("a")).toBe("1");
});
