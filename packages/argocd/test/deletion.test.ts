import { afterEach, beforeEach, expect, test } from "vitest";
import {
  application,
  argoRef,
  configMapFile,
  eventually,
  ref,
  type RunningArgocd,
  startArgocd,
} from "./running-argocd.ts";

let argocd: RunningArgocd;
beforeEach(async () => {
  argocd = await startArgocd();
  argocd.push({
    "app/a.yaml": configMapFile("a", "1"),
    "app/late.yaml": configMapFile("late", "1", "argocd.argoproj.io/sync-wave: '1'"),
    "app/keep.yaml": configMapFile("keep", "1", "argocd.argoproj.io/sync-options: Delete=false"),
    "app/policy.yaml": configMapFile("policy", "1", "helm.sh/resource-policy: keep"),
  });
});
afterEach(() => argocd.stop());

const FINALIZER = "resources-finalizer.argocd.argoproj.io";
const remaining = async (): Promise<string[]> =>
  (await argocd.client.list({ group: "", version: "v1", kind: "ConfigMap" }, { namespace: "dev" })).items
    .map(({ metadata }) => metadata.name)
    .filter((name) => ["a", "keep", "late", "policy"].includes(name));

test.each<[string, string[], string[]]>([
  ["foreground", [FINALIZER], ["keep", "policy"]],
  ["foreground, by its name", [`${FINALIZER}/foreground`], ["keep", "policy"]],
  ["background", [`${FINALIZER}/background`], ["keep", "policy"]],
  ["no cascade", [], ["a", "keep", "late", "policy"]],
])("deletion: %s", async (_name, finalizers, kept) => {
  await argocd.client.create(application({}, { finalizers }));
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  await argocd.client.delete(argoRef());
  await expect.poll(() => argocd.app(), eventually).toBeUndefined();
  expect(await remaining()).toEqual(kept);
  expect(await argocd.client.get(ref("", "Namespace", "", "dev"))).toBeDefined();
});

test("what came in a later wave goes first, and what waits for a finalizer holds the rest", async () => {
  await argocd.client.create(application({}, { finalizers: [FINALIZER] }));
  await expect.poll(() => argocd.state(), eventually).toBe("Synced Healthy");
  await argocd.patch(ref("", "ConfigMap", "dev", "late"), { metadata: { finalizers: ["example.com/wait"] } });
  await argocd.client.delete(argoRef());
  await expect
    .poll(
      async () => (await argocd.client.get(ref("", "ConfigMap", "dev", "late")))?.metadata.deletionTimestamp,
      eventually,
    )
    .toBeDefined();
  expect(await argocd.configMap("a")).toBe("1");
  await argocd.patch(ref("", "ConfigMap", "dev", "late"), { metadata: { finalizers: [] } });
  await expect.poll(() => argocd.app(), eventually).toBeUndefined();
  expect(await argocd.configMap("a")).toBeUndefined();
});
