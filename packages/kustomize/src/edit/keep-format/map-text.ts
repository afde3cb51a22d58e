import { isMap, isNode, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "yaml";
import { cannot } from "./cannot.ts";
import { type Quoting, renderFlow, renderPair, renderText } from "./render.ts";
import {
  columnOf,
  endOf,
  isNamed,
  keyName,
  lineStart,
  nextLine,
  pairEnd,
  quotingOf,
  type Source,
  startOf,
} from "./source.ts";
import type { TextEdit } from "./text-edits.ts";
import type { Value } from "./value.ts";

/** Takes fields out, with the lines that they stand on. */
export function removalEdits(source: Source, map: YAMLMap, gone: ReadonlySet<Pair>): TextEdit[] {
  const { text } = source;
  const edits: TextEdit[] = [];
  for (const [index, pair] of map.items.entries()) {
    if (!gone.has(pair) || !isNode(pair.key)) continue;
    const start = startOf(pair.key);
    const next = map.items.slice(index + 1).find((each) => !gone.has(each));
    if (map.flow === true) {
      const previous = map.items.slice(0, index).findLast((each) => !gone.has(each));
      if (next && isNode(next.key))
        edits.push({ start, end: startOf((map.items[index + 1] as Pair).key as Scalar), text: "" });
      else
        edits.push({ start: previous ? pairEnd(map.items[index - 1] as Pair) : start, end: pairEnd(pair), text: "" });
      continue;
    }
    const line = lineStart(text, start);
    if (text.slice(line, start).trim() === "") {
      edits.push({ start: line, end: nextLine(text, pairEnd(pair)), text: "" });
      continue;
    }
    // Behind a dash: what comes next moves up to it.
    const following = map.items[index + 1];
    if (!following || !isNode(following.key)) throw cannot(`${keyName(pair)} is all that stands behind its dash`);
    edits.push({ start, end: startOf(following.key), text: "" });
  }
  return edits;
}

/** Adds fields at the end of a map. */
export function additionEdit(
  source: Source,
  map: YAMLMap,
  added: readonly [string, Value][],
  gone: ReadonlySet<Pair>,
): TextEdit {
  const { text, style } = source;
  const last = map.items.at(-1);
  if (map.flow === true || !last) {
    const isJson = map.items.length > 0 && map.items.every(({ key }) => isQuoted(key));
    const rendered = added.map(
      ([key, value]) =>
        `${renderText(key, isJson ? '"' : "plain", style.quote, true)}: ${renderFlow(value, style, isJson)}`,
    );
    if (!last) return { start: startOf(map), end: endOf(map), text: `{${rendered.join(", ")}}` };
    const start = isNode(last.key) ? startOf(last.key) : 0;
    const line = lineStart(text, start);
    const pad = text.slice(line, start);
    // Each on its line, as the last one is.
    const between = pad.trim() === "" && map.items.length > 0 ? `,${style.lineEnd}${pad}` : ", ";
    const end = pairEnd(last);
    const lead = gone.size === map.items.length ? "" : between;
    return { start: end, end, text: lead + rendered.join(between) };
  }
  const column = isNode(last.key) ? columnOf(text, startOf(last.key)) : 0;
  const isRoot = map === source.root;
  const at = isRoot ? endOfDocument(text, nextLine(text, pairEnd(last))) : nextLine(text, pairEnd(last));
  const gap = isRoot && style.hasGaps ? style.lineEnd : "";
  const lines = added.map(
    ([key, value]) =>
      `${gap}${" ".repeat(column)}${renderPair(key, value, column, style, quotingOfNeighbours(source, map, key))}`,
  );
  const isOpen = at === text.length && !text.endsWith("\n");
  const block = lines.join(style.lineEnd);
  return { start: at, end: at, text: isOpen ? style.lineEnd + block : block + style.lineEnd };
}

/** Fields of one name are quoted alike: as in the entry before. */
function quotingOfNeighbours(source: Source, map: YAMLMap, key: string): Quoting {
  let quoting: Quoting = "plain";
  const visit = (node: unknown): void => {
    if (isSeq(node)) node.items.forEach(visit);
    if (!isMap(node)) return;
    for (const pair of node.items) {
      if (node !== map && isNamed(pair, key) && isScalar(pair.value)) quoting = quotingOf(pair.value);
      visit(pair.value);
    }
  };
  visit(source.root);
  return quoting;
}

/** Behind comments that follow the last field, so that they stay with what they stand below; before `---` and `...`. */
function endOfDocument(text: string, from: number): number {
  let end = from;
  for (let at = from; at < text.length;) {
    const newline = text.indexOf("\n", at);
    const next = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, next).trim();
    if (line !== "" && !line.startsWith("#")) break;
    if (line !== "") end = next;
    at = next;
  }
  return end;
}

/** In double quotes, as all texts in JSON. */
export function isQuoted(node: unknown): boolean {
  return quotingOf(node) === '"';
}
