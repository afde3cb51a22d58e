import { compareBytewise } from "@hawser/source";
import { currentId, type Resource, type ResourceId } from "../resource.ts";

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

/** Orders objects so that what others need is made first. */
export function legacyOrder(resources: readonly Resource[]): Resource[] {
  const keyed = resources.map((resource) => {
    const id = currentId(resource);
    return { resource, rank: rankOf(id.kind), gvk: gvkText(id), legacy: legacyText(id) };
  });
  keyed.sort((a, b) => a.rank - b.rank || compareBytewise(a.gvk, b.gvk) || compareBytewise(a.legacy, b.legacy));
  return keyed.map(({ resource }) => resource);
}

function rankOf(kind: string): number {
  const first = FIRST.indexOf(kind);
  if (first >= 0) return first - FIRST.length;
  return LAST.indexOf(kind) + 1;
}

function gvkText({ group, version, kind }: ResourceId): string {
  return `${group || "~G"}_${version || "~V"}_${kind || "~K"}`;
}

function legacyText({ group, version, kind, namespace, name }: ResourceId): string {
  return `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}|${namespace || "~X"}|${name || "~N"}`;
}
