import { needsQuotes } from "@hawser/goyaml";
import type { SourceStyle } from "./source.ts";
import type { Value } from "./value.ts";

export type Quoting = "plain" | '"' | "'";

/** A text as it stands in a line: plain where that is read as the same text, else in quotes. */
export function renderText(text: string, quoting: Quoting, fallback: '"' | "'", isFlow: boolean): string {
  if (quoting === "plain" && isPlain(text, isFlow)) return text;
  const quote = quoting === "plain" ? fallback : quoting;
  return quote === "'" && /^[\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]*$/.test(text)
    ? `'${text.replaceAll("'", "''")}'`
    : JSON.stringify(text);
}

function isPlain(text: string, isFlow: boolean): boolean {
  if (text === "" || needsQuotes(text) || text !== text.trim()) return false;
  if (!/^[\x20-\x7e\xa1-\ud7ff\ue000-\ufffd]*$/.test(text)) return false;
  if (/^[-?:](?:\s|$)|^[#,[\]{}&*!|>'"%@`]|^(?:---|\.\.\.)|: |:$| #/.test(text)) return false;
  return !isFlow || !/[,[\]{}]/.test(text);
}

export function renderScalar(
  value: Exclude<Value, readonly Value[] | ReadonlyMap<string, Value>>,
  style: SourceStyle,
  quoting: Quoting = "plain",
  isFlow = false,
): string {
  return typeof value === "string" ? renderText(value, quoting, style.quote, isFlow) : String(value);
}

/** `key: value` on lines of their own, the first without its indentation. */
export function renderPair(
  key: string,
  value: Value,
  indent: number,
  style: SourceStyle,
  quoting: Quoting = "plain",
): string {
  const name = renderText(key, "plain", style.quote, false);
  return `${name}:${renderBelow(value, indent, style, quoting)}`;
}

/** What follows a colon at `indent`. */
export function renderBelow(value: Value, indent: number, style: SourceStyle, quoting: Quoting = "plain"): string {
  const { lineEnd } = style;
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    if (list.length === 0) return " []";
    const dash = indent + style.listIndent;
    return list.map((item) => `${lineEnd}${" ".repeat(dash)}- ${renderItem(item, dash + 2, style, quoting)}`).join("");
  }
  if (value instanceof Map) {
    const map = value as ReadonlyMap<string, Value>;
    if (map.size === 0) return " {}";
    const inner = indent + style.mapIndent;
    return lineEnd + renderFields(map, inner, style, true);
  }
  return ` ${renderLeaf(value as string, indent + 2, style, quoting)}`;
}

/** What follows a dash, where its lines are indented by `indent`. */
export function renderItem(value: Value, indent: number, style: SourceStyle, quoting: Quoting = "plain"): string {
  if (value instanceof Map) {
    const map = value as ReadonlyMap<string, Value>;
    return map.size === 0 ? "{}" : renderFields(map, indent, style, false);
  }
  return Array.isArray(value) ? renderFlow(value, style, false) : renderLeaf(value as string, indent, style, quoting);
}

function renderFields(
  map: ReadonlyMap<string, Value>,
  indent: number,
  style: SourceStyle,
  indentsFirst: boolean,
): string {
  const pad = " ".repeat(indent);
  const lines = [...map].map(([key, value]) => renderPair(key, value, indent, style, style.quotingOf?.(key)));
  return (indentsFirst ? pad : "") + lines.join(style.lineEnd + pad);
}

function renderLeaf(
  value: string | number | bigint | boolean | null,
  indent: number,
  style: SourceStyle,
  quoting: Quoting,
): string {
  if (typeof value === "string" && /\n/.test(value) && canBeLiteral(value)) return renderLiteral(value, indent, style);
  return renderScalar(value, style, quoting);
}

/** Lines of a text below a `|`. */
export function renderLiteral(text: string, indent: number, style: SourceStyle): string {
  const chomp = text.endsWith("\n") ? (text.endsWith("\n\n") ? "+" : "") : "-";
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  const pad = " ".repeat(indent);
  return `|${chomp}${style.lineEnd}${lines.map((line) => (line === "" ? "" : pad + line)).join(style.lineEnd)}`;
}

export function canBeLiteral(text: string): boolean {
  return (
    /^[^ \n\t]/.test(text) && !/[ \t]\n|[ \t]$/.test(text) && /^[\n\x20-\x7e\xa1-\ud7ff\ue000-\ufffd]*$/.test(text)
  );
}

/** In brackets or braces; `isJson` puts quotes around every text, as in a file that is JSON. */
export function renderFlow(value: Value, style: SourceStyle, isJson: boolean): string {
  const quoting: Quoting = isJson ? '"' : "plain";
  if (Array.isArray(value))
    return `[${(value as readonly Value[]).map((item) => renderFlow(item, style, isJson)).join(", ")}]`;
  if (value instanceof Map) {
    const pairs = [...(value as ReadonlyMap<string, Value>)].map(
      ([key, inner]) => `${renderText(key, quoting, style.quote, true)}: ${renderFlow(inner, style, isJson)}`,
    );
    return `{${pairs.join(", ")}}`;
  }
  return renderScalar(value as string, style, quoting, true);
}
