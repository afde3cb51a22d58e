import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Client, KubeObject } from "@hawser/kube";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Cluster, startCluster } from "./start-cluster.ts";
import { lmdbStorage } from "./storage/lmdb-storage.ts";

let cluster: Cluster;
let client: Client;
beforeEach(async () => {
  cluster = await startCluster();
  client = cluster.client("test");
});
afterEach(() => cluster.stop());

const configMap = (name: string, data: Record<string, string> = {}): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  data,
});
const refTo = (
  kind: string,
  name: string,
  group = "",
): { group: string; version: string; kind: string; namespace: string; name: string } => ({
  group,
  version: "v1",
  kind,
  namespace: "default",
  name,
});
const deployment = (name: string): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "default" },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: "web", image: "nginx:1.27" }] } },
  },
});

test("an object is created with what the server adds, and deleted", async () => {
  const created = await client.create(deployment("web"));
  expect(created.metadata).toMatchObject({
    generation: 1,
    resourceVersion: expect.any(String),
    uid: expect.any(String),
  });
  expect(created.spec).toMatchObject({ replicas: 1, strategy: { type: "RollingUpdate" } });
  expect(created.metadata.managedFields).toMatchObject([{ manager: "test", operation: "Update" }]);
  await client.delete(refTo("Deployment", "web", "apps"));
  expect(await client.get(refTo("Deployment", "web", "apps"))).toBeUndefined();
});

test("a writer may hand its fields over to a server-side apply, and have all owners forgotten", async () => {
  const created = await client.create(configMap("owned", { a: "1" }));
  const fields = created.metadata.managedFields?.[0]?.fieldsV1;
  const handed = { manager: "next", operation: "Apply", apiVersion: "v1", fieldsType: "FieldsV1", fieldsV1: fields };
  const patch = (managedFields: object[]): Promise<KubeObject> =>
    client.patch(refTo("ConfigMap", "owned"), { type: "merge", body: { metadata: { managedFields } } });
  expect((await patch([handed])).metadata.managedFields).toMatchObject([{ manager: "next", operation: "Apply" }]);
  const applied = await client.apply(configMap("owned", { b: "2" }), { fieldManager: "next" });
  expect(applied.data).toEqual({ b: "2" });
  expect((await patch([{}])).metadata.managedFields ?? []).toEqual([]);
});

