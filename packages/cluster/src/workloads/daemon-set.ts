import { createHash } from "node:crypto";
import { type KubeObject, refOf } from "@hawser/kube";
import { controllerRevisions } from "./controller-revisions.ts";
import { type DaemonSet, DAEMON_SET, isActive, isReady, NODE, POD, type Pod } from "./kinds.ts";
import { OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { podFrom, writeStatus } from "./pods-of.ts";

const REVISION_LABEL = "controller-revision-hash";

/** Keeps one Pod on each node that the template selects. */
export function daemonSetController(bench: Workbench): void {
  const sets = bench.informer<DaemonSet>(DAEMON_SET);
  const pods = bench.informer<Pod>(POD);
  const nodes = bench.informer<KubeObject>(NODE);
  const history = controllerRevisions(bench);
  const controller = bench.run("daemonset", async (key) => {
    const set = sets.get(...splitKey(key));
    if (!set || set.metadata.deletionTimestamp !== undefined) return;
    const revision = createHash("sha256").update(JSON.stringify(set.spec.template)).digest("hex").slice(0, 10);
    await history.record(set, `${set.metadata.name}-${revision}`, { [REVISION_LABEL]: revision });
    const owned = pods.byIndex(OWNED_BY, set.metadata.uid ?? "").filter(isActive);
    const selector = set.spec.template.spec.nodeSelector ?? {};
    const wanted = nodes
      .list()
      .filter(({ metadata }) => Object.entries(selector).every(([k, v]) => metadata.labels?.[k] === v));
    const stale = owned.find((pod) => pod.metadata.labels?.[REVISION_LABEL] !== revision);
    if (stale && owned.every((pod) => pod === stale || isReady(pod))) await bench.client.delete(refOf(stale));
    for (const { metadata } of wanted) {
      if (owned.some((pod) => pod.spec.nodeName === metadata.name)) continue;
      const pod = await bench.client.create(
        podFrom(
          set.spec.template,
          set,
          { generateName: `${set.metadata.name}-`, labels: { [REVISION_LABEL]: revision } },
          { nodeName: metadata.name },
        ),
      );
      bench.events("daemonset-controller").record(set, {
        type: "Normal",
        reason: "SuccessfulCreate",
        message: `Created pod: ${pod.metadata.name}`,
      });
    }
    for (const pod of owned) {
      if (!wanted.some(({ metadata }) => metadata.name === pod.spec.nodeName)) await bench.client.delete(refOf(pod));
    }
    const ready = owned.filter(isReady).length;
    const updated = owned.filter((pod) => pod.metadata.labels?.[REVISION_LABEL] === revision).length;
    await writeStatus(bench, set, {
      observedGeneration: set.metadata.generation,
      currentNumberScheduled: owned.length,
      desiredNumberScheduled: wanted.length,
      numberMisscheduled: 0,
      numberReady: ready,
      ...(ready > 0 ? { numberAvailable: ready } : {}),
      ...(wanted.length > ready ? { numberUnavailable: wanted.length - ready } : {}),
      ...(updated > 0 ? { updatedNumberScheduled: updated } : {}),
    });
  });
  watchOwned(controller, sets, [pods], "DaemonSet");
  const all = (): void => {
    for (const set of sets.list()) controller.enqueue(`${set.metadata.namespace ?? ""}/${set.metadata.name}`);
  };
  nodes.addHandler({ added: all, deleted: all });
}
