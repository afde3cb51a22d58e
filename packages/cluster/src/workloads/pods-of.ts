import { jsonEqual, type KubeObject, refOf } from "@hawser/kube";
import { isReady, type Pod, type PodTemplate } from "./kinds.ts";
import type { Workbench } from "./manager.ts";

/** A Pod from a template, owned by who asked for it. */
export function podFrom(
  template: PodTemplate,
  owner: KubeObject,
  metadata: { name?: string; generateName?: string; labels?: Record<string, string> },
  spec: Record<string, unknown> = {},
): KubeObject {
  const { labels, ...names } = metadata;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...(names as { name: string }),
      namespace: owner.metadata.namespace ?? "",
      labels: { ...template.metadata?.labels, ...labels },
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: { ...template.spec, ...spec },
  };
}

export function ownerReference(owner: KubeObject): NonNullable<KubeObject["metadata"]["ownerReferences"]>[number] {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? "",
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Writes a status when it differs; server-side fields of the object stay. */
export async function writeStatus(
  bench: Workbench,
  object: KubeObject,
  status: Record<string, unknown>,
): Promise<void> {
  if (jsonEqual(object.status ?? {}, status)) return;
  const nulls = Object.fromEntries(
    Object.keys((object.status ?? {}) as object)
      .filter((field) => !(field in status))
      .map((field) => [field, null]),
  );
  const body = { status: { ...nulls, ...status } };
  await bench.client.patch(refOf(object), { type: "merge", body }, { subresource: "status" });
}

/** Those to take away first: not running before running, not ready before ready, young before old. */
export function byExpendability(a: Pod, b: Pod): number {
  const rank = (pod: Pod): number => (pod.status.phase === "Running" ? 2 : 0) + (isReady(pod) ? 1 : 0);
  const born = (pod: Pod): string => pod.metadata.creationTimestamp ?? "";
  return rank(a) - rank(b) || (born(a) < born(b) ? 1 : born(a) > born(b) ? -1 : 0);
}
