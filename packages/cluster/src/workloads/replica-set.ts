import { refOf } from "@hawser/kube";
import { isActive, isReady, POD, type Pod, REPLICA_SET, type ReplicaSet } from "./kinds.ts";
import { keyOf, OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { byExpendability, podFrom, writeStatus } from "./pods-of.ts";

/** Keeps as many Pods as a ReplicaSet asks for. */
export function replicaSetController(bench: Workbench): void {
  const sets = bench.informer<ReplicaSet>(REPLICA_SET);
  const pods = bench.informer<Pod>(POD);
  const controller = bench.run("replicaset", async (key) => {
    const set = sets.get(...splitKey(key));
    if (!set || set.metadata.deletionTimestamp !== undefined) return;
    const owned = pods.byIndex(OWNED_BY, set.metadata.uid ?? "");
    const active = owned.filter(isActive);
    const missing = set.spec.replicas - active.length;
    for (let i = 0; i < missing; i++) {
      const pod = await bench.client.create(podFrom(set.spec.template, set, { generateName: `${set.metadata.name}-` }));
      bench.events("replicaset-controller").record(set, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created pod: ${pod.metadata.name}`,
      });
    }
    for (const pod of missing < 0 ? [...active].sort(byExpendability).slice(0, -missing) : []) {
      await bench.client.delete(refOf(pod));
      bench.events("replicaset-controller").record(set, {
        type: "Normal",
        reason: "SuccessfulDelete",
        message: `Deleted pod: ${pod.metadata.name}`,
      });
    }
    const ready = active.filter(isReady).length;
    await writeStatus(bench, set, {
      replicas: active.length,
      ...(active.length > 0 ? { fullyLabeledReplicas: active.length } : {}),
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      observedGeneration: set.metadata.generation,
    });
    // The copies lag behind what was just written by one turn: look again once they caught up.
    if (missing !== 0) controller.enqueueAfter(keyOf(set), 5);
  });
  watchOwned(controller, sets, [pods], "ReplicaSet");
}
