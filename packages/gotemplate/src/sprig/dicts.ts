import { goFunction, type GoFunction } from "../values/function.ts";
import { sortedKeys } from "../values/order.ts";
import {
  entriesOf,
  GoError,
  itemsOf,
  KeyedMap,
  NilMap,
  Pointer,
  Slice,
  StringMap,
  strings,
  Struct,
  typeOf,
  zeroOf,
} from "../values/values.ts";
import { isEmpty, textOf } from "./conversion.ts";

type Dict = Map<string, unknown>;

function dict(...pairs: unknown[]): Dict {
  const result: Dict = new Map();
  for (let at = 0; at < pairs.length; at += 2)
    result.set(textOf(pairs[at]), at + 1 < pairs.length ? pairs[at + 1] : "");
  return result;
}

function get(from: Dict, key: string): unknown {
  const value = from.get(key);
  return value === undefined ? "" : value;
}

function set(to: Dict, key: string, value: unknown): Dict {
  to.set(key, value);
  return to;
}

function unset(from: Dict, key: string): Dict {
  from.delete(key);
  return from;
}

function pluck(key: string, ...dicts: Dict[]): unknown[] {
  return dicts.filter((from) => from.has(key)).map((from) => from.get(key));
}

/** Go's order is random; here it is the order of the keys. */
function keys(...dicts: Dict[]): Slice {
  return strings(dicts.flatMap((from) => sortedKeys(from)));
}

function values(from: Dict): unknown[] {
  return sortedKeys(from).map((key) => from.get(key));
}

function pick(from: Dict, ...names: string[]): Dict {
  return new Map(names.filter((name) => from.has(name)).map((name) => [name, from.get(name)]));
}

function omit(from: Dict, ...names: string[]): Dict {
  const omitted = new Set(names);
  return new Map([...from].filter(([name]) => !omitted.has(name)));
}

/** Deeper than any real value; only a map that holds itself gets there. */
const MAX_DEPTH = 250;

/**
 * Fills `into` from `from`: what is missing or empty; with `overwrite`, whatever `from` has. Maps are merged, and
 * what only `from` has is shared, not copied.
 */
function mergeInto(into: Dict, from: ReadonlyMap<string, unknown>, overwrite: boolean, depth: number): void {
  if (depth > MAX_DEPTH) throw new GoError("the maps are nested too deeply to be merged");
  for (const [key, value] of from) {
    const present = into.has(key);
    const own = into.get(key);
    const ownMap = entriesOf(own);
    const map = entriesOf(value);
    if (ownMap && map && !(ownMap instanceof NilMap)) {
      mergeInto(ownMap, map, overwrite, depth + 1);
      continue;
    }
    if (overwrite) {
      into.set(key, value);
      continue;
    }
    if (value === null || value === undefined) continue;
    if (!present || isEmpty(own)) into.set(key, value);
  }
}

function merge(overwrite: boolean) {
  return (target: Dict, ...sources: Dict[]): Dict => {
    const into: Dict = target instanceof NilMap ? new Map() : target;
    for (const from of sources) mergeInto(into, from, overwrite, 0);
    return into;
  };
}

function dig(...args: unknown[]): unknown {
  if (args.length < 3) throw new GoError("dig needs at least three arguments");
  const path = args.slice(0, -2);
  const fallback = args.at(-2);
  let current: unknown = args.at(-1);
  if (!(current instanceof Map)) throw conversionError(current, "map[string]interface {}");
  for (const step of path) if (typeof step !== "string") throw conversionError(step, "string");
  for (const step of path as string[]) {
    const map: unknown = current;
    if (!(map instanceof Map)) throw conversionError(map, "map[string]interface {}");
    if (!map.has(step)) return fallback;
    current = map.get(step);
  }
  return current;
}

function conversionError(value: unknown, wanted: string): GoError {
  const actual = typeOf(value)?.name ?? "nil";
  return new GoError(`interface conversion: interface {} is ${actual}, not ${wanted}`);
}

/** A copy that shares nothing that can be changed. */
export function deepCopy(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw new GoError("the value is nested too deeply to be copied");
  if (value instanceof NilMap) return value;
  if (value instanceof Map) return copyEntries(value as Dict, depth);
  if (Array.isArray(value)) return value.map((item) => deepCopy(item, depth + 1));
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof StringMap) return new StringMap(value.type, copyEntries(value.entries, depth));
  if (value instanceof KeyedMap) {
    return new KeyedMap(
      value.type,
      [...value.entries.values()].map(([key, item]) => [key, deepCopy(item, depth + 1)]),
    );
  }
  if (value instanceof Struct && value.constructor === Struct) return copyStruct(value, depth);
  if (value instanceof Pointer && value.target !== null) {
    return new Pointer(value.type.elem!, deepCopy(value.target, depth + 1));
  }
  if (value instanceof Slice && !value.isNil) {
    return new Slice(
      value.type,
      itemsOf(value)!.map((item) => deepCopy(item, depth + 1)),
    );
  }
  return value;
}

/** What is not exported is lost on the way, as it is in Go. */
function copyStruct({ type, values }: Struct, depth: number): Struct {
  const copies = values.map((value, at) => {
    if (/^\p{Lu}/u.test(type.fields?.[at] ?? "")) return deepCopy(value, depth + 1);
    const own = typeOf(value);
    return own ? zeroOf(own) : value;
  });
  return new Struct(type, copies);
}

function copyEntries(entries: Dict, depth: number): Dict {
  const copy: Dict = new Map();
  for (const [key, item] of entries) copy.set(key, deepCopy(item, depth + 1));
  return copy;
}

function deepCopyFunction(value: unknown): unknown {
  if (value === null || value === undefined) throw new GoError("reflect: call of reflect.Value.Type on zero Value");
  return deepCopy(value);
}

const mergeFunction = goFunction("dict ...dict", merge(false));
const mergeOverwriteFunction = goFunction("dict ...dict", merge(true));
const copyFunction = goFunction("any", deepCopyFunction);

/** Functions of maps. */
export const dictFunctions: Record<string, GoFunction> = {
  dict: goFunction("...any", dict),
  get: goFunction("dict string", get),
  set: goFunction("dict string any", set),
  unset: goFunction("dict string", unset),
  hasKey: goFunction("dict string", (from: Dict, key: string) => from.has(key)),
  pluck: goFunction("string ...dict", pluck),
  keys: goFunction("...dict", keys),
  values: goFunction("dict", values),
  pick: goFunction("dict ...string", pick),
  omit: goFunction("dict ...string", omit),
  merge: mergeFunction,
  mustMerge: mergeFunction,
  mergeOverwrite: mergeOverwriteFunction,
  mustMergeOverwrite: mergeOverwriteFunction,
  dig: goFunction("...any", dig),
  deepCopy: copyFunction,
  mustDeepCopy: copyFunction,
};
