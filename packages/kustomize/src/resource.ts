import { builtinResources, gvkOf, type KubeObject } from "@hawser/kube";

/** What an object is called: version and effective namespace included. */
export interface ResourceId {
  group: string;
  version: string;
  kind: string;
  name: string;
  /** As written; `default` and none are the same namespace. */
  namespace: string;
}

/** An object on its way through a build, with what it was called before. */
export interface Resource {
  /** Changed in place: a build owns its objects. */
  object: KubeObject;
  /** Earlier ids, oldest first. */
  previous: ResourceId[];
  prefixes: string[];
  suffixes: string[];
  /** Its name gets a hash of its content at the end of the build. */
  needsHash: boolean;
  behavior: "create" | "merge" | "replace" | undefined;
}

const CLUSTER_SCOPED = new Set([
  ...builtinResources.filter(({ namespaced }) => !namespaced).map(({ group, kind }) => `${group}/${kind}`),
  "policy/PodSecurityPolicy",
]);

export function newResource(object: KubeObject): Resource {
  return { object, previous: [], prefixes: [], suffixes: [], needsHash: false, behavior: undefined };
}

export function currentId({ object }: Resource): ResourceId {
  const { group, version, kind } = gvkOf({ apiVersion: object.apiVersion ?? "", kind: object.kind });
  return { group, version, kind, name: object.metadata.name, namespace: object.metadata.namespace ?? "" };
}

export function originalId(resource: Resource): ResourceId {
  return resource.previous[0] ?? currentId(resource);
}

export function allIds(resource: Resource): ResourceId[] {
  return [...resource.previous, currentId(resource)];
}

/** Only what Kubernetes itself ships is known to live outside namespaces; custom kinds count as namespaced. */
export function isClusterScoped({ group, kind }: { group: string; kind: string }): boolean {
  return CLUSTER_SCOPED.has(`${group}/${kind}`);
}

export function effectiveNamespace(id: ResourceId): string {
  if (isClusterScoped(id)) return "_non_namespaceable_";
  return id.namespace === "" ? "default" : id.namespace;
}

/** Equal for ids that may not both be in one build. */
export function idKey(id: ResourceId): string {
  return `${id.group}|${id.version}|${id.kind}|${id.name}|${effectiveNamespace(id)}`;
}

/** `Deployment.v1.apps/web.shop`, as messages name an id. */
export function describeId(id: ResourceId): string {
  const gvk = `${id.kind || "[noKind]"}.${id.version || "[noVer]"}.${id.group || "[noGrp]"}`;
  return `${gvk}/${id.name || "[noName]"}.${id.namespace || "[noNs]"}`;
}

/** Remembers what the resource is called now; call it before a change of kind, name or namespace. */
export function rememberId(resource: Resource): void {
  resource.previous.push(currentId(resource));
}
