import { isMap, isSequence, MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { placeOf } from "./place-of.ts";
import { bareYamlError } from "./yaml-error.ts";

const EXPANDED = new WeakMap<Node, Node>();

/**
 * A node without merge keys, as Kustomize makes it when it reads objects: what `<<` names comes first, and the fields
 * of the map itself win. The same node when there are none.
 *
 * A key `<<` that is quoted is none, and is dropped with its value, as there.
 */
export function expandMerges(node: Node): Node {
  if (node instanceof ScalarNode) return node;
  const known = EXPANDED.get(node);
  if (known) return known;
  const expanded = node instanceof SequenceNode ? expandItems(node) : expandMap(node);
  EXPANDED.set(node, expanded);
  return expanded;
}

function expandItems(node: SequenceNode): SequenceNode {
  let items: Node[] | undefined;
  for (let i = 0; i < node.items.length; i++) {
    const item = node.items[i] as Node;
    const expanded = expandMerges(item);
    if (expanded !== item) (items ??= node.items.slice())[i] = expanded;
  }
  return items ? node.with(items) : node;
}

function expandMap(node: MapNode): MapNode {
  let values: Node[] | undefined;
  let hasMerge = false;
  for (let i = 0; i < node.values.length; i++) {
    const value = node.values[i] as Node;
    const expanded = expandMerges(value);
    if (expanded !== value) (values ??= node.values.slice())[i] = expanded;
    if ((node.keys[i] as ScalarNode).text === "<<") hasMerge = true;
  }
  const own = values ? new MapNode(node.keys, values, node.origin, node.flow, node.offset) : node;
  return hasMerge ? mergeInto(own) : own;
}

function mergeInto(node: MapNode): MapNode {
  const fields = new Map<string, [ScalarNode, Node]>();
  let merge: ScalarNode | undefined;
  let merged: Node | undefined;
  const own: [ScalarNode, Node][] = [];
  for (const [i, key] of node.keys.entries()) {
    const value = node.values[i] as Node;
    if (key.text !== "<<") own.push([key, value]);
    else if (key.tag === "!!merge") {
      if (merge) throw bareYamlError("duplicate merge key", placeOf(key));
      merge = key;
      merged = value;
    }
  }
  if (merge && merged)
    for (const map of mapsOf(merge, merged))
      for (const [i, key] of map.keys.entries()) {
        if (!fields.has(key.text)) fields.set(key.text, [key, map.values[i] as Node]);
      }
  const names = new Set(own.map(([key]) => key.text));
  const inherited = [...fields.values()].filter(([key]) => !names.has(key.text));
  const all = [...own, ...inherited];
  return new MapNode(
    all.map(([key]) => key),
    all.map(([, value]) => value),
    node.origin,
    node.flow,
    node.offset,
  );
}

/** What a merge key names: one map or several, of which earlier ones win. */
function mapsOf(key: ScalarNode, merged: Node): readonly MapNode[] {
  if (isMap(merged)) return [merged];
  // An alias is the node that stands before it.
  if (merged.origin === key.origin && merged.offset < key.offset)
    throw bareYamlError("invalid map merge: received alias for a non-map value", placeOf(key));
  if (isSequence(merged) && merged.items.every(isMap)) return merged.items as readonly MapNode[];
  throw bareYamlError("map merge requires map or sequence of maps as the value", placeOf(merged));
}
