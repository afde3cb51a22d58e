import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import { cannot } from "./cannot.ts";
import { listDifference } from "./list-difference.ts";
import { additionEdit as entryAddition, removalEdit as entryRemoval } from "./list-text.ts";
import { additionEdit, isQuoted, removalEdits } from "./map-text.ts";
import { renderBelow, renderFlow } from "./render.ts";
import { scalarEnd, scalarText } from "./scalar-text.ts";
import { columnOf, dashOf, endOf, findPair, isNamed, keyName, lineStart, type Source, startOf } from "./source.ts";
import type { TextEdit } from "./text-edits.ts";
import { isEmpty, keyOf, type Value } from "./value.ts";

type Fields = ReadonlyMap<string, Value>;

/** What has to be replaced in the text so that a map says something else. */
export function mapEdits(source: Source, map: YAMLMap, before: Fields, after: Fields): TextEdit[] {
  const edits: TextEdit[] = [];
  const gone = new Set<Pair>();
  const added: [string, Value][] = [];
  for (const key of before.keys()) {
    if (!isEmpty(after.get(key)) || !before.has(key)) continue;
    const pairs = map.items.filter((pair) => pair === findPair(map, key) || isNamed(pair, key));
    if (pairs.length === 0) throw cannot(`${key} comes from a merge key`);
    for (const pair of pairs) gone.add(pair);
  }
  for (const [key, value] of after) {
    const old = before.get(key);
    if (isEmpty(value) || keyOf(old) === keyOf(value)) continue;
    const pair = findPair(map, key);
    if (!pair || isEmptyFlow(pair.value, old)) {
      // An empty list in brackets gives way to one that is written as the others are.
      if (pair) edits.push(...emptyPairEdits(source, pair, value));
      else added.push([key, value]);
    } else edits.push(...pairEdits(source, pair, old, value));
  }
  if (gone.size > 0 && gone.size === map.items.length && added.length === 0 && map !== source.root)
    return [{ start: startOf(map), end: endOf(map), text: "{}" }];
  edits.push(...removalEdits(source, map, gone));
  if (added.length > 0) edits.push(additionEdit(source, map, added, gone));
  return edits;
}

function isEmptyFlow(node: unknown, before: Value | undefined): boolean {
  if ((isSeq(node) || isMap(node)) && node.items.length === 0) return true;
  return isEmpty(before) && (node === null || (isScalar(node) && node.value === null));
}

/** `key: []`, `key: {}` and `key:` get a value. */
function emptyPairEdits(source: Source, pair: Pair, value: Value): TextEdit[] {
  const key = pair.key as Scalar;
  const colon = source.text.indexOf(":", key.range?.[1] ?? 0);
  const column = columnOf(source.text, startOf(key));
  const end = isNode(pair.value) && !(isScalar(pair.value) && pair.value.source === "") ? endOf(pair.value) : colon + 1;
  const isBlock =
    typeof value === "object" &&
    value !== null &&
    /^[ \t]*$/.test(source.text.slice(lineStart(source.text, startOf(key)), startOf(key)).replace(/- +/g, ""));
  const text =
    isBlock || typeof value !== "object"
      ? renderBelow(value, column, source.style)
      : ` ${renderFlow(value, source.style, isQuoted(key))}`;
  return [{ start: colon + 1, end: Math.max(end, colon + 1), text }];
}

function pairEdits(source: Source, pair: Pair, before: Value | undefined, after: Value): TextEdit[] {
  const { value } = pair;
  if (isAlias(value)) throw cannot(`${keyName(pair)} is an alias`);
  return valueEdits(source, value, before, after, isNode(pair.key) ? columnOf(source.text, startOf(pair.key)) : 0);
}

/** `column` is that of the key or dash that the node belongs to. */
function valueEdits(
  source: Source,
  node: unknown,
  before: Value | undefined,
  after: Value,
  column: number,
): TextEdit[] {
  if (isAlias(node)) throw cannot("the value is an alias");
  if (isMap(node) && before instanceof Map && after instanceof Map)
    return mapEdits(source, node, before as Fields, after as Fields);
  if (isSeq(node) && Array.isArray(before) && Array.isArray(after))
    return listEdits(source, node, before as readonly Value[], after as readonly Value[]);
  if (!isScalar(node) || typeof after === "object") throw cannot("the value would become one of another kind");
  return [{ start: startOf(node), end: scalarEnd(source, node), text: scalarText(source, node, after, column) }];
}

function listEdits(source: Source, list: YAMLSeq, before: readonly Value[], after: readonly Value[]): TextEdit[] {
  const edits: TextEdit[] = [];
  const gone = new Set<number>();
  const added: { at: number; value: Value }[] = [];
  let waiting: number[] = [];
  let position = 0;
  for (const step of listDifference(before.map(keyOf), after.map(keyOf))) {
    if (step.before !== undefined && step.after !== undefined) {
      for (const index of waiting) gone.add(index);
      waiting = [];
      position = step.before + 1;
    } else if (step.before !== undefined) {
      waiting.push(step.before);
      position = step.before + 1;
    } else if (step.after !== undefined) {
      const value = after[step.after] as Value;
      const at = waiting.findIndex((index) => isSameEntry(before[index] as Value, value));
      if (at < 0) {
        added.push({ at: position, value });
        continue;
      }
      for (const index of waiting.splice(0, at)) gone.add(index);
      const [index = 0] = waiting.splice(0, 1);
      edits.push(...valueEdits(source, list.items[index], before[index], value, dashColumn(source, list, index)));
    }
  }
  for (const index of waiting) gone.add(index);
  for (const index of gone) edits.push(entryRemoval(source, list, index, gone));
  for (const { at, value } of added) edits.push(entryAddition(source, list, at, value, gone));
  return edits;
}

/** The entry that became another one, rather than one that went while another came. */
function isSameEntry(before: Value, after: Value): boolean {
  if (typeof before === "string" && typeof after === "string") return isLiteralOf(before, after);
  if (!(before instanceof Map) || !(after instanceof Map)) return false;
  const name = (map: ReadonlyMap<string, Value>): Value | undefined => map.get("name");
  return name(before as ReadonlyMap<string, Value>) === name(after as ReadonlyMap<string, Value>);
}

/** `key=value` with another value. */
function isLiteralOf(before: string, after: string): boolean {
  const key = (value: string): string | undefined => /^([^=]+)=/.exec(value)?.[1];
  return key(before) !== undefined && key(before) === key(after);
}

function dashColumn(source: Source, list: YAMLSeq, index: number): number {
  return list.flow === true ? 0 : columnOf(source.text, dashOf(list, index));
}
