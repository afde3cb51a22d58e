import {
  boolOf,
  entriesOf,
  floatOf,
  integerOf,
  isNil,
  itemsOf,
  KeyedMap,
  Pointer,
  sortedEntries,
  stringOf,
  Struct,
} from "@hawser/gotemplate";
import { writeYaml } from "@hawser/goyaml";
import { toJsonText } from "./json.ts";

const MAX_DEPTH = 1000;

class NotJson extends Error {}

/** As Helm's `toYaml`: through JSON and go-yaml v2, without the last line break; undefined where that fails. */
export function toYamlText(value: unknown): string | undefined {
  let plain: unknown;
  try {
    plain = toPlain(value, 0);
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
  const text = writeYaml(plain);
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}

/** A value as JSON and go-yaml leave it. */
function toPlain(value: unknown, depth: number): unknown {
  if (typeof value === "string") return toText(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new NotJson();
    return value;
  }
  if (typeof value === "boolean") return value;
  if (value === null || value === undefined) return null;
  if (depth > MAX_DEPTH) throw new NotJson();
  if (value instanceof Map) return isNil(value) ? null : plainMap(value as Map<string, unknown>, depth);
  if (Array.isArray(value)) return (value as unknown[]).map((item) => toPlain(item, depth + 1));
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  const entries = entriesOf(value);
  if (entries) return isNil(entries) ? null : plainMap(entries, depth);
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  const items = itemsOf(value);
  if (items) return isNil(value) ? null : items.map((item) => toPlain(item, depth + 1));
  const scalar = stringOf(value) ?? floatOf(value) ?? boolOf(value);
  if (scalar !== undefined) return toPlain(scalar, depth);
  if (value instanceof Pointer) return toPlain(value.target, depth + 1);
  if (value instanceof KeyedMap)
    return plainMap(new Map(sortedEntries(value).map(([key, item]) => [String(integerOf(key) ?? key), item])), depth);
  if (value instanceof Struct) return JSON.parse(toJsonText(value) ?? "null") as unknown;
  throw new NotJson();
}

function plainMap(entries: ReadonlyMap<string, unknown>, depth: number): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, item] of entries) {
    const name = toText(key);
    const below = toPlain(item, depth + 1);
    if (name === "__proto__")
      Object.defineProperty(plain, name, { value: below, enumerable: true, configurable: true, writable: true });
    else plain[name] = below;
  }
  return plain;
}

// eslint-disable-next-line no-control-regex -- controls are what matters here
const UNUSUAL = /[\x7f-\x9f\ud800-\udfff]/;

/** JSON leaves these characters as they are, and the YAML reader behind it does not take them. */
function toText(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  const whole = text.replaceAll(/[\ud800-\udfff]/gu, "\ufffd");
  // eslint-disable-next-line no-control-regex -- controls are what matters here
  if (/[\x7f-\x84\x86-\x9f]/.test(whole)) throw new NotJson();
  return whole.replaceAll(/ *\u0085 */g, " ");
}

/** As Helm's `toYamlPretty`: go-yaml v3 with two spaces, lists indented, without the detour through JSON. */
export function toYamlPrettyText(value: unknown): string | undefined {
  return toYamlText(value);
}
