import { isMap, isNode, isScalar, type YAMLSeq } from "yaml";
import { cannot } from "./cannot.ts";
import { renderFlow, renderItem } from "./render.ts";
import {
  columnOf,
  dashOf,
  endOf,
  findPair,
  lineStart,
  nextLine,
  quotingOf,
  type Source,
  type SourceStyle,
  startOf,
} from "./source.ts";
import type { TextEdit } from "./text-edits.ts";
import type { Value } from "./value.ts";

/** Takes an entry out, with the lines that it stands on. */
export function removalEdit(source: Source, list: YAMLSeq, index: number, gone: ReadonlySet<number>): TextEdit {
  const { text } = source;
  const item = list.items[index];
  if (!isNode(item)) throw cannot("an entry is empty");
  if (list.flow === true) {
    const start = startOf(item);
    const next = list.items[index + 1];
    const keepsLater = list.items.some((_, other) => other > index && !gone.has(other));
    if (keepsLater && isNode(next)) return { start, end: startOf(next), text: "" };
    const previous = list.items[index - 1];
    return { start: isNode(previous) ? endOf(previous) : start, end: endOf(item), text: "" };
  }
  const dash = dashOf(list, index);
  const line = lineStart(text, dash);
  if (text.slice(line, dash).trim() !== "") throw cannot("an entry does not begin on its own line");
  return { start: line, end: nextLine(text, endOf(item)), text: "" };
}

/** Adds an entry behind the one before `at`. */
export function additionEdit(
  source: Source,
  list: YAMLSeq,
  at: number,
  value: Value,
  gone: ReadonlySet<number>,
): TextEdit {
  const { text, style } = source;
  const previous = list.items[at - 1];
  const neighbour = previous ?? list.items[at];
  if (list.flow === true) {
    const isJson = isScalar(neighbour)
      ? quotingOf(neighbour) === '"'
      : isMap(neighbour) && neighbour.items.every(({ key }) => quotingOf(key) === '"');
    const rendered = renderFlow(value, style, isJson);
    if (list.items.length === 0) return { start: startOf(list), end: endOf(list), text: `[${rendered}]` };
    if (!isNode(previous))
      return { start: startOf(neighbour as never), end: startOf(neighbour as never), text: `${rendered}, ` };
    const start = startOf(previous);
    const pad = text.slice(lineStart(text, start), start);
    const between = pad.trim() === "" ? `,${style.lineEnd}${pad}` : ", ";
    const isFirst = list.items.every((_, index) => gone.has(index));
    return { start: endOf(previous), end: endOf(previous), text: (isFirst ? "" : between) + rendered };
  }
  const index = Math.max(0, at - 1);
  const dash = dashOf(list, index);
  const pad = " ".repeat(columnOf(text, dash));
  const spaces =
    isNode(neighbour) && text.slice(dash + 1, startOf(neighbour)).trim() === "" ? startOf(neighbour) - dash - 1 : 1;
  const lead = `-${" ".repeat(Math.max(1, spaces > 8 ? 1 : spaces))}`;
  const quoting = quotingOf(neighbour);
  const line = pad + lead + renderItem(value, pad.length + lead.length, likeNeighbour(style, neighbour), quoting);
  if (!previous) {
    const start = lineStart(text, dash);
    return { start, end: start, text: line + style.lineEnd };
  }
  const place = nextLine(text, endOf(previous));
  const isOpen = place === text.length && !text.endsWith("\n");
  return { start: place, end: place, text: isOpen ? style.lineEnd + line : line + style.lineEnd };
}

/** Fields of a new entry are quoted as those of its neighbour. */
function likeNeighbour(style: SourceStyle, neighbour: unknown): SourceStyle {
  if (!isMap(neighbour)) return style;
  return { ...style, quotingOf: (key) => quotingOf(findPair(neighbour, key)?.value) };
}
