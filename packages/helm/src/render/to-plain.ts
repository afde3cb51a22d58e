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
import { toJsonText } from "./json.ts";

const MAX_DEPTH = 1000;

/** A value that JSON cannot hold. */
export class NotJson extends Error {
  override name = "NotJson";
}

/** A value as Go's JSON would hold it, as a plain value. Throws `NotJson`. */
export function toPlain(value: unknown, depth = 0): unknown {
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
  // Types that say themselves how they look in JSON.
  const own = value as { type?: { methods?: ReadonlyMap<string, unknown> } };
  if (own.type?.methods?.has("MarshalJSON") || own.type?.methods?.has("MarshalText") || value instanceof Struct)
    return parseOwn(value);
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  const items = itemsOf(value);
  if (items) return isNil(value) ? null : items.map((item) => toPlain(item, depth + 1));
  const scalar = stringOf(value) ?? floatOf(value) ?? boolOf(value);
  if (scalar !== undefined) return toPlain(scalar, depth);
  if (value instanceof Pointer) return toPlain(value.target, depth + 1);
  if (value instanceof KeyedMap)
    return plainMap(new Map(sortedEntries(value).map(([key, item]) => [String(integerOf(key)), item])), depth);
  return parseOwn(value);
}

function parseOwn(value: unknown): unknown {
  const text = toJsonText(value);
  if (text === undefined) throw new NotJson();
  return JSON.parse(text) as unknown;
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

const BROKEN = /[\ud800-\udfff]/u;

function toText(text: string): string {
  return BROKEN.test(text) ? text.replaceAll(/[\ud800-\udfff]/gu, "\ufffd") : text;
}
