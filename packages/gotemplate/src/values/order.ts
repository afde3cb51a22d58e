import { compareStrings, sortStrings } from "./text.ts";
import { boolOf, entriesOf, floatOf, Int, KeyedMap, stringOf, typeOf } from "./values.ts";

/** The keys of a map with string keys, in the order in which Go prints and ranges over them. */
export function sortedKeys(entries: ReadonlyMap<string, unknown>): string[] {
  return sortStrings([...entries.keys()]);
}

/** The entries of a map, in the order in which Go prints and ranges over them. */
export function sortedEntries(map: unknown): (readonly [key: unknown, value: unknown])[] {
  const entries = entriesOf(map);
  if (entries) return sortedKeys(entries).map((key) => [key, entries.get(key)] as const);
  if (map instanceof KeyedMap) return [...map.entries.values()].sort((a, b) => compareKeys(a[0], b[0]));
  return [];
}

/** Nil first; then by kind, false before true, NaN before other numbers, strings by their bytes. */
function compareKeys(a: unknown, b: unknown): number {
  const byKind = rank(a) - rank(b);
  if (byKind !== 0) return byKind;
  if (a instanceof Int && b instanceof Int) return a.n < b.n ? -1 : a.n > b.n ? 1 : 0;
  const x = floatOf(a);
  const y = floatOf(b);
  if (x !== undefined && y !== undefined) {
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : -1;
    return Number.isNaN(y) ? 1 : x - y;
  }
  const text = stringOf(a);
  if (text !== undefined) return compareStrings(text, stringOf(b) ?? "");
  return Number(boolOf(a) ?? false) - Number(boolOf(b) ?? false);
}

const KINDS = [
  "invalid",
  "bool",
  "int",
  "int8",
  "int16",
  "int32",
  "int64",
  "uint",
  "uint8",
  "uint16",
  "uint32",
  "uint64",
  "float32",
  "float64",
  "complex128",
  "array",
  "string",
];

function rank(key: unknown): number {
  return KINDS.indexOf(typeOf(key)?.kind ?? "invalid");
}