test("a count below zero is refused, with its field", async () => {
  await client.create(deployment("web"));
  const scaled = client.patch(refTo("Deployment", "web", "apps"), { type: "merge", body: { spec: { replicas: -1 } } });
  await expect(scaled).rejects.toThrow(
    'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  );
});

test("generation counts changes of the spec alone, and a write that changes nothing is none", async () => {
  const created = await client.create(deployment("web"));
  const labelled = await client.patch(refTo("Deployment", "web", "apps"), {
    type: "merge",
    body: { metadata: { labels: { a: "b" } } },
  });
  expect(labelled.metadata.generation).toBe(1);
  const status = await client.patch(
    refTo("Deployment", "web", "apps"),
    { type: "merge", body: { status: { replicas: 1 }, spec: { replicas: 9 } } },
    { subresource: "status" },
  );
  expect(status).toMatchObject({ status: { replicas: 1 }, spec: { replicas: 1 } });
  const scaled = await client.patch(refTo("Deployment", "web", "apps"), {
    type: "merge",
    body: { spec: { replicas: 3 } },
  });
  expect(scaled.metadata.generation).toBe(2);
  const again = await client.patch(refTo("Deployment", "web", "apps"), {
    type: "merge",
    body: { spec: { replicas: 3 } },
  });
  expect(again.metadata.resourceVersion).toBe(scaled.metadata.resourceVersion);
  expect(created.metadata.uid).toBe(again.metadata.uid);
});

test("a stale resourceVersion is a conflict", async () => {
  const first = await client.create(configMap("x"));
  await client.update({ ...first, data: { a: "1" } });
  await expect(client.update({ ...first, data: { a: "2" } })).rejects.toMatchObject({ reason: "Conflict" });
});

test.each<[string, KubeObject, string]>([
  [
    "a missing namespace",
    { ...configMap("x"), metadata: { name: "x", namespace: "nowhere" } },
    'namespaces "nowhere" not found',
  ],
  ["a bad name", configMap("Not_Good"), "a lowercase RFC 1123 subdomain must consist of"],
  [
    "a wrong type",
    { ...deployment("x"), spec: { ...(deployment("x").spec as object), replicas: "3" } },
    "spec.replicas in body must be of type integer",
  ],
  [
    "a selector of others",
    { ...deployment("x"), spec: { ...(deployment("x").spec as object), selector: { matchLabels: { app: "y" } } } },
    "`selector` does not match template `labels`",
  ],
])("%s is refused", async (_name, object, message) => {
  await expect(client.create(object)).rejects.toThrow(message);
});

test("unknown fields: strict refuses, warn tells, the field is dropped", async () => {
  const odd = { ...configMap("x"), dtaa: {} };
  await expect(client.create(odd, { fieldValidation: "Strict" })).rejects.toThrow(
    'strict decoding error: unknown field "dtaa"',
  );
  const answer = await client.raw({ method: "POST", path: "/api/v1/namespaces/default/configmaps", body: odd });
  expect(answer.headers.warning).toBe('299 - "unknown field \\"dtaa\\""');
  expect(answer.json).not.toHaveProperty("dtaa");
});

test("a dry run stores nothing", async () => {
  await client.create(configMap("x"), { dryRun: true });
  expect(await client.get(refTo("ConfigMap", "x"))).toBeUndefined();
});

test("finalizers hold an object until the last is gone", async () => {
  await client.create({ ...configMap("x"), metadata: { name: "x", namespace: "default", finalizers: ["test/hold"] } });
  await client.delete(refTo("ConfigMap", "x"));
  expect((await client.get(refTo("ConfigMap", "x")))?.metadata.deletionTimestamp).toBeDefined();
  await client.patch(refTo("ConfigMap", "x"), { type: "merge", body: { metadata: { finalizers: null } } });
  expect(await client.get(refTo("ConfigMap", "x"))).toBeUndefined();
});

test("lists come in pages and by selectors", async () => {
  for (const name of ["a", "b", "c"])
    await client.create({ ...configMap(name), metadata: { name, namespace: "default", labels: { name } } });
  const gvk = { group: "", version: "v1", kind: "ConfigMap" };
  const first = await client.list(gvk, { namespace: "default", limit: 2 });
  expect(first.items.map((o) => o.metadata.name)).toEqual(["a", "b"]);
  const second = await client.list(gvk, { namespace: "default", limit: 2, continue: first.metadata.continue ?? "" });
  expect(second.items.map((o) => o.metadata.name)).toEqual(["c"]);
  expect((await client.list(gvk, { labelSelector: "name in (a,c)" })).items).toHaveLength(2);
  expect((await client.list(gvk, { fieldSelector: "metadata.name=b" })).items).toHaveLength(1);
});

test("a watch tells what happened since a version, and what comes", async () => {
  const created = await client.create(configMap("x"));
  await client.patch(refTo("ConfigMap", "x"), { type: "merge", body: { data: { a: "1" } } });
  const aborter = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    const options = { resourceVersion: created.metadata.resourceVersion ?? "", signal: aborter.signal };
    for await (const event of client.watch({ group: "", version: "v1", kind: "ConfigMap" }, options)) {
      seen.push(event.type);
      if (seen.length === 2) aborter.abort();
    }
  })();
  await client.delete(refTo("ConfigMap", "x"));
  await watching;
  expect(seen).toEqual(["MODIFIED", "DELETED"]);
});

