import { gvkOf, type KubeObject, refKey, refOf } from "@hawser/kube";

/** What others need comes first, in this order; kinds that are not listed follow by group, kind and name. */
const FIRST = [
  "CustomResourceDefinition",
  "Namespace",
  "ClusterRole",
  "ClusterClass",
  "RuntimeClass",
  "PriorityClass",
  "StorageClass",
  "VolumeSnapshotClass",
  "IngressClass",
  "GatewayClass",
  "ClusterRoleBinding",
  "ResourceQuota",
  "ServiceAccount",
  "Role",
  "RoleBinding",
  "ConfigMap",
  "Secret",
  "Service",
  "LimitRange",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const DEFINITIONS: ReadonlySet<string> = new Set(["CustomResourceDefinition", "Namespace", "ClusterRole"]);

/** Objects that are applied together. */
export interface Stage {
  objects: KubeObject[];
  /** The next stage begins when all of these are ready. */
  awaited: boolean;
}

/** Cuts objects into stages, each in the order of application; empty stages are left out. */
export function stagesOf(objects: readonly KubeObject[], customStageKinds: readonly string[] = []): Stage[] {
  const stages: Stage[] = [true, true, false, false].map((awaited) => ({ objects: [], awaited }));
  for (const object of objects.toSorted(compareForApply)) {
    const { group, kind } = gvkOf(object);
    const index = DEFINITIONS.has(kind)
      ? 0
      : kind.endsWith("Class")
        ? 1
        : customStageKinds.includes(`${group}/${kind}`)
          ? 2
          : 3;
    stages[index]?.objects.push(object);
  }
  return stages.filter((stage) => stage.objects.length > 0);
}

/** Order of application; deletion goes the other way. */
export function compareForApply(a: KubeObject, b: KubeObject): number {
  const ranks = rank(a.kind) - rank(b.kind);
  if (ranks !== 0) return ranks;
  const [left, right] = [refKey(refOf(a)), refKey(refOf(b))];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(kind: string): number {
  const first = FIRST.indexOf(kind);
  if (first >= 0) return first;
  const last = LAST.indexOf(kind);
  return last < 0 ? FIRST.length : FIRST.length + 1 + last;
}
