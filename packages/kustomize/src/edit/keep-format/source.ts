import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { EditError } from "../edit-error.ts";
import type { Quoting } from "./render.ts";

/** How a file writes what it could write in several ways. */
export interface SourceStyle {
  readonly lineEnd: string;
  /** Columns from a key to the dashes of its list. */
  readonly listIndent: number;
  /** Columns from a key to the keys below it. */
  readonly mapIndent: number;
  readonly quote: '"' | "'";
  /** How the fields of a new entry are quoted, by their names; plain where it says nothing. */
  readonly quotingOf?: (key: string) => Quoting;
  /** Its fields stand apart. */
  readonly hasGaps: boolean;
}

/** A text with its nodes, and where they stand in it. */
export interface Source {
  readonly text: string;
  /** Undefined where there is no document yet. */
  readonly root: YAMLMap | undefined;
  readonly style: SourceStyle;
}

/** Throws `EditError` for what is no map at its top. */
export function readSource(text: string): Source {
  const documents = parseAllDocuments(text, { version: "1.1", uniqueKeys: false, keepSourceTokens: true });
  const root = Array.isArray(documents) ? (documents[0]?.contents ?? undefined) : undefined;
  if (root !== undefined && !isMap(root) && !(isScalar(root) && root.value === null))
    throw new EditError("cannot keep the format of a file that is no map of fields");
  const map = isMap(root) ? root : undefined;
  return { text, root: map, style: styleOf(text, map) };
}

function styleOf(text: string, root: YAMLMap | undefined): SourceStyle {
  const newline = text.indexOf("\n");
  const lineEnd = newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
  let listIndent: number | undefined;
  let mapIndent: number | undefined;
  const quotes = { '"': 0, "'": 0 };
  const visit = (node: unknown): void => {
    if (isScalar(node)) {
      if (node.type === "QUOTE_DOUBLE") quotes['"']++;
      if (node.type === "QUOTE_SINGLE") quotes["'"]++;
    } else if (isSeq(node)) node.items.forEach(visit);
    else if (isMap(node)) {
      for (const pair of node.items) {
        const column = isNode(pair.key) ? columnOf(text, startOf(pair.key)) : 0;
        if (isSeq(pair.value) && pair.value.flow !== true && pair.value.items.length > 0)
          listIndent ??= columnOf(text, dashOf(pair.value, 0)) - column;
        if (isMap(pair.value) && pair.value.flow !== true && pair.value.items.length > 0)
          mapIndent ??= columnOf(text, startOf(pair.value)) - column;
        visit(pair.value);
      }
    }
  };
  visit(root);
  const fields = root?.items ?? [];
  const apart = fields.filter(({ key }, index) => index > 0 && isNode(key) && isBlankBefore(text, startOf(key))).length;
  return {
    lineEnd,
    listIndent: Math.max(0, listIndent ?? 0),
    mapIndent: mapIndent !== undefined && mapIndent > 0 ? mapIndent : 2,
    quote: quotes["'"] > quotes['"'] ? "'" : '"',
    hasGaps: fields.length > 1 && apart * 2 > fields.length - 1,
  };
}

/** True when a blank line comes before the comments above a place. */
function isBlankBefore(text: string, offset: number): boolean {
  let at = lineStart(text, offset);
  while (at > 0) {
    const start = lineStart(text, at - 1);
    const line = text.slice(start, at).trim();
    if (line === "") return true;
    if (!line.startsWith("#")) return false;
    at = start;
  }
  return false;
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

/** Offset of the dash of an item. */
export function dashOf(list: YAMLSeq, index: number): number {
  const token = list.srcToken;
  const start = token?.type === "block-seq" ? token.items[index]?.start : undefined;
  const dash = start?.find(({ type }) => type === "seq-item-ind");
  return dash?.offset ?? 0;
}

/** The end of what a node says, without what follows it on its line. */
export function endOf(node: unknown): number {
  if (isMap(node) && node.flow !== true && node.items.length > 0) return pairEnd(node.items.at(-1) as Pair);
  if (isSeq(node) && node.flow !== true && node.items.length > 0) {
    const last = node.items.at(-1);
    const end = isNode(last) ? endOf(last) : 0;
    return Math.max(end, dashOf(node, node.items.length - 1) + 1);
  }
  return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}

/** The end of a field: of its value, or of its colon. */
export function pairEnd(pair: Pair): number {
  const keyEnd = isNode(pair.key) ? (pair.key.range?.[1] ?? 0) : 0;
  return Math.max(endOf(pair.value), keyEnd);
}

export function lineStart(text: string, offset: number): number {
  return offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** The start of the line after what ends at `end`; the length of the text where that is the last. */
export function nextLine(text: string, end: number): number {
  if (end > 0 && text[end - 1] === "\n") return end;
  const newline = text.indexOf("\n", end);
  return newline < 0 ? text.length : newline + 1;
}

/** The last field of a name; fields of structs have theirs in any case. */
export function findPair(map: YAMLMap, name: string): Pair | undefined {
  const exact = map.items.findLast((pair) => isScalar(pair.key) && String(pair.key.source ?? pair.key.value) === name);
  return exact ?? map.items.findLast((pair) => isNamed(pair, name));
}

/** True for fields of this name, in any case. */
export function isNamed(pair: Pair, key: string): boolean {
  return isScalar(pair.key) && String(pair.key.source ?? pair.key.value).toLowerCase() === key.toLowerCase();
}

/** For messages. */
export function keyName(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "the field";
}

/** How a scalar is quoted. */
export function quotingOf(node: unknown): Quoting {
  if (!isScalar(node)) return "plain";
  return node.type === "QUOTE_DOUBLE" ? '"' : node.type === "QUOTE_SINGLE" ? "'" : "plain";
}
