import { isMap, isNull, isScalar, type Node, type SequenceNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { wrongKind } from "./node-kind.ts";

/** Merges an element of the target with the patch's of the same keys; undefined when nothing is to be left. */
export type MergeElements = (target: Node | undefined, patch: Node | undefined) => Node | undefined;

/** Comparisons of elements with each other that one list may cost; only lists with missing keys need them. */
const MOST_COMPARISONS = 4e8;

/**
 * Merges lists whose elements are told apart by keys: first the patch's elements in their order, then the target's.
 * `patch` is the target itself when the list is new.
 */
export function mergeKeyedList(
  target: SequenceNode,
  patch: SequenceNode | undefined,
  keys: readonly string[],
  merge: MergeElements,
): SequenceNode {
  const [key] = keys;
  if (keys.length === 1 && key !== undefined && everyHas(target, key) && (!patch || everyHas(patch, key)))
    return mergeByText(target, patch, key, merge);
  return mergeInRounds(target, patch, keys, merge);
}

function everyHas(list: SequenceNode, key: string): boolean {
  return list.items.every((item) => isMap(item) && keyText(item, key) !== "");
}

/** Every element has the one key: what people write. */
function mergeByText(
  target: SequenceNode,
  patch: SequenceNode | undefined,
  key: string,
  merge: MergeElements,
): SequenceNode {
  const first = new Map<string, Node>();
  // Of elements with one name in the target, the first is merged, and the last is kept.
  const last = new Map<string, Node>();
  for (const item of target.items) {
    const text = keyText(item, key);
    if (!first.has(text)) first.set(text, item);
    last.set(text, item);
  }
  const result = new Map<string, Node>();
  const seen = new Set<string>();
  for (const item of patch === target ? [] : (patch?.items ?? [])) {
    const text = keyText(item, key);
    if (seen.has(text)) continue;
    seen.add(text);
    const before = first.get(text);
    const merged = merge(before, item);
    if (!isKept(merged)) last.delete(text);
    else if (before === undefined) result.set(text, merged);
    // An element that replaces its like is forgotten for it: the target's is set last.
    else result.set(text, last.get(text) !== before ? (last.get(text) as Node) : isReplacing(item) ? before : merged);
  }
  for (const [text, before] of first) {
    const latest = last.get(text);
    if (latest === undefined || result.has(text)) continue;
    const merged = merge(before, patch === target ? before : undefined);
    if (isKept(merged)) result.set(text, latest === before ? merged : latest);
  }
  return withItems(target, [...result.values()]);
}

/**
 * Elements without the key, or with one of two keys, end up in ways that are odd, but are the real tool's: elements are
 * paired by the values of their keys, and each pair is merged into a list of its own; what comes out empty leaves the
 * target; in the end the target's elements, some of them merged by now, are set into that list one by one, and there an
 * element with a missing key can push out others.
 */
function mergeInRounds(
  target: SequenceNode,
  patch: SequenceNode | undefined,
  keys: readonly string[],
  merge: MergeElements,
): SequenceNode {
  const values = unifyValues([...keyValues(patch, target, keys)]);
  if (values.length === 0) return target;
  const size = values.length + target.items.length + (patch?.items.length ?? 0);
  if (size * size > MOST_COMPARISONS)
    throw new KustomizeError(
      "patch",
      `a list of ${size} elements without ${keys.join(" and ")} is too long to be merged`,
    );
  const used = keys.map((_, at) => values.some((value) => value[at] !== ""));
  const valid = used.includes(true) ? keys.filter((_, at) => used[at]) : keys;
  const ofValid = (value: readonly string[]): string[] =>
    used.includes(true) ? value.filter((_, at) => used[at]) : [...value];
  const isNew = patch === target;
  const patches: Node[] = isNew ? [] : [...(patch?.items ?? [])];
  let rest: Node[] = [...target.items];
  let added: Node[] = [];
  for (const value of values) {
    const at = rest.findIndex((item) => isPair(item, keys, value));
    const before = rest[at];
    const patchAt = patches.findIndex((item) => isPair(item, keys, value));
    const from = isNew ? before : patches[patchAt];
    const merged = merge(before, from);
    // A directive is followed once, though an element can come up twice.
    if (isMap(from) && patchAt >= 0) patches[patchAt] = from.without("$patch");
    if (!isKept(merged)) {
      rest = setElement(rest, undefined, valid, ofValid(value));
      continue;
    }
    if (before !== undefined && (isNew || !isReplacing(from))) rest[at] = merged;
    added = setElement(added, merged, valid, ofValid(value));
  }
  for (const item of rest) added = appendElement(added, item, valid);
  return withItems(target, added);
}

/** The values of the keys of all elements, each once, the patch's first. */
function keyValues(
  patch: SequenceNode | undefined,
  target: SequenceNode,
  keys: readonly string[],
): Iterable<readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const list of patch === target ? [target] : [patch, target]) {
    for (const item of list?.items ?? []) {
      const values = keys.map((key) => keyText(item, key));
      const text = JSON.stringify(values);
      if (!found.has(text)) found.set(text, values);
    }
  }
  return found.values();
}

