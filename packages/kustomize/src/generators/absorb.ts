import { EMPTY_MAP, isMap, isScalar, MapNode, type Node, ScalarNode, textNode, textOf } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { currentId, describeId, type Resource, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";

/**
 * Puts a generated object into the set: as a new one, or over the one that is, or once was, called the same. Gives the
 * resource that now stands for it.
 */
export function absorb(set: ResourceSet, generated: Resource): Resource {
  const id = currentId(generated);
  const matches = set.withAnyId(id.kind, id.name, (other) => isSame(id, other));
  const { behavior } = generated;
  const merges = behavior === "merge" || behavior === "replace";
  const [existing] = matches;
  if (!existing) {
    if (merges) throw failure(`id ${goSyntax(id)} does not exist; cannot merge or replace`);
    set.append(generated);
    return generated;
  }
  if (matches.length > 1)
    throw failure(
      `found multiple objects [${matches.map((match) => describeId(currentId(match))).join(" ")}] that could accept merge of ${describeId(id)}`,
    );
  if (!merges)
    throw failure(`id ${goSyntax(id)} exists; can not use behavior: '${behavior}', behavior must be merge or replace`);
  const old = existing.node;
  let node = withOldMetadata(generated.node, old);
  if (behavior === "merge")
    for (const field of ["data", "binaryData"])
      node = setMap(node, field, join(withTexts(old.get(field)), node.get(field)));
  existing.node = node;
  existing.behavior = behavior;
  if (behavior === "replace") existing.origin = generated.origin ?? existing.origin;
  // A hash that either side did not want is not made.
  existing.needsHash = existing.needsHash && generated.needsHash;
  return existing;
}

function isSame(a: ResourceId, b: ResourceId): boolean {
  const namespace = (text: string): string => (text === "" ? "default" : text);
  return (
    a.kind === b.kind &&
    a.group === b.group &&
    a.version === b.version &&
    a.name === b.name &&
    namespace(a.namespace) === namespace(b.namespace)
  );
}

/** The name and namespace of the old object; its labels and annotations, too, but new ones win. */
function withOldMetadata(generated: MapNode, old: MapNode): MapNode {
  const before = mapAt(old, "metadata");
  let metadata = mapAt(generated, "metadata");
  for (const field of ["labels", "annotations"])
    metadata = setMap(
      metadata,
      field,
      join(
        withTexts(before.get(field), ({ text }) => text),
        metadata.get(field),
      ),
    );
  for (const field of ["name", "namespace"]) {
    const value = before.get(field);
    metadata = value === undefined ? metadata.without(field) : metadata.set(field, value);
  }
  return generated.set("metadata", metadata);
}

function mapAt(node: MapNode, field: string): MapNode {
  const value = node.get(field);
  return isMap(value) ? value : EMPTY_MAP;
}

function setMap(node: MapNode, field: string, value: MapNode | undefined): MapNode {
  return value ? node.set(field, value) : node;
}

/**
 * Labels and data as the real one reads them: every value a text, and an empty one for what is none. Of data that holds
 * for nulls, too; as labels they are what is written for them.
 */
function withTexts(
  data: Node | undefined,
  shown: (value: ScalarNode) => string = (value) => textOf(value) ?? "",
): Node | undefined {
  if (!isMap(data) || data.values.every((value) => isScalar(value) && value.tag === "!!str")) return data;
  const values = data.values.map((value) => {
    if (!isScalar(value)) return textNode("");
    return value.tag === "!!str" ? value : new ScalarNode(shown(value), "!!str", "plain", value.origin, value.offset);
  });
  return new MapNode(data.keys, values, data.origin, data.flow, data.offset);
}

/** The fields of both, of those that both have the second's; undefined where there are none. */
function join(first: Node | undefined, second: Node | undefined): MapNode | undefined {
  if (!isMap(first)) return isMap(second) && second.size > 0 ? second : undefined;
  if (!isMap(second)) return first.size > 0 ? first : undefined;
  const index = new Map<string, number>();
  const keys: ScalarNode[] = [];
  const values: Node[] = [];
  for (const map of [first, second])
    for (const [at, key] of map.keys.entries()) {
      const value = map.values[at] as Node;
      const known = index.get(key.text);
      if (known === undefined) {
        index.set(key.text, keys.length);
        keys.push(key);
        values.push(value);
      } else {
        keys[known] = key;
        values[known] = value;
      }
    }
  return keys.length > 0 ? new MapNode(keys, values, second.origin, second.flow, second.offset) : undefined;
}

/** An id as Go prints a struct. */
function goSyntax({ group, version, kind, name, namespace }: ResourceId): string {
  const q = JSON.stringify;
  return `resid.ResId{Gvk:resid.Gvk{Group:${q(group)}, Version:${q(version)}, Kind:${q(kind)}, isClusterScoped:false}, Name:${q(name)}, Namespace:${q(namespace)}}`;
}

function failure(message: string): KustomizeError {
  return new KustomizeError("generator", message);
}