test("a custom kind is served at once, with its schema, columns and status", async () => {
  const crd: KubeObject = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "boats.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "boats", kind: "Boat" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: [{ name: "Length", type: "integer", jsonPath: ".spec.length" }],
          schema: {
            openAPIV3Schema: {
              type: "object",
              properties: {
                spec: {
                  type: "object",
                  properties: {
                    length: { type: "integer", default: 7, minimum: 1 },
                    crew: { type: "array", items: { type: "object", additionalProperties: { type: "string" } } },
                  },
                },
                status: { type: "object", properties: { afloat: { type: "boolean" } } },
              },
            },
          },
        },
      ],
    },
  };
  const stored = await client.create(crd);
  const boat = {
    apiVersion: "example.com/v1",
    kind: "Boat",
    metadata: { name: "b", namespace: "default" },
    spec: { sails: 2, crew: [{ role: "cook" }] },
  };
  expect(await client.create(boat)).toMatchObject({
    metadata: { generation: 1 },
    spec: { length: 7, crew: [{ role: "cook" }] },
  });
  expect(
    (
      await client.get({
        ...refTo("CustomResourceDefinition", stored.metadata.name, "apiextensions.k8s.io"),
        namespace: "",
      })
    )?.status,
  ).toMatchObject({
    conditions: [{ type: "NamesAccepted" }, { type: "Established", status: "True" }],
  });
  await expect(
    client.create({ ...boat, metadata: { name: "c", namespace: "default" }, spec: { length: 0 } }),
  ).rejects.toMatchObject({ reason: "Invalid" });
  const table = await client.raw({
    method: "GET",
    path: "/apis/example.com/v1/boats",
    headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
  });
  expect(table.json).toMatchObject({
    columnDefinitions: [{ name: "Name" }, { name: "Length" }],
    rows: [{ cells: ["b", 7] }],
  });
  await client.delete({
    group: "apiextensions.k8s.io",
    version: "v1",
    kind: "CustomResourceDefinition",
    namespace: "",
    name: "boats.example.com",
  });
  await expect.poll(async () => (await client.refreshResources()).some(({ kind }) => kind === "Boat")).toBe(false);
});

test("server-side apply creates, shares fields, and conflicts over them", async () => {
  await client.apply(configMap("x", { a: "1" }), { fieldManager: "one" });
  await client.apply(configMap("x", { b: "1" }), { fieldManager: "two" });
  expect(await client.get(refTo("ConfigMap", "x"))).toMatchObject({ data: { a: "1", b: "1" } });
  await expect(client.apply(configMap("x", { a: "2" }), { fieldManager: "two" })).rejects.toThrow(
    'conflict with "one": .data.a',
  );
  const forced = await client.apply(configMap("x", { a: "2" }), { fieldManager: "two", force: true });
  expect(forced.data).toEqual({ a: "2" });
});

test("what was acknowledged is there after the process died", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-lmdb-"));
  const first = await startCluster({ storage: lmdbStorage(path.join(folder, "store")) });
  const created = await first.client("test").create(configMap("x", { a: "1" }));
  await first.client("test").create({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "odd|name:1" },
  });
  await first.stop();
  const second = await startCluster({ storage: lmdbStorage(path.join(folder, "store")) });
  expect(await second.client("test").get(refTo("ConfigMap", "x"))).toEqual(created);
  expect((await second.client("test").list({ group: "", version: "v1", kind: "Node" })).items).toHaveLength(3);
  expect(
    (await second.client("test").list(refTo("ClusterRole", "", "rbac.authorization.k8s.io"))).items[0]?.metadata.name,
  ).toBe("odd|name:1");
  const later = await second.client("test").create(configMap("y"));
  expect(Number(later.metadata.resourceVersion)).toBeGreaterThan(Number(created.metadata.resourceVersion));
  await second.stop();
  fs.rmSync(folder, { recursive: true });
});