/** Values that differ only where one is missing are taken for the same: port 80 is port 80 of TCP, if that is there. */
function unifyValues(values: (readonly string[])[]): readonly (readonly string[])[] {
  if ((values[0]?.length ?? 0) < 2 || values.every((value) => !value.includes(""))) return values;
  if (values.length ** 2 > MOST_COMPARISONS)
    throw new KustomizeError("patch", `a list of ${values.length} elements that lack keys is too long to be merged`);
  for (let i = 0; i < values.length; i++) {
    // Compared as it was before this round, also where the round has changed it.
    const a = values[i] as readonly string[];
    for (let j = 0; j < values.length; j++) {
      const b = values[j] as readonly string[];
      const fits = a.every((text, at) => text === b[at] || text === "" || b[at] === "");
      if (!fits || !a.some((text, at) => text === b[at])) continue;
      values[i] = values[j] = a.map((text, at) => (text === "" ? (b[at] as string) : text));
    }
  }
  return values;
}

/** Only the keys that have a value are compared, unless none has. */
function isPair(item: Node, keys: readonly string[], values: readonly string[]): boolean {
  if (!isMap(item)) return false;
  const isBlank = values.every((value) => value === "");
  return keys.every(
    (key, at) => (values[at] === "" && !isBlank) || (item.has(key) && keyText(item, key) === values[at]),
  );
}

/**
 * Puts an element in the place of each that has these values, or at the end; undefined takes those away. An empty value
 * fits whatever is there. Without any values all else goes.
 */
function setElement(
  list: readonly Node[],
  element: Node | undefined,
  keys: readonly string[],
  values: readonly string[],
): Node[] {
  const result: Node[] = [];
  let isSet = false;
  for (const item of list) {
    if (!isKept(item)) continue;
    if (!isMap(item)) {
      if (values.length === 0 || values[0] === "") throw wrongKind("map", item);
      result.push(item);
      continue;
    }
    const isIt =
      values.length > 0 &&
      values.every((value, at) => {
        const key = keys[at] as string;
        return item.has(key) && (value === "" || keyText(item, key) === value);
      });
    if (!isIt) {
      if (values.length > 0) result.push(item);
      continue;
    }
    isSet = true;
    if (element !== undefined) result.push(element);
  }
  if (!isSet && element !== undefined && !isNull(element)) result.push(element);
  return result;
}

function appendElement(list: Node[], element: Node, keys: readonly string[]): Node[] {
  let result = list;
  const values: string[] = [];
  for (const key of keys) {
    if (!isMap(element) && !isNull(element)) throw wrongKind("map", element);
    if (isMap(element) && element.has(key)) values.push(keyText(element, key));
    else result = [...result, element];
  }
  if (keys.length > 1) result = setElement(result, undefined, keys, values);
  return setElement(result, element, keys, values);
}

/** Merges lists of texts: the patch's first, each once. */
export function mergeTextList(target: SequenceNode, patch: SequenceNode | undefined): SequenceNode {
  const result = new Map<string, Node>();
  for (const list of patch === target ? [target] : [patch, target]) {
    for (const item of list?.items ?? []) {
      if (isNull(item)) continue;
      if (!isScalar(item)) throw wrongKind("scalar", item);
      if (!result.has(item.text)) result.set(item.text, item);
    }
  }
  return withItems(target, [...result.values()]);
}

function keyText(item: Node, key: string): string {
  const value = isMap(item) ? item.get(key) : undefined;
  return isScalar(value) && !isNull(value) ? value.text : "";
}

/** Nulls and empty maps are no elements. */
function isKept(node: Node | undefined): node is Node {
  return node !== undefined && !isNull(node) && !(isMap(node) && node.size === 0);
}

function isReplacing(patch: Node | undefined): boolean {
  const directive = isMap(patch) ? patch.get("$patch") : undefined;
  return isScalar(directive) && directive.text === "replace";
}

function withItems(target: SequenceNode, items: readonly Node[]): SequenceNode {
  const isSame = items.length === target.items.length && items.every((item, at) => item === target.items[at]);
  return isSame ? target : target.with(items);
}
