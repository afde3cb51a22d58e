import { deepEqual } from "../values/equality.ts";
import { goFunction, type GoFunction } from "../values/function.ts";
import { listType, sliceOf } from "../values/types.ts";
import { GoError, Int, itemsOf, keyText, nilDereference, Slice, typeOf } from "../values/values.ts";
import { isEmpty, kindName, toInteger } from "./conversion.ts";

/** The items of any list; anything else fails as Sprig does. */
function items(list: unknown, action: string): readonly unknown[] {
  if (list === null || list === undefined) throw nilDereference();
  const found = itemsOf(list);
  if (!found) throw new GoError(`Cannot ${action} type ${kindName(list)}`);
  return found;
}

function first(list: unknown): unknown {
  return items(list, "find first on")[0] ?? null;
}

function last(list: unknown): unknown {
  return items(list, "find last on").at(-1) ?? null;
}

/** Sprig answers with a nil list where nothing is left. */
function nilList(): Slice {
  return new Slice(listType, [], true);
}

function rest(list: unknown): unknown {
  const all = items(list, "find rest on");
  return all.length === 0 ? nilList() : all.slice(1);
}

function initial(list: unknown): unknown {
  const all = items(list, "find initial on");
  return all.length === 0 ? nilList() : all.slice(0, -1);
}

function uniq(list: unknown): unknown {
  const kept: unknown[] = [];
  const scalars = new Set<string>();
  const others: unknown[] = [];
  for (const item of items(list, "find uniq on")) {
    if (isScalar(item)) {
      const key = keyText(item);
      if (scalars.has(key)) continue;
      scalars.add(key);
    } else {
      if (includes(others, item)) continue;
      others.push(item);
    }
    kept.push(item);
  }
  return kept;
}

/** Whether `keyText` tells all that there is to a value. */
function isScalar(value: unknown): boolean {
  return value instanceof Int || typeof value === "string" || typeof value === "boolean";
}

/** Sprig looks for an item with `reflect.DeepEqual`: 5 is not 5.0. */
function includes(list: readonly unknown[], item: unknown): boolean {
  return list.some((other) => deepEqual(other, item));
}

function without(list: unknown, ...omitted: unknown[]): unknown {
  return items(list, "find without on").filter((item) => !includes(omitted, item));
}

function has(needle: unknown, haystack: unknown): boolean {
  if (haystack === null || haystack === undefined) return false;
  return includes(items(haystack, "find has on"), needle);
}

function slice(list: unknown, ...indices: unknown[]): unknown {
  if (list === null || list === undefined) throw nilDereference();
  const all = itemsOf(list);
  if (!all) throw new GoError(`list should be type of slice or array but ${kindName(list)}`);
  if (all.length === 0) return null;
  const type = typeOf(list)!;
  if (type.kind === "array") throw new GoError("reflect.Value.Slice: slice of unaddressable array");
  const start = indices.length > 0 ? Number(toInteger(indices[0])) : 0;
  const end = indices.length > 1 ? Number(toInteger(indices[1])) : all.length;
  if (start < 0 || end < start || end > all.length) {
    throw new GoError("reflect.Value.Slice: slice index out of bounds");
  }
  const kept = all.slice(start, end);
  return type === listType ? kept : new Slice(type, kept);
}

function concat(...lists: unknown[]): unknown {
  const all: unknown[] = [];
  for (const list of lists) {
    if (list === null || list === undefined) throw nilDereference();
    const found = itemsOf(list);
    if (!found) throw new GoError(`Cannot concat type ${kindName(list)} as list`);
    for (const item of found) all.push(item);
  }
  return all.length === 0 ? nilList() : all;
}

function chunk(size: number, list: unknown): unknown {
  const all = items(list, "chunk");
  // Go counts the chunks first: a size below zero can give none, or a negative number of them.
  const count = Math.floor((all.length - 1) / size) + 1;
  if (count === 0) return new Slice(CHUNKS, []);
  if (size < 1) throw new GoError("runtime error: makeslice: len out of range");
  const chunks: unknown[] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size));
  return new Slice(CHUNKS, chunks);
}

const CHUNKS = sliceOf(listType);

function append(list: unknown, item: unknown): unknown {
  return [...items(list, "push on"), item];
}

function prepend(list: unknown, item: unknown): unknown {
  return [item, ...items(list, "prepend on")];
}

function compact(list: unknown): unknown {
  return items(list, "compact on").filter((item) => !isEmpty(item));
}

function reverse(list: unknown): unknown {
  return [...items(list, "find reverse on")].reverse();
}

/** More items than this in one list are refused. */
export const MAX_ITEMS = 10_000_000;

const list = goFunction("...any", (...values: unknown[]) => values);
const push = goFunction("any any", append);

/** Functions of lists. */
export const listFunctions: Record<string, GoFunction> = {
  list,
  tuple: list,
  ...both("first", goFunction("any", first)),
  ...both("last", goFunction("any", last)),
  ...both("rest", goFunction("any", rest)),
  ...both("initial", goFunction("any", initial)),
  ...both("uniq", goFunction("any", uniq)),
  ...both("without", goFunction("any ...any", without)),
  ...both("has", goFunction("any any", has)),
  ...both("slice", goFunction("any ...any", slice)),
  ...both("reverse", goFunction("any", reverse)),
  ...both("append", push),
  ...both("push", push),
  ...both("prepend", goFunction("any any", prepend)),
  ...both("compact", goFunction("any", compact)),
  ...both("chunk", goFunction("int any", chunk)),
  concat: goFunction("...any", concat),
};

/** A function and the same with `must` before it: both fail here, for Sprig panics in the one and errs in the other. */
function both(name: string, func: GoFunction): Record<string, GoFunction> {
  return { [name]: func, [`must${name[0]!.toUpperCase()}${name.slice(1)}`]: func };
}
