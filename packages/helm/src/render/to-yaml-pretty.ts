import { entriesOf, floatOf, formatFloat, integerOf, isNil, itemsOf } from "@hawser/gotemplate";
import { compareKeys, writeYaml } from "@hawser/goyaml";
import { NotJson, toPlain } from "./to-plain.ts";
import { checkSize } from "./value-size.ts";

const MAX_DEPTH = 1000;

/**
 * As Helm's `toYamlPretty`: go-yaml v3 with two spaces, lists indented, nothing folded, without the detour through
 * JSON. Undefined where it fails.
 */
export function toYamlPrettyText(value: unknown): string | undefined {
  checkSize(value);
  try {
    const out: string[] = [];
    write(value, 0, "root", out, 0);
    return out.join("").replace(/^\n/, "");
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** Where a value stands: alone, behind a key, or behind a dash. */
type Place = "root" | "value" | "item";

function write(value: unknown, indent: number, place: Place, out: string[], depth: number): void {
  if (depth > MAX_DEPTH) throw new NotJson();
  const entries = entriesOf(value);
  if (entries) return writeMap(entries, indent, place, out, depth);
  const items = typeof value === "string" || value instanceof Uint8Array ? undefined : itemsOf(value);
  if (items && !isNil(value)) return writeList(items, indent, place, out, depth);
  out.push(place === "value" ? " " : "", scalar(value, indent));
}

function writeMap(
  entries: ReadonlyMap<string, unknown>,
  indent: number,
  place: Place,
  out: string[],
  depth: number,
): void {
  if (entries.size === 0) return void out.push(place === "value" ? " {}" : "{}");
  for (const [index, key] of [...entries.keys()].sort(compareKeys).entries()) {
    if (!(place === "item" && index === 0)) out.push("\n", " ".repeat(indent));
    out.push(scalar(key, indent), ":");
    write(entries.get(key), indent + 2, "value", out, depth + 1);
  }
}

function writeList(items: readonly unknown[], indent: number, place: Place, out: string[], depth: number): void {
  if (items.length === 0) return void out.push(place === "value" ? " []" : "[]");
  for (const [index, item] of items.entries()) {
    if (!(place === "item" && index === 0)) out.push("\n", " ".repeat(indent));
    out.push("- ");
    write(item, indent + 2, "item", out, depth + 1);
  }
}

function scalar(value: unknown, indent: number): string {
  const integer = integerOf(value);
  if (integer !== undefined) return integer.toString();
  const float = floatOf(value);
  if (float !== undefined) {
    if (Number.isNaN(float)) return ".nan";
    return Number.isFinite(float) ? formatFloat(float, "g", -1) : float > 0 ? ".inf" : "-.inf";
  }
  const plain = toPlain(value);
  return typeof plain === "string" ? text(plain, indent) : writeYaml(plain).trimEnd();
}

function text(value: string, indent: number): string {
  if (value.includes("\n")) return block(value, indent);
  const written = writeYaml(value).slice(0, -1);
  // What was folded had one space there.
  return written.includes("\n") ? written.replaceAll(/\n *\\?/g, " ") : written;
}

/** A text of several lines; unlike in go-yaml v2 a tab in it does no harm. */
function block(value: string, indent: number): string {
  const [head = ""] = writeYaml(value.replaceAll("\t", "t")).split("\n");
  if (!head.startsWith("|"))
    return writeYaml(value)
      .slice(0, -1)
      .replaceAll(/\n *\\?/g, " ");
  const lines = value.split("\n");
  if (value.endsWith("\n")) lines.pop();
  const pad = " ".repeat(Math.max(indent, 2));
  return [head, ...lines.map((line) => (line === "" ? "" : pad + line))].join("\n");
}
