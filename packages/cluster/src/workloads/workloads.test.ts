import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../start-cluster.ts";
import type { Deployment, Job, Pod } from "./kinds.ts";

let cluster: Cluster;
let client: Client;
beforeAll(async () => {
  cluster = await startCluster();
  client = cluster.client("test");
});
afterAll(() => cluster.stop());

const ref = (group: string, kind: string, name: string, namespace = "default"): ObjectRef => ({
  group,
  version: "v1",
  kind,
  namespace,
  name,
});
const eventually = { timeout: 10_000, interval: 20 };
const podsOf = async (app: string): Promise<Pod[]> =>
  (await client.list<Pod>(ref("", "Pod", ""), { namespace: "default", labelSelector: `app=${app}` })).items;
const deployment = (name: string, replicas: number, image = "web:1", annotations = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name, namespace: "default" },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name }, annotations }, spec: { containers: [{ name: "web", image }] } },
  },
});
const available = async (name: string): Promise<unknown> => {
  const { status } = (await client.get<Deployment>(ref("apps", "Deployment", name))) ?? {};
  return [status?.updatedReplicas, status?.availableReplicas, status?.replicas];
};

test("a Deployment gets its Pods, rolls to a new image, and back", async () => {
  await client.create(deployment("web", 3));
  await expect.poll(() => available("web"), eventually).toEqual([3, 3, 3]);
  await client.patch(ref("apps", "Deployment", "web"), {
    type: "strategic",
    body: { spec: { template: { spec: { containers: [{ name: "web", image: "web:2" }] } } } },
  });
  await expect
    .poll(async () => (await podsOf("web")).map((pod) => pod.spec.containers[0]?.image), eventually)
    .toEqual(["web:2", "web:2", "web:2"]);
  await client.patch(ref("apps", "Deployment", "web"), {
    type: "strategic",
    body: { spec: { template: { spec: { containers: [{ name: "web", image: "web:1" }] } } } },
  });
  await expect.poll(() => available("web"), eventually).toEqual([3, 3, 3]);
  const sets = await client.list(ref("apps", "ReplicaSet", ""), { labelSelector: "app=web" });
  expect(sets.items.map(({ metadata }) => metadata.annotations?.["deployment.kubernetes.io/revision"]).sort()).toEqual([
    "2",
    "3",
  ]);
});

test("a rollout whose image cannot be pulled keeps the old Pods", async () => {
  await client.create(deployment("careful", 2));
  await expect.poll(() => available("careful"), eventually).toEqual([2, 2, 2]);
  const annotations = { "simulated.hawser.dev/outcome": "pull-error" };
  await client.patch(ref("apps", "Deployment", "careful"), {
    type: "merge",
    body: { spec: { template: { metadata: { annotations } } } },
  });
  await expect
    .poll(
      async () => JSON.stringify((await podsOf("careful")).map(({ status }) => status.containerStatuses)),
      eventually,
    )
    .toContain("ImagePullBackOff");
  expect(await available("careful")).toEqual([1, 2, 3]);
});

test("a missing Secret is named where the kubelet names it, and its coming heals", async () => {
  const object = deployment("needy", 1);
  const container = {
    name: "web",
    image: "web:1",
    env: [{ name: "A", valueFrom: { secretKeyRef: { name: "token", key: "a" } } }],
  };
  Object.assign((object.spec as { template: { spec: object } }).template.spec, { containers: [container] });
  await client.create(object);
  await expect
    .poll(async () => JSON.stringify(await podsOf("needy")), eventually)
    .toContain('secret \\"token\\" not found');
  await client.create({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "token", namespace: "default" },
    stringData: { a: "x" },
  });
  await expect.poll(() => available("needy"), eventually).toEqual([1, 1, 1]);
});

test("deleting an owner deletes what it owns; orphaning does not", async () => {
  await client.create(deployment("parent", 1));
  await expect.poll(async () => (await podsOf("parent")).length, eventually).toBe(1);
  await client.delete(ref("apps", "Deployment", "parent"), { propagationPolicy: "Foreground" });
  await expect.poll(() => client.get(ref("apps", "Deployment", "parent")), eventually).toBeUndefined();
  expect(await podsOf("parent")).toEqual([]);

  await client.create(deployment("orphaned", 1));
  await expect.poll(async () => (await podsOf("orphaned")).length, eventually).toBe(1);
  await client.delete(ref("apps", "Deployment", "orphaned"), { propagationPolicy: "Orphan" });
  await expect.poll(() => client.get(ref("apps", "Deployment", "orphaned")), eventually).toBeUndefined();
  expect((await client.list(ref("apps", "ReplicaSet", ""), { labelSelector: "app=orphaned" })).items).toHaveLength(1);
  expect(await podsOf("orphaned")).toHaveLength(1);
});

test.each([
  ["ends well", {}, "Complete"],
  ["fails as often as it may", { "simulated.hawser.dev/outcome": "fail" }, "Failed"],
])("a Job %s", async (_name, annotations, want) => {
  const name = want.toLowerCase();
  await client.create({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, namespace: "default" },
    spec: {
      backoffLimit: 1,
      template: {
        metadata: { annotations },
        spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] },
      },
    },
  });
  await expect
    .poll(
      async () => (await client.get<Job>(ref("batch", "Job", name)))?.status.conditions?.map(({ type }) => type),
      eventually,
    )
    .toContain(want);
});

