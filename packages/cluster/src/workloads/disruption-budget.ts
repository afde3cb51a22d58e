import { timestamp } from "@hawser/controller";
import { type KubeObject, type LabelSelector, matchesLabels, requirementsOf } from "@hawser/kube";
import { isActive, isReady, POD, type Pod, type PodCondition } from "./kinds.ts";
import { keyOf, splitKey, type Workbench } from "./manager.ts";
import { writeStatus } from "./pods-of.ts";

const DISRUPTION_BUDGET = { group: "policy", version: "v1", kind: "PodDisruptionBudget" };

interface DisruptionBudget extends KubeObject {
  spec: { selector?: LabelSelector; minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { conditions?: PodCondition[] };
}

/** Counts how many Pods of each PodDisruptionBudget may be evicted. */
export function disruptionBudgetController(bench: Workbench): void {
  const budgets = bench.informer<DisruptionBudget>(DISRUPTION_BUDGET);
  const pods = bench.informer<Pod>(POD);
  const covers = ({ spec }: DisruptionBudget, { metadata }: Pod): boolean =>
    spec.selector !== undefined && matchesLabels(requirementsOf(spec.selector), metadata.labels);

  const controller = bench.run("disruption", async (key) => {
    const budget = budgets.get(...splitKey(key));
    if (!budget || budget.metadata.deletionTimestamp !== undefined) return;
    const covered = pods.list(budget.metadata.namespace).filter((pod) => isActive(pod) && covers(budget, pod));
    const expectedPods = covered.length;
    const currentHealthy = covered.filter(isReady).length;
    const { minAvailable, maxUnavailable } = budget.spec;
    const desiredHealthy =
      maxUnavailable === undefined
        ? shareOf(minAvailable ?? 1, expectedPods)
        : Math.max(0, expectedPods - shareOf(maxUnavailable, expectedPods));
    const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
    const status = disruptionsAllowed > 0 ? "True" : "False";
    const before = budget.status?.conditions?.find(({ type }) => type === "DisruptionAllowed");
    await writeStatus(bench, budget, {
      observedGeneration: budget.metadata.generation,
      expectedPods,
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed,
      conditions: [
        {
          type: "DisruptionAllowed",
          status,
          reason: disruptionsAllowed > 0 ? "SufficientPods" : "InsufficientPods",
          message: "",
          observedGeneration: budget.metadata.generation,
          lastTransitionTime: before?.status === status ? before.lastTransitionTime : timestamp(bench.clock),
        },
      ],
    });
  });
  const concerned = (pod: Pod): void => {
    for (const budget of budgets.list(pod.metadata.namespace))
      if (covers(budget, pod)) controller.enqueue(keyOf(budget));
  };
  pods.addHandler({ added: concerned, updated: concerned, deleted: concerned });
  budgets.addHandler({ added: (b) => controller.enqueue(keyOf(b)), updated: (b) => controller.enqueue(keyOf(b)) });
}

/** A number, or a share of `total` in percent, rounded up as Kubernetes does. */
function shareOf(value: number | string, total: number): number {
  return typeof value === "number" ? value : Math.ceil((Number.parseInt(value, 10) * total) / 100);
}
