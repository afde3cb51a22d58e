import type { Client, KubeObject } from "@hawser/kube";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Cluster, startCluster } from "../start-cluster.ts";
import type { LogLine } from "./pod-logs.ts";

const listeners = new Set<(line: LogLine) => void>();
const now = Date.now();
const LINES = [
  { time: now - 7200_000, text: "long ago" },
  { time: now - 60_000, text: "a minute ago" },
  { time: now, text: "now" },
];
const eventually = { timeout: 10_000, interval: 20 };
let cluster: Cluster;
let client: Client;
beforeAll(async () => {
  cluster = await startCluster({
    containerLog: ({ metadata }) =>
      metadata.name === "known"
        ? {
            lines: () => LINES,
            follow: (listener) => {
              listeners.add(listener);
              return () => listeners.delete(listener);
            },
          }
        : undefined,
  });
  client = cluster.client("test");
  for (const name of ["known", "other"]) {
    await client.create(podOf(name));
    await vi.waitUntil(async () => (await phaseOf(name)) === "Running", eventually);
  }
});
afterAll(() => cluster.stop());

const podOf = (name: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default" },
  spec: { containers: [{ name: "c", image: "image:1" }] },
});
const ref = (name: string) => ({ group: "", version: "v1", kind: "Pod", namespace: "default", name });
const phaseOf = async (name: string): Promise<unknown> =>
  ((await client.get(ref(name)))?.status as { phase?: string } | undefined)?.phase;
async function* read(name: string, query: string): AsyncGenerator<string> {
  const path = `/api/v1/namespaces/default/pods/${name}/log`;
  const { stream } = await client.raw({ method: "GET", path, query: new URLSearchParams(query) });
  for await (const chunk of stream ?? []) yield Buffer.from(chunk as Uint8Array).toString();
}
async function all(name: string, query: string): Promise<string> {
  let text = "";
  for await (const line of read(name, query)) text += line;
  return text;
}

test.each([
  ["", "long ago\na minute ago\nnow\n"],
  ["tailLines=1", "now\n"],
  ["tailLines=0", ""],
  ["sinceSeconds=3600", "a minute ago\nnow\n"],
  ["tailLines=5&limitBytes=10", "long ago\na"],
])("a log with %s", async (query, want) => {
  expect(await all("known", query)).toBe(want);
});

test("a container that nobody knows says that it is simulated", async () => {
  expect(await all("other", "container=c")).toContain("This container is simulated: image:1 does not run here.");
});

test.each([
  ["previous=true", 'previous terminated container "c" in pod "other" not found'],
  ["container=d", "container d is not valid for pod other"],
])("a log with %s is refused", async (query, why) => {
  await expect(all("other", query)).rejects.toThrow(why);
});

test("who follows a log hears what is added, until the Pod is gone", async () => {
  const lines = read("known", "follow=true&tailLines=1");
  expect((await lines.next()).value).toBe("now\n");
  const next = lines.next();
  await expect.poll(() => listeners.size, eventually).toBe(1);
  for (const listener of listeners) listener({ time: now, text: "later" });
  expect((await next).value).toBe("later\n");
  const end = lines.next();
  await client.delete(ref("known"));
  expect((await end).done).toBe(true);
  expect(listeners.size).toBe(0);
});
