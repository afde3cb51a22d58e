const FIRST = [
  "Namespace",
  "ResourceQuota",
  "StorageClass",
  "CustomResourceDefinition",
  "ServiceAccount",
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "ConfigMap",
  "Secret",
  "Endpoints",
  "Service",
  "LimitRange",
  "PriorityClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const RANKS = new Map([
  ...FIRST.map((kind, at): [string, number] => [kind, at - FIRST.length]),
  ...LAST.map((kind, at): [string, number] => [kind, at + 1]),
]);

/** Below zero for kinds that come before others, above for those that come after. */
export function kindRank(kind: string): number {
  return RANKS.get(kind) ?? 0;
}
