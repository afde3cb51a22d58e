import { gvkOf, type KubeObject } from "@hawser/kube";

export const TRACKING_ID = "argocd.argoproj.io/tracking-id";
/** Where the control plane lives; Applications there are called by their name alone. */
export const CONTROL_NAMESPACE = "argocd";

/** What an Application is called in the marks on its objects. */
export function ownerName(namespace: string, name: string): string {
  return namespace === CONTROL_NAMESPACE ? name : `${namespace}_${name}`;
}

/** The object with its owner's mark. CustomResourceDefinitions never get one. */
export function withTracking(object: KubeObject, owner: string): KubeObject {
  if (object.kind === "CustomResourceDefinition") return object;
  const annotations = { ...object.metadata.annotations, [TRACKING_ID]: trackingId(object, owner) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The owner that an object's mark names; undefined when there is none, or the mark was copied from another object. */
export function trackedOwner(object: KubeObject): string | undefined {
  const id = object.metadata.annotations?.[TRACKING_ID];
  if (id === undefined) return undefined;
  const owner = id.slice(0, id.indexOf(":"));
  return id === trackingId(object, owner) ? owner : undefined;
}

function trackingId(object: KubeObject, owner: string): string {
  const { group, kind } = gvkOf(object);
  return `${owner}:${group}/${kind}:${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}
