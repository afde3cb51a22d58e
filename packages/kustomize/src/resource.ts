import { isMap, isScalar, type MapNode, type Node, textOf } from "@hawser/goyaml";
import type { Origin } from "./output/origin.ts";
import { isClusterScoped } from "./schema/scopes.ts";
import type { Change } from "./trace/step.ts";
import type { SharedScalars } from "./transformers/shared-scalars.ts";

/** What an object is called: version and namespace included. */
export interface ResourceId {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** As written; `default` and none are the same namespace. */
  readonly namespace: string;
  /** Its `idKey`, once that was asked for. */
  key?: string;
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
  /** The node whose id was asked for last, and that id; see `currentId`. */
  identified: Identified | undefined;
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
  /** Labels and annotations that several of its fields have in common. */
  shared: SharedScalars | undefined;
  /** What each step made of it, oldest first; only kept when the build is traced. */
  history?: readonly Change[];
}

/** An id, and the nodes that it was read from. */
interface Identified {
  readonly node: MapNode;
  readonly apiVersion: Node | undefined;
  readonly kind: Node | undefined;
  readonly name: Node | undefined;
  readonly namespace: Node | undefined;
  readonly id: ResourceId;
}

export function newResource(node: MapNode, origin?: Origin): Resource {
  return {
    node,
    identified: undefined,
    previous: [],
    prefixes: [],
    suffixes: [],
    needsHash: false,
    behavior: "unspecified",
    varNames: [],
    origin,
    transformations: [],
    shared: undefined,
  };
}

/** The id that an object's own fields give. */
export function idOf(node: MapNode): ResourceId {
  const apiVersion = textOf(node.get("apiVersion")) ?? "";
  const slash = apiVersion.indexOf("/");
  const metadata = node.get("metadata");
  return {
    group: slash < 0 ? "" : apiVersion.slice(0, slash),
    version: slash < 0 ? apiVersion : apiVersion.slice(slash + 1),
    kind: textOf(node.get("kind")) ?? "",
    name: isMap(metadata) ? scalarText(metadata.get("name")) : "",
    namespace: isMap(metadata) ? scalarText(metadata.get("namespace")) : "",
  };
}

function scalarText(node: Node | undefined): string {
  return isScalar(node) ? node.text : "";
}

/** The id that the resource has now. Found out once for each node that it comes to hold. */
export function currentId(resource: Resource): ResourceId {
  const { node, identified } = resource;
  if (identified?.node === node) return identified.id;
  const metadata = node.get("metadata");
  const apiVersion = node.get("apiVersion");
  const kind = node.get("kind");
  const name = isMap(metadata) ? metadata.get("name") : undefined;
  const namespace = isMap(metadata) ? metadata.get("namespace") : undefined;
  const isSame =
    identified?.name === name &&
    identified?.namespace === namespace &&
    identified?.apiVersion === apiVersion &&
    identified?.kind === kind;
  // Most changes leave the id alone, and what is asked of it next is known already.
  const id = identified && isSame ? identified.id : idOf(node);
  resource.identified = { node, apiVersion, kind, name, namespace, id };
  return id;
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
  return (id.key ??= keyOf(id));
}

function keyOf(id: ResourceId): string {
  return `${id.group}|${id.version}|${id.kind}|${id.name}|${effectiveNamespace(id)}`;
}

/** `Deployment.v1.apps/web.shop`, as messages name an id. */
export function describeId(id: ResourceId): string {
  const gvk = `${id.kind || "[noKind]"}.${id.version || "[noVer]"}.${id.group || "[noGrp]"}`;
  return `${gvk}/${id.name || "[noName]"}.${id.namespace || "[noNs]"}`;
}
