import { decodeScalar } from "./decode-scalar.ts";
import { MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { writeNumber } from "./numbers.ts";
import type { Dialect } from "./scalars.ts";

/** Longer texts are cut: aliases can make a value much larger than its file. */
const MAX_LENGTH = 1 << 20;

/** A value as Go's `%#v` shows it, which is how errors of Kustomize and go-yaml name values. */
export function goSyntaxOf(node: Node, dialect: Dialect, atTop = false): string {
  const out = { text: "" };
  show(node, out, dialect, atTop);
  return out.text;
}

function show(node: Node, out: { text: string }, dialect: Dialect, atTop: boolean): void {
  if (out.text.length > MAX_LENGTH) return;
  if (node instanceof ScalarNode) out.text += showScalar(node);
  else if (node instanceof SequenceNode) {
    out.text += "[]interface {}{";
    for (const [i, item] of node.items.entries()) {
      if (i > 0) out.text += ", ";
      show(item, out, dialect, false);
    }
    out.text += "}";
  } else showMap(node, out, dialect, atTop);
}

function showMap(map: MapNode, out: { text: string }, dialect: Dialect, atTop: boolean): void {
  // v2 never asks what the keys are.
  const named = atTop || (dialect === "v3" && map.keys.every((key) => key.tag === "!!str"));
  const fields = map.keys.map((key, i) => ({
    key: named ? goQuote(key.text) : showScalar(key),
    text: key.text,
    value: map.values[i] as Node,
  }));
  fields.sort((a, b) => (a.text < b.text ? -1 : 1));
  out.text += named ? "map[string]interface {}{" : "map[interface {}]interface {}{";
  for (const [i, { key, value }] of fields.entries()) {
    out.text += `${i > 0 ? ", " : ""}${key}:`;
    show(value, out, dialect, false);
  }
  out.text += "}";
}

function showScalar(node: ScalarNode): string {
  if (node.tag === "!!null") return "interface {}(nil)";
  if (node.tag === "!!timestamp") return showTime(node);
  const value = decodeScalar(node, "v3");
  if (typeof value === "number") {
    if (Number.isNaN(value)) return "NaN";
    if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
    return writeNumber(value);
  }
  // Beyond what an int64 holds the value is a uint64, which Go shows in hexadecimal.
  if (typeof value === "bigint" && value >= 2n ** 63n) return `0x${value.toString(16)}`;
  return typeof value === "string" ? goQuote(value) : String(value);
}

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

function showTime(node: ScalarNode): string {
  const [, year, month, day, hour, minute, second, fraction = "", zone] =
    /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)(?:\.(\d+))?(.*)$/.exec(String(decodeScalar(node, "v3"))) ?? [];
  const parts = [Number(day), Number(hour), Number(minute), Number(second), Number(fraction.padEnd(9, "0"))];
  const location = zone === "Z" ? "time.UTC" : 'time.Location("")';
  return `time.Date(${Number(year)}, time.${MONTHS[Number(month) - 1]}, ${parts.join(", ")}, ${location})`;
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\v", "\\v"],
]);

/** A text in quotes, as Go's `%q` shows it. */
function goQuote(text: string): string {
  const escaped = text.replaceAll(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (char) => {
    if (char === '"' || char === "\\") return `\\${char}`;
    const short = SHORT_ESCAPES.get(char);
    if (short !== undefined) return short;
    const code = char.codePointAt(0) as number;
    const hex = code.toString(16);
    if (code < 0x80) return `\\x${hex.padStart(2, "0")}`;
    return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
  });
  return `"${escaped}"`;
}
