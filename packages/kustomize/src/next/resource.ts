import { isScalar, type MapNode, nodeAt, textOf } from "@hawser/goyaml";
import type { Origin } from "./output/origin.ts";
import { isClusterScoped } from "./schema/scopes.ts";
import type { Change } from "./trace/step.ts";

/** What an object is called: version and namespace included. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** As written; `default` and none are the same namespace. */
  readonly namespace: string;
}

export type Behavior = "create" | "merge" | "replace" | "unspecified";

/**
 * An object on its way through a build, with what it was called before.
 *
 * The record changes from step to step; what it holds never does: a node is replaced by another that shares what
 * stayed the same. So a copy of the record is a copy of the resource.
 */
export interface Resource {
  node: MapNode;
  /** Earlier ids, oldest first. */
  previous: readonly ResourceId[];
  prefixes: readonly string[];
  suffixes: readonly string[];
  /** Its name gets a hash of its content at the end of the build. */
  needsHash: boolean;
  behavior: Behavior;
  /** The vars whose values it has. */
  varNames: readonly string[];
  /** Where it came from and what changed it, for `buildMetadata`. */
  origin: Origin | undefined;
  transformations: readonly Origin[];
  /** What each step made of it, oldest first; only kept when the build is traced. */
  history?: readonly Change[];
}

export function newResource(node: MapNode, origin?: Origin): Resource {
  return {
    node,
    previous: [],
    prefixes: [],
    suffixes: [],
    needsHash: false,
    behavior: "unspecified",
    varNames: [],
    origin,
    transformations: [],
  };
}

const ids = new WeakMap<MapNode, ResourceId>();

/** The id that an object's own fields give. */
export function idOf(node: MapNode): ResourceId {
  let id = ids.get(node);
  if (!id) {
    const apiVersion = textOf(node.get("apiVersion")) ?? "";
    const slash = apiVersion.indexOf("/");
    id = {
      group: slash < 0 ? "" : apiVersion.slice(0, slash),
      version: slash < 0 ? apiVersion : apiVersion.slice(slash + 1),
      kind: textOf(node.get("kind")) ?? "",
      name: scalarText(node, "name"),
      namespace: scalarText(node, "namespace"),
    };
    ids.set(node, id);
  }
  return id;
}

function scalarText(node: MapNode, field: string): string {
  const found = nodeAt(node, "metadata", field);
  return isScalar(found) ? found.text : "";
}

export function currentId({ node }: Resource): ResourceId {
  return idOf(node);
}

export function originalId(resource: Resource): ResourceId {
  return resource.previous[0] ?? currentId(resource);
}

/** Oldest first, the current one last. */
export function allIds(resource: Resource): readonly ResourceId[] {
  return resource.previous.length === 0 ? [currentId(resource)] : [...resource.previous, currentId(resource)];
}

/** Remembers what the resource is called now; call it before a change of kind, name or namespace. */
export function rememberId(resource: Resource): void {
  resource.previous = [...resource.previous, currentId(resource)];
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
