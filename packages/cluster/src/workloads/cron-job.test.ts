import type { Clock } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, startCluster } from "../start-cluster.ts";

const START = Date.parse("2026-11-25T12:00:30Z");
const began = Date.now();
let ahead = 0;
/** The test moves it; waits are short, so that what waits looks at it again soon. */
const clock: Clock = {
  now: () => START + ahead + Date.now() - began,
  after(ms, run) {
    const timer = setTimeout(() => run(), Math.min(ms, 50));
    return () => clearTimeout(timer);
  },
};
const eventually = { timeout: 10_000, interval: 20 };
let cluster: Cluster;
let client: Client;
beforeAll(async () => {
  cluster = await startCluster({ clock });
  client = cluster.client("test");
});
afterAll(() => cluster.stop());

const cronJob = (name: string, spec: Record<string, unknown> = {}): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "CronJob",
  metadata: { name, namespace: "default" },
  spec: {
    schedule: "*/2 * * * *",
    jobTemplate: {
      spec: { template: { spec: { restartPolicy: "Never", containers: [{ name: "c", image: "i" }] } } },
    },
    ...spec,
  },
});
const ref = (name: string): ObjectRef => ({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  namespace: "default",
  name,
});
const jobsOf = async (name: string): Promise<string[]> =>
  (await client.list({ group: "batch", version: "v1", kind: "Job" }, { namespace: "default" })).items
    .filter(({ metadata }) => metadata.ownerReferences?.[0]?.name === name)
    .map(({ metadata }) => metadata.name)
    .sort();
const at = (time: string): number => Date.parse(time) / 60_000;

test("a CronJob runs at its times, once for missed ones, and keeps as many Jobs as it says", async () => {
  await client.create(cronJob("tick", { successfulJobsHistoryLimit: 1 }));
  await client.create(cronJob("asleep", { suspend: true }));
  ahead = 2 * 60_000;
  await expect.poll(() => jobsOf("tick"), eventually).toEqual([`tick-${at("2026-11-25T12:02:00Z")}`]);
  await expect
    .poll(async () => (await client.get(ref("tick")))?.status, eventually)
    .toMatchObject({ lastScheduleTime: "2026-11-25T12:02:00Z", lastSuccessfulTime: expect.any(String) });
  // 12:04 to 12:10 are missed together.
  ahead = 10 * 60_000;
  await expect.poll(() => jobsOf("tick"), eventually).toEqual([`tick-${at("2026-11-25T12:10:00Z")}`]);
  expect(await jobsOf("asleep")).toEqual([]);
});
