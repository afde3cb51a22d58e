/** Kinds that others need come first. */
export const ORDER_FIRST: readonly string[] = [
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
/** Webhooks come last: they would be asked about all that follows them. */
export const ORDER_LAST: readonly string[] = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];
const RANKS = new Map([
  ...ORDER_FIRST.map((kind, at): [string, number] => [kind, at - ORDER_FIRST.length]),
  ...ORDER_LAST.map((kind, at): [string, number] => [kind, at + 1]),
]);

/** Below zero for kinds that come before others, above for those that come after. */
export function kindRank(kind: string): number {
  return RANKS.get(kind) ?? 0;
}
