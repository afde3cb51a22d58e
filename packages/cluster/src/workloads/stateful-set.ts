import { createHash } from "node:crypto";
import { refOf } from "@hawser/kube";
import { controllerRevisions } from "./controller-revisions.ts";
import { isActive, isReady, POD, type Pod, STATEFUL_SET, type StatefulSet } from "./kinds.ts";
import { OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { ownerReference, podFrom, writeStatus } from "./pods-of.ts";

const REVISION_LABEL = "controller-revision-hash";

/** Keeps numbered Pods, one after the other: up from 0, down and renewed from the end. */
export function statefulSetController(bench: Workbench): void {
  const sets = bench.informer<StatefulSet>(STATEFUL_SET);
  const pods = bench.informer<Pod>(POD);
  const history = controllerRevisions(bench);
  const controller = bench.run("statefulset", async (key) => {
    const set = sets.get(...splitKey(key));
    if (!set || set.metadata.deletionTimestamp !== undefined) return;
    const { replicas, template, podManagementPolicy } = set.spec;
    const digest = createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 10);
    const revision = `${set.metadata.name}-${digest}`;
    await history.record(set, revision, { "controller.kubernetes.io/hash": digest });
    const owned = pods.byIndex(OWNED_BY, set.metadata.uid ?? "");
    const at = (ordinal: number): Pod | undefined =>
      owned.find(({ metadata }) => metadata.name === `${set.metadata.name}-${ordinal}`);
    const isCurrent = (pod: Pod): boolean => pod.metadata.labels?.[REVISION_LABEL] === revision;

    for (let ordinal = 0; ordinal < replicas; ordinal++) {
      const pod = at(ordinal);
      if (!pod) {
        await createPod(bench, set, ordinal, revision);
        bench.events("statefulset-controller").record(set, {
          type: "Normal",
          reason: "SuccessfulCreate",
          message: `create Pod ${set.metadata.name}-${ordinal} in StatefulSet ${set.metadata.name} successful`,
        });
      }
      if (podManagementPolicy !== "Parallel" && (!pod || !isReady(pod))) break;
    }
    const surplus = owned.filter(
      ({ metadata }) => Number(metadata.name.slice(set.metadata.name.length + 1)) >= replicas,
    );
    const stale = owned.filter((pod) => isActive(pod) && !isCurrent(pod));
    const last = [...(surplus.length > 0 ? surplus : stale)].sort((a, b) => ordinalOf(b) - ordinalOf(a))[0];
    const settled = owned.filter(isActive).every((pod) => isReady(pod) || !isCurrent(pod));
    if (last && isActive(last) && (settled || surplus.length > 0)) await bench.client.delete(refOf(last));

    const active = owned.filter(isActive);
    const ready = active.filter(isReady).length;
    const updated = active.filter(isCurrent).length;
    const before = (set.status?.currentRevision as string | undefined) ?? revision;
    await writeStatus(bench, set, {
      observedGeneration: set.metadata.generation,
      replicas: active.length,
      availableReplicas: ready,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      ...(updated > 0 ? { updatedReplicas: updated, currentReplicas: updated } : {}),
      currentRevision: updated === replicas ? revision : before,
      updateRevision: revision,
      collisionCount: 0,
    });
  });
  watchOwned(controller, sets, [pods], "StatefulSet");
}

async function createPod(bench: Workbench, set: StatefulSet, ordinal: number, revision: string): Promise<void> {
  const name = `${set.metadata.name}-${ordinal}`;
  const volumes = [];
  for (const claim of set.spec.volumeClaimTemplates ?? []) {
    const claimName = `${claim.metadata.name}-${name}`;
    volumes.push({ name: claim.metadata.name, persistentVolumeClaim: { claimName } });
    const ref = {
      group: "",
      version: "v1",
      kind: "PersistentVolumeClaim",
      namespace: set.metadata.namespace ?? "",
      name: claimName,
    };
    if (await bench.client.get(ref)) continue;
    const { status: _status, ...rest } = claim;
    await bench.client.create({
      ...rest,
      metadata: {
        ...claim.metadata,
        name: claimName,
        namespace: ref.namespace,
        labels: { ...set.spec.selector.matchLabels },
      },
    });
  }
  const labels = {
    [REVISION_LABEL]: revision,
    "statefulset.kubernetes.io/pod-name": name,
    "apps.kubernetes.io/pod-index": String(ordinal),
  };
  const declared = (set.spec.template.spec.volumes ?? []) as { name: string }[];
  const own = new Set(volumes.map((volume) => volume.name));
  const pod = podFrom(
    set.spec.template,
    set,
    { name, labels },
    {
      hostname: name,
      ...(set.spec.serviceName === undefined ? {} : { subdomain: set.spec.serviceName }),
      ...(volumes.length > 0 ? { volumes: [...declared.filter((volume) => !own.has(volume.name)), ...volumes] } : {}),
    },
  );
  await bench.client.create({ ...pod, metadata: { ...pod.metadata, ownerReferences: [ownerReference(set)] } });
}

function ordinalOf(pod: Pod): number {
  return Number(pod.metadata.name.slice(pod.metadata.name.lastIndexOf("-") + 1));
}
