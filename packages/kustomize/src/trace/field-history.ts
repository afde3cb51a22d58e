import {
  isMap,
  isScalar,
  isSequence,
  type MapNode,
  type Node,
  type NodePlace,
  type SequenceNode,
  textOf,
} from "@hawser/goyaml";
import type { Change, Step } from "./step.ts";

/** One change of a field on its way through the build. */
export interface FieldChange {
  readonly step: Step;
  /** Where the value is written: in a resource, a patch, or the entry of the kustomization that gave it. */
  readonly place: NodePlace | undefined;
  readonly before: Node | undefined;
  /** Undefined where the step removed the field. */
  readonly after: Node | undefined;
}

/** A key of a map, or an index of a list. */
export type PathSegment = string | number;

/** What the items of Kubernetes' lists are told apart by, the most telling first. */
const ITEM_KEYS = [
  "name",
  "key",
  "containerPort",
  "port",
  "mountPath",
  "devicePath",
  "ip",
  "topologyKey",
  "type",
  "uid",
];

/**
 * The steps that gave a field its value, oldest first. `path` says where the field is in the result; where its list was
 * reordered on the way, it is followed. A field that is gone at the end has its removal as the last change; one that
 * never was has none.
 */
export function fieldHistory(history: readonly Change[], path: readonly PathSegment[]): FieldChange[] {
  const changes: FieldChange[] = [];
  let here: readonly PathSegment[] | undefined = path;
  for (let i = history.length - 1; i >= 0 && here !== undefined; i--) {
    const change = history[i] as Change;
    const earlier: readonly PathSegment[] | undefined = pathBefore(change, here);
    const after = lookup(change.after, here);
    const before = change.before && earlier ? lookup(change.before, earlier) : undefined;
    if (!sameValue(before, after)) {
      const place = after ? (placeWithin(after) ?? change.step.place) : change.step.place;
      changes.push({ step: change.step, place, before, after });
    }
    here = before !== undefined || after === undefined ? (earlier ?? here) : undefined;
  }
  return changes.reverse();
}

/** Every scalar and every empty map or list of an object, in the order of the text. */
export function leafPaths(node: Node, path: readonly PathSegment[] = []): PathSegment[][] {
  if (isMap(node) && node.size > 0)
    return node.keys.flatMap((key, index) => leafPaths(node.values[index] as Node, [...path, key.text]));
  if (isSequence(node) && node.items.length > 0)
    return node.items.flatMap((item, index) => leafPaths(item, [...path, index]));
  return [[...path]];
}

/** The node at a path, or undefined. */
export function lookup(node: Node | undefined, path: readonly PathSegment[]): Node | undefined {
  let at = node;
  for (const segment of path) {
    if (isMap(at)) at = at.get(String(segment));
    else if (isSequence(at) && typeof segment === "number") at = at.items[segment];
    else return undefined;
  }
  return at;
}

/** `spec.containers[0].image`, with keys that hold dots in brackets. */
export function showPath(path: readonly PathSegment[]): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (/[.[\]]/.test(segment)) text += `[${segment}]`;
    else text += text === "" ? segment : `.${segment}`;
  }
  return text;
}

/** Where the field was before a step; undefined where the item of a list that holds it is new. */
function pathBefore({ before, after }: Change, path: readonly PathSegment[]): PathSegment[] | undefined {
  const result: PathSegment[] = [];
  let old: Node | undefined = before;
  let now: Node | undefined = after;
  for (const segment of path) {
    let earlier: PathSegment = segment;
    if (typeof segment === "number" && isSequence(now) && isSequence(old)) {
      const index = indexBefore(old, now, segment);
      if (index === undefined) return undefined;
      earlier = index;
    }
    result.push(earlier);
    old = old && lookup(old, [earlier]);
    now = now && lookup(now, [segment]);
  }
  return result;
}

/** The position that an item had: it is the same node, has the same key, or stands where nothing else does. */
function indexBefore(old: SequenceNode, now: SequenceNode, index: number): number | undefined {
  const item = now.items[index];
  // Past the end: an item that a later step removed keeps its place.
  if (item === undefined) return index < old.items.length ? index : undefined;
  const same = old.items.indexOf(item);
  if (same >= 0) return same;
  if (isMap(item)) {
    const key = ITEM_KEYS.find((name) => textOf(item.get(name)) !== undefined);
    if (key !== undefined) {
      const wanted = textOf(item.get(key));
      const found = old.items.findIndex((other) => isMap(other) && textOf(other.get(key)) === wanted);
      return found < 0 ? undefined : found;
    }
  }
  const other = old.items[index];
  return other !== undefined && !now.items.includes(other) ? index : undefined;
}

function sameValue(a: Node | undefined, b: Node | undefined): boolean {
  if (a === b) return true;
  if (isScalar(a) && isScalar(b)) return a.text === b.text && a.tag === b.tag;
  if (isMap(a) && isMap(b)) return sameMap(a, b);
  if (isSequence(a) && isSequence(b))
    return a.items.length === b.items.length && a.items.every((item, index) => sameValue(item, b.items[index]));
  return false;
}

function sameMap(a: MapNode, b: MapNode): boolean {
  return a.size === b.size && a.keys.every((key, index) => sameValue(a.values[index], b.get(key.text)));
}

/** A map that a step put together has no place of its own, but what it is made of may have one. */
function placeWithin(node: Node): NodePlace | undefined {
  if (node.place !== undefined) return node.place;
  const children = isMap(node) ? node.values : isSequence(node) ? node.items : [];
  for (const child of children) {
    const place = placeWithin(child);
    if (place !== undefined) return place;
  }
  return undefined;
}
