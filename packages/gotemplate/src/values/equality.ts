import {
  Boxed,
  Complex,
  entriesOf,
  Func,
  Int,
  isNil,
  KeyedMap,
  lengthOfList,
  itemsOf,
  Pointer,
  Struct,
  typeOf,
} from "./values.ts";

/** Deeper than any real value. */
const MAX_DEPTH = 250;

/** `reflect.DeepEqual`: the same types and, all the way down, the same values. */
export function deepEqual(a: unknown, b: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return a === b;
  if (a === b) return !(a instanceof Func);
  if (a === null || a === undefined || b === null || b === undefined) {
    return (a ?? null) === (b ?? null);
  }
  const type = typeOf(a)!;
  if (type !== typeOf(b)) return false;
  if (a instanceof Int) return a.n === (b as Int).n;
  if (a instanceof Boxed) return a.value === (b as Boxed).value;
  if (a instanceof Complex) return a.re === (b as Complex).re && a.im === (b as Complex).im;
  if (isNil(a) !== isNil(b)) return false;
  if (lengthOfList(a) !== undefined) return deepEqualItems(itemsOf(a)!, itemsOf(b)!, depth);
  const entries = entriesOf(a);
  if (entries) return deepEqualEntries(entries, entriesOf(b)!, depth);
  if (a instanceof KeyedMap) {
    const other = (b as KeyedMap).entries;
    if (a.entries.size !== other.size) return false;
    return [...a.entries].every(
      ([key, [, value]]) => other.has(key) && deepEqual(value, other.get(key)![1], depth + 1),
    );
  }
  if (a instanceof Struct) return deepEqualItems(a.values, (b as Struct).values, depth);
  if (a instanceof Pointer) return deepEqual(a.target, (b as Pointer).target, depth + 1);
  return false;
}

function deepEqualItems(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, at) => deepEqual(item, b[at], depth + 1));
}

function deepEqualEntries(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>, depth: number): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !deepEqual(value, b.get(key), depth + 1)) return false;
  return true;
}
