import { createHash } from "node:crypto";
import { timestamp } from "@hawser/controller";
import { jsonEqual, type KubeObject, LAST_APPLIED, refOf } from "@hawser/kube";
import { type Deployment, DEPLOYMENT, type PodCondition, REPLICA_SET, type ReplicaSet } from "./kinds.ts";
import { OWNED_BY, splitKey, watchOwned, type Workbench } from "./manager.ts";
import { ownerReference, writeStatus } from "./pods-of.ts";

const REVISION = "deployment.kubernetes.io/revision";
const HASH = "pod-template-hash";

/** Rolls a Deployment out: one ReplicaSet per template, the new one up and the old ones down within the strategy. */
export function deploymentController(bench: Workbench): void {
  const deployments = bench.informer<Deployment>(DEPLOYMENT);
  const sets = bench.informer<ReplicaSet>(REPLICA_SET);
  const controller = bench.run("deployment", async (key) => {
    const deployment = deployments.get(...splitKey(key));
    if (!deployment || deployment.metadata.deletionTimestamp !== undefined) return;
    const owned = [...sets.byIndex(OWNED_BY, deployment.metadata.uid ?? "")].sort(
      (a, b) => revisionOf(a) - revisionOf(b),
    );
    const current = owned.find((set) => sameTemplate(set, deployment));
    const others = owned.filter((set) => set !== current);
    if (deployment.spec.paused !== true) {
      if (current) await keepRevision(bench, deployment, current, others);
      else if (!(await createSet(bench, deployment, owned))) return;
      await roll(bench, deployment, current, others);
      await forgetOld(bench, deployment, others);
    } else if (current && others.every((set) => set.spec.replicas === 0)) {
      await scaleSet(bench, deployment, current, deployment.spec.replicas);
    }
    await reportStatus(bench, deployment, current, owned);
  });
  watchOwned(controller, deployments, [sets], "Deployment");
}

async function createSet(bench: Workbench, deployment: Deployment, owned: readonly ReplicaSet[]): Promise<boolean> {
  const { template, selector, minReadySeconds } = deployment.spec;
  const hash = templateHash(template);
  const revision = Math.max(0, ...owned.map(revisionOf)) + 1;
  const labels = { ...template.metadata?.labels, [HASH]: hash };
  const set: KubeObject = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? "",
      labels,
      annotations: {
        ...inheritedAnnotations(deployment),
        "deployment.kubernetes.io/desired-replicas": String(deployment.spec.replicas),
        [REVISION]: String(revision),
      },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
      ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    },
  };
  const created = await bench.client.create<ReplicaSet>(set);
  await annotateRevision(bench, deployment, revision);
  const room = deployment.spec.strategy.type === "Recreate" && owned.some((old) => (old.status.replicas ?? 0) > 0);
  if (!room) await scaleSet(bench, deployment, created, surgeFor(deployment, 0, total(owned)));
  return false;
}

/** An old template that comes back, as after an undo, becomes the newest revision. */
async function keepRevision(
  bench: Workbench,
  deployment: Deployment,
  current: ReplicaSet,
  others: readonly ReplicaSet[],
): Promise<void> {
  const newest = Math.max(0, ...others.map(revisionOf));
  const revision = revisionOf(current) > newest ? revisionOf(current) : newest + 1;
  if (revision !== revisionOf(current)) {
    await bench.client.patch(refOf(current), {
      type: "merge",
      body: { metadata: { annotations: { [REVISION]: String(revision) } } },
    });
  }
  await annotateRevision(bench, deployment, revision);
}

async function annotateRevision(bench: Workbench, deployment: Deployment, revision: number): Promise<void> {
  if (deployment.metadata.annotations?.[REVISION] === String(revision)) return;
  await bench.client.patch(refOf(deployment), {
    type: "merge",
    body: { metadata: { annotations: { [REVISION]: String(revision) } } },
  });
}

async function roll(
  bench: Workbench,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  others: readonly ReplicaSet[],
): Promise<void> {
  if (!current) return;
  const { replicas, strategy } = deployment.spec;
  const old = others.filter((set) => set.spec.replicas > 0 || (set.status.replicas ?? 0) > 0);
  if (strategy.type === "Recreate") {
    for (const set of old) await scaleSet(bench, deployment, set, 0);
    if (old.every((set) => (set.status.replicas ?? 0) === 0)) await scaleSet(bench, deployment, current, replicas);
    return;
  }
  if (current.spec.replicas > replicas) await scaleSet(bench, deployment, current, replicas);
  else await scaleSet(bench, deployment, current, surgeFor(deployment, current.spec.replicas, total(old)));
  // What may be missing decides how many of the old may go; those that never became ready go first.
  const minAvailable = replicas - unavailableOf(deployment);
  const newUnavailable = current.spec.replicas - (current.status.availableReplicas ?? 0);
  let removable = total(old) + current.spec.replicas - minAvailable - newUnavailable;
  for (const set of old) {
    const broken = set.spec.replicas - (set.status.availableReplicas ?? 0);
    const count = Math.min(Math.max(0, removable), broken, set.spec.replicas);
    if (count <= 0) continue;
    await scaleSet(bench, deployment, set, set.spec.replicas - count);
    return;
  }
  const available = [...old, current].reduce((sum, set) => sum + (set.status.availableReplicas ?? 0), 0);
  removable = available - minAvailable;
  for (const set of old) {
    const count = Math.min(removable, set.spec.replicas);
    if (count <= 0) continue;
    await scaleSet(bench, deployment, set, set.spec.replicas - count);
    removable -= count;
  }
}

