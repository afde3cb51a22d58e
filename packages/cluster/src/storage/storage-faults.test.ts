import type { KubeObject } from "@hawser/kube";
import { type FailingStorage, failingStorage } from "@hawser/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cluster, startCluster } from "../start-cluster.ts";

const FULL = "The cluster's store at /data/cluster cannot be written (No space left on device).";
const MAPS = { group: "", version: "v1", kind: "ConfigMap" };
const CRDS = { group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition" };

let storage: FailingStorage;
let cluster: Cluster;
beforeEach(async () => {
  storage = failingStorage();
  cluster = await startCluster({ storage, workloads: false });
});
afterEach(() => cluster.stop());

function configMap(name: string, data: Record<string, string> = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data };
}

const boats: KubeObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "boats.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { plural: "boats", singular: "boat", kind: "Boat", listKind: "BoatList" },
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
  },
};

test("a write that the storage refuses says why and did not happen; reads and watches go on", async () => {
  const client = cluster.client("test");
  const ref = { ...MAPS, namespace: "default", name: "x" };
  const before = await client.create(configMap("x", { a: "1" }));
  const stop = new AbortController();
  const heard: string[] = [];
  const watching = (async () => {
    const from = before.metadata.resourceVersion ?? "";
    for await (const event of client.watch(MAPS, {
      namespace: "default",
      resourceVersion: from,
      signal: stop.signal,
    })) {
      if ("object" in event) heard.push(`${event.type} ${event.object.metadata.name}`);
    }
  })();

  storage.fault = FULL;
  const refused = { reason: "InternalError", code: 500, message: FULL };
  await expect(client.create(configMap("y"))).rejects.toMatchObject(refused);
  await expect(client.update(configMap("x", { a: "2" }))).rejects.toMatchObject(refused);
  await expect(client.apply(configMap("x", { b: "3" }), { fieldManager: "t" })).rejects.toMatchObject(refused);
  await expect(client.delete(ref)).rejects.toMatchObject(refused);
  expect(await client.get(ref)).toEqual(before);
  expect((await client.list(MAPS, { namespace: "default" })).items.map(({ metadata }) => metadata.name)).not.toContain(
    "y",
  );

  storage.fault = undefined;
  const after = await client.create(configMap("z"));
  // No revision was used up by what did not happen.
  expect(Number(after.metadata.resourceVersion)).toBe(Number(before.metadata.resourceVersion) + 1);
  await expect.poll(() => heard).toEqual(["ADDED z"]);
  stop.abort();
  await watching.catch(() => undefined);
});

test("a cluster does not start on a storage that refuses its first objects, and says why", async () => {
  const refusing = failingStorage();
  refusing.fault = FULL;
  await expect(startCluster({ storage: refusing, workloads: false })).rejects.toMatchObject({
    name: "StorageError",
    message: FULL,
  });
});

test("a definition that could be stored but not answered is established when there is room again", async () => {
  const client = cluster.client("test");
  const { commit } = storage;
  // One write fits, the next does not.
  storage.commit = (revision, write) => {
    commit(revision, write);
    storage.fault = FULL;
  };
  await client.create(boats);
  storage.commit = commit;
  const ref = { ...CRDS, namespace: "", name: boats.metadata.name };
  expect((await client.get(ref))?.status).toBeUndefined();
  storage.fault = undefined;
  await expect
    .poll(async () => ((await client.get(ref))?.status as { conditions?: unknown[] } | undefined)?.conditions, {
      timeout: 5_000,
    })
    .toHaveLength(2);
});

test("a definition whose deletion the storage refuses half-way is gone when there is room again", async () => {
  const client = cluster.client("test");
  await client.create(boats);
  await client.create({
    apiVersion: "example.com/v1",
    kind: "Boat",
    metadata: { name: "one", namespace: "default" },
  });
  const { commit } = storage;
  storage.commit = (revision, write) => {
    commit(revision, write);
    storage.fault = FULL;
  };
  const ref = { ...CRDS, namespace: "", name: boats.metadata.name };
  await client.delete(ref);
  storage.commit = commit;
  expect((await client.get(ref))?.metadata.deletionTimestamp).toBeDefined();
  storage.fault = undefined;
  await expect.poll(() => client.get(ref), { timeout: 5_000 }).toBeUndefined();
});

test("everybody hears of changes in their order, those that a listener makes included", async () => {
  const client = cluster.client("test");
  const { metadata } = await client.list(CRDS);
  const stop = new AbortController();
  const revisions: number[] = [];
  const watching = (async () => {
    for await (const event of client.watch(CRDS, {
      resourceVersion: metadata.resourceVersion ?? "",
      signal: stop.signal,
    })) {
      if ("object" in event) revisions.push(Number(event.object.metadata.resourceVersion));
    }
  })();
  await client.create(boats);
  await expect.poll(() => revisions).toHaveLength(2);
  expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
  stop.abort();
  await watching.catch(() => undefined);
});
