import {
  boolOf,
  entriesOf,
  floatOf,
  formatFloat,
  GoError,
  integerOf,
  isNil,
  itemsOf,
  sortStrings,
  stringOf,
} from "@hawser/gotemplate";
import { checkSize } from "./value-size.ts";

class TomlFailure extends Error {}

/**
 * As Helm's `toToml`: scalars before tables, keys sorted, tables indented. Where it fails the text is the error's.
 */
export function toTomlText(value: unknown): { text: string; error?: string } {
  checkSize(value);
  try {
    const out: string[] = [];
    if (value === null || value === undefined) throw new GoError("reflect: call of reflect.Value.Type on zero Value");
    const entries = entriesOf(value);
    // What is no table is written as the value of a field is, without the field.
    if (!entries) return { text: inline(value) };
    writeTable(out, entries, []);
    return { text: out.join("") };
  } catch (error) {
    if (error instanceof TomlFailure) return { text: error.message, error: error.message };
    throw error;
  }
}

function writeTable(out: string[], entries: ReadonlyMap<string, unknown>, path: readonly string[]): void {
  if (path.length > 200) throw new TomlFailure("toml: tables are nested too deep");
  const indent = "  ".repeat(Math.max(0, path.length - 1));
  const keys = sortStrings([...entries.keys()]);
  const inner = path.length > 0 ? `${indent}  ` : "";
  for (const key of keys) {
    const value = entries.get(key);
    if (value === null || value === undefined || isTableLike(value)) continue;
    out.push(`${inner}${keyText(key)} = ${inline(value)}\n`);
  }
  for (const key of keys) {
    const value = entries.get(key);
    const below = [...path, key];
    const head = below.map(keyText).join(".");
    const belowIndent = "  ".repeat(below.length - 1);
    const table = entriesOf(value);
    if (table) {
      if (isNil(value)) continue;
      if (below.length === 1) lineBreak(out);
      out.push(`${belowIndent}[${head}]\n`);
      writeTable(out, table, below);
    } else if (isTableLike(value)) {
      for (const item of itemsOf(value) ?? []) {
        lineBreak(out);
        out.push(`${belowIndent}[[${head}]]\n`);
        writeTable(out, entriesOf(item) ?? new Map(), below);
      }
    }
  }
}

function lineBreak(out: string[]): void {
  if (out.length > 0) out.push("\n");
}

function isTableLike(value: unknown): boolean {
  if (entriesOf(value)) return true;
  const items = itemsOf(value);
  return items !== undefined && items.length > 0 && items.every((item) => entriesOf(item) !== undefined);
}

function inline(value: unknown): string {
  const text = stringOf(value);
  if (text !== undefined) return quoteToml(text);
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString();
  const float = floatOf(value);
  if (float !== undefined) return floatText(float);
  const bool = boolOf(value);
  if (bool !== undefined) return String(bool);
  const items = itemsOf(value);
  if (items) {
    return `[${items
      .map((item) => {
        if (item === null) throw new TomlFailure("toml: cannot encode array with nil element");
        return inline(item);
      })
      .join(", ")}]`;
  }
  const entries = entriesOf(value);
  if (entries) {
    const fields = sortStrings([...entries.keys()]).map((key) => `${keyText(key)} = ${inline(entries.get(key))}`);
    return `{${fields.join(", ")}}`;
  }
  throw new TomlFailure("toml: unsupported type");
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = formatFloat(value, "g", -1);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function keyText(key: string): string {
  return /^[A-Za-z0-9_-]+$/.test(key) ? key : quoteToml(key);
}

function quoteToml(text: string): string {
  let out = '"';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === '"' || char === "\\") out += `\\${char}`;
    else if (char === "\n") out += "\\n";
    else if (char === "\t") out += "\\t";
    else if (char === "\r") out += "\\r";
    else if (char === "\b") out += "\\b";
    else if (char === "\f") out += "\\f";
    else if (code < 0x20 || code === 0x7f) out += `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
    else out += char;
  }
  return `${out}"`;
}
