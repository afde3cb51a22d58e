import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { afterAll, expect, test } from "vitest";
import { type RunningHawser, startHawser } from "../start-hawser.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-installed-"));
const eventually = { timeout: 15_000, interval: 20 };
let hawser: RunningHawser | undefined;
afterAll(async () => {
  await hawser?.stop();
  fs.rmSync(root, { recursive: true });
});

async function start(): Promise<Client> {
  hawser = await startHawser({
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: silentLogger,
    git: { env: process.env },
    mappings: [],
  });
  return hawser.api.cluster.client("test");
}

const KINDS = [
  ["apps", "Deployment"],
  ["apps", "StatefulSet"],
  ["apps", "ReplicaSet"],
  ["", "Service"],
  ["", "ConfigMap"],
  ["", "Secret"],
  ["", "Pod"],
] as const;

/** What is there and which write made it so. */
async function inventory(client: Client): Promise<string[]> {
  const found: KubeObject[] = [];
  for (const [group, kind] of KINDS) {
    for (const namespace of ["argocd", "flux-system"])
      found.push(...(await client.list({ group, version: "v1", kind }, { namespace })).items);
  }
  return found.map(({ metadata: m }) => `${m.namespace} ${m.name} ${m.uid} ${m.generation} ${m.resourceVersion}`);
}
const deployment = (name: string): ObjectRef => ({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  namespace: "argocd",
  name,
});
const readyPods = async (client: Client, namespace: string): Promise<string[]> =>
  (await client.list({ group: "", version: "v1", kind: "Pod" }, { namespace })).items
    .filter(({ status }) => JSON.stringify(status).includes('"type":"Ready","status":"True"'))
    .map(({ metadata }) => metadata.labels?.["app.kubernetes.io/name"] ?? metadata.labels?.app ?? "")
    .sort();

test("Argo CD and Flux look installed, once: what was deleted stays deleted, and a restart writes nothing", async () => {
  const first = await start();
  await expect
    .poll(() => readyPods(first, "argocd"), eventually)
    .toEqual([
      "argocd-application-controller",
      "argocd-applicationset-controller",
      "argocd-dex-server",
      "argocd-notifications-controller",
      "argocd-redis",
      "argocd-repo-server",
      "argocd-server",
    ]);
  await expect
    .poll(() => readyPods(first, "flux-system"), eventually)
    .toEqual(["kustomize-controller", "source-controller"]);

  const pods = await first.list({ group: "", version: "v1", kind: "Pod" }, { namespace: "argocd" });
  const server = pods.items.find(({ metadata }) => metadata.name.startsWith("argocd-server-"));
  const log = await first.raw({
    method: "GET",
    path: `/api/v1/namespaces/argocd/pods/${server?.metadata.name ?? ""}/log`,
  });
  let text = "";
  for await (const chunk of log.stream ?? []) text += Buffer.from(chunk as Uint8Array).toString();
  expect(text).toContain("API and UI are served by the Hawser process");

  await first.delete(deployment("argocd-dex-server"), { propagationPolicy: "Foreground" });
  await expect.poll(() => first.get(deployment("argocd-dex-server")), eventually).toBeUndefined();
  await expect.poll(async () => (await readyPods(first, "argocd")).length, eventually).toBe(6);
  const before = await inventory(first);
  await hawser?.stop();

  const second = await start();
  // A Pod that comes and ends shows that the controllers have looked at everything.
  await second.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "probe", namespace: "default" },
    spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i", command: ["true"] }] },
  });
  const probe: ObjectRef = { group: "", version: "v1", kind: "Pod", namespace: "default", name: "probe" };
  await expect
    .poll(async () => ((await second.get(probe))?.status as { phase?: string } | undefined)?.phase, eventually)
    .toBe("Succeeded");
  expect(await inventory(second)).toEqual(before);
});
