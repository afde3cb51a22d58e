import { isMap, isScalar, isSequence, type MapNode, type Node, type ScalarNode } from "@hawser/goyaml";
import type { Resource } from "../resource.ts";

/**
 * Scalars that several fields of one object have in common.
 *
 * The real tool writes one label to all fields of an object that lack it, as one node, and sets nodes in place: who
 * changes that label in one field later changes it in all of them, selectors included. Builds rely on it unknowingly.
 */
export interface SharedScalars {
  readonly scalars: ReadonlySet<Node>;
  /** The object as it was when they were last looked at. */
  readonly object: MapNode;
}

/** Remembers that a scalar was written to several fields of a resource. */
export function share(resource: Resource, scalar: ScalarNode): void {
  followShared(resource);
  resource.shared = { scalars: new Set([...(resource.shared?.scalars ?? []), scalar]), object: resource.node };
}

/** Gives all fields that have a scalar in common the value that one of them was given since. */
export function followShared(resource: Resource): void {
  const { shared, node } = resource;
  if (!shared || shared.object === node) return;
  const changed = new Map<Node, Node>();
  collect(shared.object, node, shared.scalars, changed);
  resource.node = changed.size === 0 ? node : (unified(shared.object, node, changed) as MapNode);
  const scalars = changed.size === 0 ? shared.scalars : new Set([...shared.scalars, ...changed.values()]);
  resource.shared = { scalars, object: resource.node };
}

function collect(before: Node, after: Node, scalars: ReadonlySet<Node>, changed: Map<Node, Node>): void {
  if (before === after) return;
  if (isScalar(before)) {
    if (scalars.has(before) && isScalar(after)) changed.set(before, after);
  } else if (isMap(before) && isMap(after)) {
    for (let i = 0; i < before.keys.length; i++) {
      const text = (before.keys[i] as ScalarNode).text;
      const now = after.keys[i]?.text === text ? after.values[i] : after.get(text);
      if (now) collect(before.values[i] as Node, now, scalars, changed);
    }
  } else if (isSequence(before) && isSequence(after)) {
    for (let i = 0; i < before.items.length; i++) {
      const now = after.items[i];
      if (now) collect(before.items[i] as Node, now, scalars, changed);
    }
  }
}

/** Where a scalar was that they have in common, the one that took its place: the same everywhere. */
function unified(before: Node | undefined, node: Node, changed: ReadonlyMap<Node, Node>): Node {
  const other = before && isScalar(node) ? changed.get(before) : undefined;
  if (other) return other;
  if (isMap(node)) {
    let result = node;
    for (let i = 0; i < node.keys.length; i++) {
      const { text } = node.keys[i] as ScalarNode;
      const value = node.values[i] as Node;
      const next = unified(isMap(before) ? before.get(text) : undefined, value, changed);
      if (next !== value) result = result.set(text, next);
    }
    return result;
  }
  if (!isSequence(node)) return node;
  const items = node.items.map((item, at) => unified(isSequence(before) ? before.items[at] : undefined, item, changed));
  return items.some((item, at) => item !== node.items[at]) ? node.with(items) : node;
}
