import { EMPTY_MAP, isMap, isNull, isScalar, MapNode, type Node, ScalarNode, textOf } from "@hawser/goyaml";
import type { PatchOptions } from "../load/kustomization-shape.ts";
import { withMetadata } from "../load/resources.ts";
import { currentId, rememberId, type Resource } from "../resource.ts";
import type { OpenApiSchema } from "../schema/open-api-schema.ts";
import { mergeStrategic } from "./strategic-merge.ts";

/** Merges a patch into a resource, which keeps what it is called unless the options let it change. False when it is deleted. */
export function applyStrategicMerge(
  resource: Resource,
  patch: MapNode,
  options: PatchOptions,
  schema: OpenApiSchema,
): boolean {
  const { allowNameChange = false, allowKindChange = false } = options;
  if (allowNameChange || allowKindChange) rememberId(resource);
  const before = resource.node;
  const kind = textOf(before.get("kind")) ?? "";
  const merged = mergeStrategic(before, patch, schema.schemaOf(textOf(before.get("apiVersion")) ?? "", kind));
  if (merged === undefined || merged.size === 0) return false;
  if (merged === before) return true;
  let node = withMetadata(merged);
  const metadata = node.get("metadata");
  const [oldName, oldNamespace] = [nameOf(before, "name"), nameOf(before, "namespace")];
  let own = isMap(metadata) ? metadata : EMPTY_MAP;
  if (!allowNameChange && oldName) own = own.set("name", oldName);
  own = oldNamespace ? own.set("namespace", oldNamespace) : own.without("namespace");
  node = node.set("metadata", own);
  if (!allowKindChange) node = node.set("kind", before.get("kind") as Node);
  resource.node = node;
  if (dropsAnnotations(patch)) forget(resource);
  return true;
}

/** Whether a patch takes away annotations that it does not name. */
function dropsAnnotations(patch: MapNode): boolean {
  const metadata = patch.get("metadata");
  if (!isMap(metadata)) return isNull(metadata);
  const annotations = metadata.get("annotations");
  return isNull(annotations) || [metadata, annotations].some((map) => isMap(map) && map.has("$patch"));
}

/** The real tool keeps in annotations what an object was called and what is to be done with it. */
function forget(resource: Resource): void {
  resource.previous = [];
  resource.prefixes = [];
  resource.suffixes = [];
  resource.needsHash = false;
  resource.behavior = "unspecified";
  resource.origin = undefined;
  resource.transformations = [];
}

function nameOf(node: MapNode, field: "name" | "namespace"): ScalarNode | undefined {
  const metadata = node.get("metadata");
  const found = isMap(metadata) ? metadata.get(field) : undefined;
  return isScalar(found) && found.text !== "" ? found : undefined;
}

/**
 * A patch as it is merged into a selected object: it is taken for one of the object's kind, and its labels and
 * annotations are texts, also where they were to be deleted.
 */
export function aimPatch(patch: MapNode, target: Resource, { allowKindChange = false }: PatchOptions): MapNode {
  let aimed = withTextMetadata(patch);
  const apiVersion = target.node.get("apiVersion");
  aimed = apiVersion ? aimed.set("apiVersion", apiVersion) : aimed.without("apiVersion");
  return allowKindChange
    ? aimed
    : aimed.set("kind", target.node.get("kind") ?? new ScalarNode(currentId(target).kind, "!!str"));
}

/** A patch that the real tool reads as it reads objects: labels and annotations are texts, also those that are null. */
export function withTextMetadata(patch: MapNode): MapNode {
  const metadata = patch.get("metadata");
  return isMap(metadata) ? patch.set("metadata", asTexts(asTexts(metadata, "labels"), "annotations")) : patch;
}

/** Annotations of a patch with options are texts, as the real tool keeps the options among them. */
export function withTextAnnotations(patch: MapNode): MapNode {
  const metadata = patch.get("metadata");
  return isMap(metadata) ? patch.set("metadata", asTexts(metadata, "annotations")) : patch;
}

function asTexts(metadata: MapNode, field: "labels" | "annotations"): MapNode {
  const map = metadata.get(field);
  if (map === undefined) return metadata;
  if (!isMap(map) || map.size === 0) return metadata.without(field);
  const values = map.values.map((value) =>
    isScalar(value) && value.tag !== "!!str"
      ? new ScalarNode(value.text, "!!str", value.style, value.origin, value.offset)
      : value,
  );
  return values.every((value, at) => value === map.values[at])
    ? metadata
    : metadata.set(field, new MapNode(map.keys, values, map.origin, map.flow, map.offset));
}