test("a Service finds its Pods, a StatefulSet starts them in order", async () => {
  await client.create({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "default" },
    spec: {
      replicas: 2,
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "db", ports: [{ name: "sql", containerPort: 5432 }] }] },
      },
    },
  });
  await client.create({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "db", namespace: "default" },
    spec: { selector: { app: "db" }, ports: [{ port: 1, targetPort: "sql" }] },
  });
  await expect
    .poll(async () => (await client.get(ref("", "Endpoints", "db")))?.subsets, eventually)
    .toMatchObject([
      { addresses: [{ targetRef: { name: "db-0" } }, { targetRef: { name: "db-1" } }], ports: [{ port: 5432 }] },
    ]);
});

test.each([
  [{ minAvailable: 2 }, 1],
  [{ minAvailable: "50%" }, 1],
  [{ maxUnavailable: 2 }, 2],
])("a PodDisruptionBudget of %o allows as many evictions as that", async (spec, want) => {
  const name = `guarded-${Object.values(spec).join("-").replace("%", "")}-${want}`;
  await client.create(deployment(name, 3));
  await client.create({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace: "default" },
    spec: { ...spec, selector: { matchLabels: { app: name } } },
  });
  await expect
    .poll(async () => (await client.get(ref("policy", "PodDisruptionBudget", name)))?.status, eventually)
    .toMatchObject({ expectedPods: 3, currentHealthy: 3, disruptionsAllowed: want });
});

test("a StatefulSet remembers its templates, and goes back to one", async () => {
  const template = (image: string): object => ({
    metadata: { labels: { app: "ledger" } },
    spec: { containers: [{ name: "c", image }] },
  });
  await client.create({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "ledger", namespace: "default" },
    spec: { serviceName: "ledger", selector: { matchLabels: { app: "ledger" } }, template: template("a:1") },
  });
  const revisions = async (): Promise<[image: string, revision: number][]> =>
    (await client.list(ref("apps", "ControllerRevision", ""), { labelSelector: "app=ledger" })).items
      .map(({ data, revision }): [string, number] => [/a:\d/.exec(JSON.stringify(data))?.[0] ?? "", revision as number])
      .sort();
  await expect.poll(revisions, eventually).toEqual([["a:1", 1]]);
  const set = ref("apps", "StatefulSet", "ledger");
  await client.patch(set, { type: "merge", body: { spec: { template: template("a:2") } } });
  await expect.poll(revisions, eventually).toEqual([
    ["a:1", 1],
    ["a:2", 2],
  ]);
  const [first] = (
    await client.list(ref("apps", "ControllerRevision", ""), { labelSelector: "app=ledger" })
  ).items.filter(({ revision }) => revision === 1);
  await client.patch(set, { type: "strategic", body: first?.data });
  await expect.poll(revisions, eventually).toEqual([
    ["a:1", 3],
    ["a:2", 2],
  ]);
  await expect.poll(async () => (await podsOf("ledger"))[0]?.spec.containers[0]?.image, eventually).toBe("a:1");
});

test("a deleted namespace takes everything in it along", async () => {
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "short" } });
  const object = deployment("web", 2);
  await client.create({ ...object, metadata: { ...object.metadata, namespace: "short" } });
  await expect
    .poll(async () => (await client.list(ref("", "Pod", ""), { namespace: "short" })).items.length, eventually)
    .toBe(2);
  await client.delete(ref("", "Namespace", "short", ""));
  await expect.poll(() => client.get(ref("", "Namespace", "short", "")), eventually).toBeUndefined();
  expect((await client.list(ref("", "Pod", ""), { namespace: "short" })).items).toEqual([]);
});

test("a Pod waits for a node that takes it", async () => {
  const pod = ref("", "Pod", "picky");
  await client.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "picky", namespace: "default" },
    spec: { nodeSelector: { disk: "fast" }, containers: [{ name: "c", image: "i" }] },
  });
  await expect
    .poll(async () => JSON.stringify((await client.get<Pod>(pod))?.status), eventually)
    .toContain("0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.");
  await client.patch(ref("", "Node", "node-2", ""), {
    type: "merge",
    body: { metadata: { labels: { disk: "fast" } } },
  });
  await expect.poll(async () => (await client.get<Pod>(pod))?.status.hostIP, eventually).toBe("10.0.0.2");
});

test.each([
  ["at once", {}, [true, 0]],
  [
    "after its probe's delay where an annotation asks for it",
    { "simulated.hawser.dev/real-delays": "true" },
    [false, 1],
  ],
])("a container is ready %s", async (_name, annotations, want) => {
  const name = `probed-${Object.keys(annotations).length}`;
  await client.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", annotations },
    spec: {
      containers: [{ name: "c", image: "i", readinessProbe: { initialDelaySeconds: 1, httpGet: { port: 80 } } }],
    },
  });
  const seen: unknown[] = [];
  const abort = new AbortController();
  for await (const event of client.watch<Pod>(ref("", "Pod", ""), {
    namespace: "default",
    fieldSelector: `metadata.name=${name}`,
    signal: abort.signal,
  })) {
    if (event.type === "BOOKMARK" || event.object.status.phase !== "Running") continue;
    const [status] = event.object.status.containerStatuses ?? [];
    seen.push(status?.ready);
    if (status?.ready === true) break;
  }
  abort.abort();
  expect([seen[0], seen.length - 1]).toEqual(want);
});