/** How large the new set may be beside `old` Pods of the others. */
function surgeFor(deployment: Deployment, now: number, old: number): number {
  const { replicas, strategy } = deployment.spec;
  if (strategy.type === "Recreate") return old > 0 ? now : replicas;
  const surge = portion(strategy.rollingUpdate?.maxSurge ?? "25%", replicas, Math.ceil);
  return Math.min(replicas, Math.max(now, replicas + surge - old));
}

function unavailableOf(deployment: Deployment): number {
  const { replicas, strategy } = deployment.spec;
  const surge = portion(strategy.rollingUpdate?.maxSurge ?? "25%", replicas, Math.ceil);
  const unavailable = portion(strategy.rollingUpdate?.maxUnavailable ?? "25%", replicas, Math.floor);
  // With neither room above nor below nothing could ever move.
  return surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas);
}

function portion(value: number | string, of: number, round: (n: number) => number): number {
  if (typeof value === "number") return value;
  return value.endsWith("%") ? round((Number.parseFloat(value) / 100) * of) : Number(value);
}

async function scaleSet(bench: Workbench, deployment: Deployment, set: ReplicaSet, replicas: number): Promise<void> {
  const before = set.spec.replicas;
  if (before === replicas) return;
  await bench.client.patch(refOf(set), { type: "merge", body: { spec: { replicas } } });
  const [verb, way] = replicas > before ? ["up", "from"] : ["down", "from"];
  bench.events("deployment-controller").record(deployment, {
    type: "Normal",
    reason: "ScalingReplicaSet",
    message: `Scaled ${verb ?? ""} replica set ${set.metadata.name} ${way ?? ""} ${before} to ${replicas}`,
  });
}

async function forgetOld(bench: Workbench, deployment: Deployment, others: readonly ReplicaSet[]): Promise<void> {
  const idle = others.filter((set) => set.spec.replicas === 0 && (set.status.replicas ?? 0) === 0);
  const surplus = idle.length - (deployment.spec.revisionHistoryLimit ?? 10);
  for (const set of idle.slice(0, Math.max(0, surplus))) await bench.client.delete(refOf(set));
}

async function reportStatus(
  bench: Workbench,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  owned: readonly ReplicaSet[],
): Promise<void> {
  const sum = (field: "replicas" | "readyReplicas" | "availableReplicas"): number =>
    owned.reduce((count, set) => count + (set.status[field] ?? 0), 0);
  const { replicas } = deployment.spec;
  const available = sum("availableReplicas");
  const updated = current?.status.replicas ?? 0;
  const counts = {
    replicas: sum("replicas"),
    updatedReplicas: updated,
    readyReplicas: sum("readyReplicas"),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, Math.max(sum("replicas"), replicas) - available),
  };
  const enough = available >= replicas - unavailableOf(deployment);
  const complete = updated === replicas && sum("replicas") === replicas && available === replicas;
  const name = current?.metadata.name ?? "";
  const old = (deployment.status?.conditions ?? []) as PodCondition[];
  const now = timestamp(bench.clock);
  const condition = (
    type: string,
    status: "True" | "False",
    reason: string,
    message: string,
  ): PodCondition & { lastUpdateTime: string } => {
    const before = old.find((c) => c.type === type) as (PodCondition & { lastUpdateTime: string }) | undefined;
    const same = before?.status === status && before.reason === reason && before.message === message;
    return {
      type,
      status,
      lastUpdateTime: same ? before.lastUpdateTime : now,
      lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now,
      reason,
      message,
    };
  };
  await writeStatus(bench, deployment, {
    observedGeneration: deployment.metadata.generation,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    conditions: [
      enough
        ? condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
        : condition(
            "Available",
            "False",
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.",
          ),
      complete
        ? condition(
            "Progressing",
            "True",
            "NewReplicaSetAvailable",
            `ReplicaSet "${name}" has successfully progressed.`,
          )
        : condition("Progressing", "True", "ReplicaSetUpdated", `ReplicaSet "${name}" is progressing.`),
    ],
  });
}

function inheritedAnnotations(deployment: Deployment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(deployment.metadata.annotations ?? {}).filter(
      ([key]) => key !== LAST_APPLIED && !key.startsWith("deployment.kubernetes.io/"),
    ),
  );
}

function sameTemplate(set: ReplicaSet, deployment: Deployment): boolean {
  const { [HASH]: _hash, ...labels } = set.spec.template.metadata?.labels ?? {};
  const metadata = { ...set.spec.template.metadata, labels };
  return (
    jsonEqual(set.spec.template.spec, deployment.spec.template.spec) &&
    jsonEqual(stripEmpty(metadata), stripEmpty(deployment.spec.template.metadata ?? {}))
  );
}

function stripEmpty(metadata: object): object {
  return Object.fromEntries(
    Object.entries(metadata).filter(
      ([, value]) => value !== null && value !== undefined && Object.keys(value as object).length > 0,
    ),
  );
}

function templateHash(template: object): string {
  const digest = createHash("sha256").update(JSON.stringify(template)).digest();
  const letters = "bcdfghjklmnpqrstvwxz2456789";
  return [...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join("");
}

function revisionOf(set: ReplicaSet): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

function total(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + set.spec.replicas, 0);
}
