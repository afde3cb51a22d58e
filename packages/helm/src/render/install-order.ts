/** The order in which Helm installs kinds; others come after these, by name. */
export const INSTALL_ORDER: readonly string[] = `
PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount
Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole
ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet Pod
ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress
APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration`
  .trim()
  .split(/\s+/);

const RANKS: ReadonlyMap<string, number> = new Map(INSTALL_ORDER.map((kind, rank) => [kind, rank]));

/** Compares two kinds by the order in which they are installed. */
export function compareKinds(a: string, b: string): number {
  const left = RANKS.get(a);
  const right = RANKS.get(b);
  if (left !== undefined && right !== undefined) return left - right;
  if (left !== undefined) return -1;
  if (right !== undefined) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
