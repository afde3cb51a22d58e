import { gvkOf, type KubeObject } from "@hawser/kube";
import type { HookType, SyncPhase } from "./operation.ts";

/** What others need comes first; kinds that are not listed come last. */
const KINDS = [
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];
export const PHASES: readonly SyncPhase[] = ["PreSync", "Sync", "PostSync", "SyncFail"];
const HOOKS: readonly string[] = ["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"];
const HELM_HOOKS: Record<string, HookType> = {
  "pre-install": "PreSync",
  "pre-upgrade": "PreSync",
  "post-install": "PostSync",
  "post-upgrade": "PostSync",
  "pre-delete": "PreDelete",
  "post-delete": "PostDelete",
};

export function kindRank(object: KubeObject): number {
  const rank = KINDS.indexOf(gvkOf(object).kind);
  return rank < 0 ? KINDS.length : rank;
}

/** The wave of an object; 0 unless an annotation says otherwise. */
export function waveOf(object: KubeObject): number {
  const annotations = object.metadata.annotations ?? {};
  const text = annotations["argocd.argoproj.io/sync-wave"] ?? annotations["helm.sh/hook-weight"] ?? "0";
  const wave = Number.parseInt(text, 10);
  return Number.isNaN(wave) ? 0 : wave;
}

/** The hooks that an object is; none for an ordinary one. Words that are no hook are ignored. */
export function hooksOf(object: KubeObject): HookType[] {
  const annotations = object.metadata.annotations ?? {};
  const own = words(annotations["argocd.argoproj.io/hook"]).filter((word) => HOOKS.includes(word)) as HookType[];
  if (own.length > 0) return own.length > 1 ? own.filter((hook) => hook !== "Skip") : own;
  return words(annotations["helm.sh/hook"]).flatMap((word) => HELM_HOOKS[word] ?? []);
}

export type DeletePolicy = "HookSucceeded" | "HookFailed" | "BeforeHookCreation";

export function deletePoliciesOf(object: KubeObject): DeletePolicy[] {
  const annotations = object.metadata.annotations ?? {};
  const helm: Record<string, DeletePolicy> = {
    "hook-succeeded": "HookSucceeded",
    "hook-failed": "HookFailed",
    "before-hook-creation": "BeforeHookCreation",
  };
  const found = [
    ...(words(annotations["argocd.argoproj.io/hook-delete-policy"]).filter((word) =>
      Object.values(helm).includes(word as DeletePolicy),
    ) as DeletePolicy[]),
    ...words(annotations["helm.sh/hook-delete-policy"]).flatMap((word) => helm[word] ?? []),
  ];
  return found.length > 0 ? found : ["BeforeHookCreation"];
}

function words(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** Words of `argocd.argoproj.io/sync-options` on an object. */
export function objectOptions(object: KubeObject): Set<string> {
  return new Set(words(object.metadata.annotations?.["argocd.argoproj.io/sync-options"]));
}
