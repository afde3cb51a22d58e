import {
  isMap,
  isNull,
  isScalar,
  isSequence,
  MapNode,
  type Node,
  ScalarNode,
  type SequenceNode,
  textOf,
} from "@hawser/goyaml";
import { errorAt } from "../load/struct-decoder.ts";
import type { TypeSchema } from "../schema/open-api-schema.ts";
import { mergeKeyedList, mergeTextList } from "./merge-list.ts";
import { wrongKind } from "./node-kind.ts";

const DIRECTIVE = "$patch";

/**
 * Merges a patch the way Kustomize does, which is not the way the API server does: the patch's list elements come
 * first, and other directives than `$patch` are ordinary fields. Undefined: the patch deletes the object.
 */
export function mergeStrategic(target: MapNode, patch: MapNode, schema: TypeSchema | undefined): MapNode | undefined {
  // The real tool merges into the object and drops the answer, which is another object here.
  if (textOf(patch.get(DIRECTIVE)) === "replace") return target;
  return mergeNodes(target, patch, schema) as MapNode | undefined;
}

/** Merges what stands in one place of the target and the patch; undefined when nothing is left. */
export function mergeNodes(
  target: Node | undefined,
  patch: Node | undefined,
  schema: TypeSchema | undefined,
): Node | undefined {
  const decisive = isAbsent(target) ? (isAbsent(patch) ? undefined : patch) : target;
  if (decisive) {
    refuseOtherKind(target, decisive);
    refuseOtherKind(patch, decisive);
  }
  if (decisive === undefined) return bothAbsent(target, patch);
  if (patch !== undefined && isNull(patch)) return undefined;
  if (isMap(decisive)) return mergeMaps(target as MapNode | undefined, patch as MapNode | undefined, schema);
  if (isSequence(decisive))
    return mergeLists(target as SequenceNode | undefined, patch as SequenceNode | undefined, schema);
  return isAbsent(patch) ? target : patch;
}

function refuseOtherKind(node: Node | undefined, decisive: Node): void {
  if (!isAbsent(node) && node?.kind !== decisive.kind) throw wrongKind(decisive.kind, node as Node);
}

/** A null that was written out stays where the patch says nothing of it; one that is not written at all goes. */
function bothAbsent(target: Node | undefined, patch: Node | undefined): Node | undefined {
  if (patch !== undefined || !isScalar(target)) return undefined;
  return target.text === "" ? undefined : target;
}

function isAbsent(node: Node | undefined): boolean {
  return node === undefined || isNull(node);
}

function mergeMaps(
  target: MapNode | undefined,
  patch: MapNode | undefined,
  schema: TypeSchema | undefined,
): MapNode | undefined {
  if (!target || isNull(target)) {
    if (!patch) return undefined;
    // Where there is nothing yet, a directive that is unknown is a field like any other.
    if (patch.has(DIRECTIVE) && !isStrategy(textOf(patch.get(DIRECTIVE)))) return mergeFields(patch, patch, schema);
    const { strategy, rest } = mapStrategy(patch);
    return strategy === "delete" ? undefined : mergeFields(rest, rest, schema);
  }
  if (!patch) return mergeFields(target, undefined, schema);
  const { strategy, rest } = mapStrategy(patch);
  if (strategy === "delete") return undefined;
  return mergeFields(strategy === "replace" || target === patch ? rest : target, rest, schema);
}

