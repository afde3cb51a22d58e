import { timestamp } from "@hawser/controller";
import { type Node, NODE, POD, type Pod } from "./kinds.ts";
import { keyOf, splitKey, type Workbench } from "./manager.ts";
import { writeStatus } from "./pods-of.ts";

/** Assigns each Pod to a node that takes Pods and has the labels it asks for, in turn. */
export function scheduler(bench: Workbench): void {
  const pods = bench.informer<Pod>(POD);
  const nodes = bench.informer<Node>(NODE);
  const events = bench.events("default-scheduler");
  let turn = 0;

  const controller = bench.run("scheduler", async (key) => {
    const pod = pods.get(...splitKey(key));
    if (!isWaiting(pod)) return;
    const all = nodes.list();
    const fitting = all
      .filter((node) => node.spec.unschedulable !== true && hasLabels(node, pod.spec.nodeSelector ?? {}))
      .map(({ metadata }) => metadata.name)
      .sort();
    const name = fitting[turn++ % fitting.length];
    if (name === undefined) return reportUnschedulable(pod, all);
    const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}/binding`;
    const target = { apiVersion: "v1", kind: "Node", name };
    await bench.client.raw({
      method: "POST",
      path,
      body: { apiVersion: "v1", kind: "Binding", metadata: { name: pod.metadata.name }, target },
    });
    events.record(pod, { type: "Normal", reason: "Scheduled", message: `Successfully assigned ${key} to ${name}` });
  });

  async function reportUnschedulable(pod: Pod, all: readonly Node[]): Promise<void> {
    const cordoned = all.filter(({ spec }) => spec.unschedulable === true).length;
    const reasons = [
      ...(cordoned > 0 ? [`${cordoned} node(s) were unschedulable`] : []),
      ...(all.length > cordoned ? [`${all.length - cordoned} node(s) didn't match Pod's node affinity/selector`] : []),
    ];
    const message = `0/${all.length} nodes are available: ${reasons.join(", ")}.`;
    if (pod.status.conditions?.some((c) => c.type === "PodScheduled" && c.message === message) === true) return;
    const condition = { type: "PodScheduled", status: "False" as const, reason: "Unschedulable", message };
    const conditions = [{ ...condition, lastProbeTime: null, lastTransitionTime: timestamp(bench.clock) }];
    await writeStatus(bench, pod, { ...pod.status, conditions });
    events.record(pod, { type: "Warning", reason: "FailedScheduling", message });
  }

  pods.addHandler({
    added: (pod) => {
      if (isWaiting(pod)) controller.enqueue(keyOf(pod));
    },
  });
  const retry = (): void => {
    for (const pod of pods.list()) if (isWaiting(pod)) controller.enqueue(keyOf(pod));
  };
  nodes.addHandler({ added: retry, updated: retry });
}

function isWaiting(pod: Pod | undefined): pod is Pod {
  return pod !== undefined && pod.spec.nodeName === undefined && pod.metadata.deletionTimestamp === undefined;
}

function hasLabels({ metadata }: Node, wanted: Record<string, string>): boolean {
  return Object.entries(wanted).every(([key, value]) => metadata.labels?.[key] === value);
}