/** Goes over every field of both, also over those that only the target has: nulls in them may go. */
function mergeFields(target: MapNode, patch: MapNode | undefined, schema: TypeSchema | undefined): MapNode {
  let keys: ScalarNode[] | undefined;
  let values: Node[] | undefined;
  const copyUntil = (end: number): void => {
    if (keys) return;
    keys = target.keys.slice(0, end);
    values = target.values.slice(0, end);
  };
  for (let i = 0; i < target.keys.length; i++) {
    const key = target.keys[i] as ScalarNode;
    const before = target.values[i] as Node;
    const isFirst = target.size < 2 || target.indexOf(key.text) === i;
    const merged = isFirst ? mergeNodes(before, patch?.get(key.text), schema?.field(key.text)) : before;
    const after = merged && keepStyle(before, merged);
    if (after !== before) copyUntil(i);
    if (after !== undefined && keys && values) {
      keys.push(key);
      values.push(after);
    }
  }
  if (patch && patch !== target) {
    for (let i = 0; i < patch.keys.length; i++) {
      const key = patch.keys[i] as ScalarNode;
      if (target.has(key.text) || patch.indexOf(key.text) !== i) continue;
      const added = mergeNodes(undefined, patch.values[i], schema?.field(key.text));
      if (added === undefined) continue;
      copyUntil(target.size);
      keys?.push(key);
      values?.push(added);
    }
  }
  return keys && values ? new MapNode(keys, values, target.origin, target.flow, target.offset) : target;
}

/** A new value is written in the style of the old one, so a number in the place of a quoted text becomes a text. */
export function keepStyle(before: Node, after: Node): Node {
  if (before === after || !isScalar(before) || !isScalar(after) || isNull(before) || before.style === after.style)
    return after;
  const isPlain = before.style === "plain";
  const resolves =
    after.style === "plain" && ["!!int", "!!float", "!!bool", "!!null", "!!timestamp"].includes(after.tag);
  return new ScalarNode(
    after.text,
    !isPlain && resolves ? "!!str" : after.tag,
    before.style,
    after.origin,
    after.offset,
  );
}

function mapStrategy(patch: MapNode): { strategy: "merge" | "replace" | "delete"; rest: MapNode } {
  const directive = patch.get(DIRECTIVE);
  if (directive === undefined) return { strategy: "merge", rest: patch };
  return { strategy: readStrategy(directive), rest: patch.without(DIRECTIVE) };
}

function isStrategy(text: string | undefined): text is "merge" | "replace" | "delete" {
  return text === "merge" || text === "replace" || text === "delete";
}

function readStrategy(directive: Node): "merge" | "replace" | "delete" {
  const text = isScalar(directive) ? directive.text : "";
  if (isStrategy(text)) return text;
  throw errorAt(directive.place, "patch", `unknown patch strategy '${text}'`);
}

function mergeLists(
  target: SequenceNode | undefined,
  patch: SequenceNode | undefined,
  schema: TypeSchema | undefined,
): SequenceNode | undefined {
  if (!schema?.patchStrategy.includes("merge")) return patch ?? target;
  const merge = (into: SequenceNode, from: SequenceNode | undefined): SequenceNode => {
    const items = schema.items();
    if (schema.mergeKeys.length === 0) return mergeTextList(into, from);
    return mergeKeyedList(into, from, schema.mergeKeys, (a, b) => mergeNodes(a, b, items));
  };
  if (isAbsent(target) || !target) return patch && merge(patch, patch);
  if (isAbsent(patch) || !patch) return merge(target, undefined);
  const { strategy, rest } = listStrategy(patch);
  if (strategy === "delete") return undefined;
  return merge(strategy === "replace" || target === patch ? rest : target, rest);
}

/** An element that holds nothing but a directive is about the whole list; only the first with a directive is looked at. */
function listStrategy(patch: SequenceNode): { strategy: "merge" | "replace" | "delete"; rest: SequenceNode } {
  const at = patch.items.findIndex((item) => isMap(item) && item.has(DIRECTIVE));
  const element = patch.items[at] as MapNode | undefined;
  const directive = element?.get(DIRECTIVE);
  if (!directive || element?.size !== 1) return { strategy: "merge", rest: patch };
  const strategy = readStrategy(directive);
  const isElement = (item: Node): boolean =>
    !isNull(item) && !(isMap(item) && (item.size === 0 || textOf(item.get(DIRECTIVE)) === strategy));
  return { strategy, rest: patch.with(patch.items.filter(isElement)) };
}
