import { sprint, sprintf, sprintln } from "../fmt/sprintf.ts";
import { goFunction, type FunctionMap, type GoFunction } from "../values/function.ts";
import { isAssignable, isSigned, isUnsigned, uint8Type, type GoType } from "../values/types.ts";
import {
  Boxed,
  entriesOf,
  Func,
  GoError,
  indirect,
  int,
  Int,
  isTrue,
  itemsOf,
  KeyedMap,
  keyText,
  lengthOfList,
  Pointer,
  Slice,
  StringMap,
  stringOf,
  typeOf,
  zeroOf,
} from "../values/values.ts";
import { byteLength, sliceBytes, toBytes } from "../values/text.ts";
import { printableForm } from "./printable.ts";
import { comparisons } from "./compare.ts";
import { htmlEscape, jsEscape, queryEscape } from "./escape.ts";

const unreachable = (): never => {
  throw new TypeError("evaluated by the compiler");
};

/** `and`: the compiler evaluates it, for it stops at the first argument that is not true. */
export const AND: GoFunction = goFunction("value ...value", unreachable);
/** `or`: stops at the first argument that is true. */
export const OR: GoFunction = goFunction("value ...value", unreachable);

/** `call`: the compiler puts the text of the first argument in front of the others. */
export const CALL: GoFunction = goFunction("value ...value", call);

/** The functions that every template has. */
export const builtins: FunctionMap = new Map<string, GoFunction>([
  ["and", AND],
  ["or", OR],
  ["not", goFunction("value", (value: unknown) => !isTrue(value))],
  ["len", goFunction("value", length)],
  ["index", goFunction("value ...value", index)],
  ["slice", goFunction("value ...value", slice)],
  ["call", CALL],
  ["print", goFunction("...any", (...args: unknown[]) => sprint(args))],
  ["println", goFunction("...any", (...args: unknown[]) => sprintln(args))],
  ["printf", goFunction("string ...any", (format: string, ...args: unknown[]) => sprintf(format, args))],
  ["html", goFunction("...any", (...args: unknown[]) => htmlEscape(textOf(args)))],
  ["js", goFunction("...any", (...args: unknown[]) => jsEscape(textOf(args)))],
  ["urlquery", goFunction("...any", (...args: unknown[]) => queryEscape(textOf(args)))],
  ...comparisons,
]);

function textOf(args: readonly unknown[]): string {
  const texts = args.map(printableForm);
  return args.length === 1 && typeof texts[0] === "string" ? texts[0] : sprint(texts);
}

function length(value: unknown): Int {
  if (value === undefined) throw new GoError("reflect: call of reflect.Value.Type on zero Value");
  const target = indirect(value);
  if (target === null || target instanceof Pointer) throw new GoError("len of nil pointer");
  const text = stringOf(target);
  if (text !== undefined) return int(byteLength(text));
  const count = lengthOfList(target) ?? sizeOfMap(target);
  if (count === undefined) throw new GoError(`len of type ${typeOf(target)!.name}`);
  return int(count);
}

function sizeOfMap(value: unknown): number | undefined {
  return entriesOf(value)?.size ?? (value instanceof KeyedMap ? value.entries.size : undefined);
}

function index(item: unknown, ...indexes: unknown[]): unknown {
  if (item === undefined || item === null) throw new GoError("index of untyped nil");
  let current: unknown = item;
  for (const at of indexes) {
    current = indirect(current);
    if (current === null || current === undefined || current instanceof Pointer) {
      throw new GoError("index of nil pointer");
    }
    current = element(current, at);
  }
  return current;
}

function element(container: unknown, at: unknown): unknown {
  const text = stringOf(container);
  if (text !== undefined) return new Int(uint8Type, BigInt(toBytes(text)[itemAt(at, byteLength(text), "string")]!));
  const length = lengthOfList(container);
  if (length !== undefined) return itemsOf(container)![itemAt(at, length, typeOf(container)!.kind)];
  const type = typeOf(container)!;
  if (type.kind !== "map") throw new GoError(`can't index item of type ${type.name}`);
  const key = at instanceof Int && isInteger(type.key!) ? new Int(type.key!, at.n) : (at ?? null);
  const keyType = typeOf(key);
  if (keyType === undefined && type.key!.kind !== "interface") {
    throw new GoError(`value is nil; should be of type ${type.key!.name}`);
  }
  if (keyType && !isAssignable(keyType, type.key!)) {
    throw new GoError(`value has type ${keyType.name}; should be ${type.key!.name}`);
  }
  const entries = entriesOf(container);
  const found = entries ? entries.get(stringOf(key)!) : (container as KeyedMap).entries.get(keyText(key))?.[1];
  if (found !== undefined) return found;
  return container instanceof StringMap || container instanceof KeyedMap ? zeroOf(type.elem!) : null;
}

/** Integers of any size can be keys of maps with integer keys. */
function isInteger({ kind }: GoType): boolean {
  return isSigned(kind) || isUnsigned(kind);
}

function itemAt(at: unknown, length: number, kind: string): number {
  const index = position(at, length);
  if (index === length) throw new GoError(`reflect: ${kind} index out of range`);
  return index;
}

/** A place in a list, or right behind it. */
function position(at: unknown, length: number): number {
  if (at === undefined || at === null) throw new GoError("cannot index slice/array with nil");
  if (!(at instanceof Int) || !(isSigned(at.type.kind) || isUnsigned(at.type.kind))) {
    throw new GoError(`cannot index slice/array with type ${typeOf(at)!.name}`);
  }
  if (at.n < 0n || at.n > BigInt(length)) throw new GoError(`index out of range: ${at.n}`);
  return Number(at.n);
}

function slice(item: unknown, ...indexes: unknown[]): unknown {
  if (item === undefined || item === null) throw new GoError("slice of untyped nil");
  if (indexes.length > 3) throw new GoError(`too many slice indexes: ${indexes.length}`);
  const text = stringOf(item);
  if (text !== undefined && indexes.length === 3) throw new GoError("cannot 3-index slice a string");
  const length = text === undefined ? lengthOfList(item) : byteLength(text);
  if (length === undefined) throw new GoError(`can't slice item of type ${typeOf(item)!.name}`);
  const bounds = indexes.map((at) => position(at, length));
  const [start = 0, end = length, capacity] = bounds;
  if (start > end) throw new GoError(`invalid slice index: ${start} > ${end}`);
  if (capacity !== undefined && end > capacity) throw new GoError(`invalid slice index: ${end} > ${capacity}`);
  if (text !== undefined) {
    const part = sliceBytes(text, start, end);
    return item instanceof Boxed ? new Boxed(item.type, part) : part;
  }
  if (Array.isArray(item)) return (item as unknown[]).slice(start, end);
  if (item instanceof Uint8Array) return item.slice(start, end);
  return new Slice(typeOf(item)!, itemsOf(item)!.slice(start, end));
}

function call(text: string, value: unknown, ...args: unknown[]): unknown {
  if (value === undefined || value === null) throw new GoError("call of nil");
  if (!(value instanceof Func)) throw new GoError(`non-function ${text} of type ${typeOf(value)!.name}`);
  if (!value.func) throw new GoError("call of nil");
  const { params, variadic } = value.func;
  const fixed = variadic ? params.length - 1 : params.length;
  if (variadic ? args.length < fixed : args.length !== fixed) {
    throw new GoError(`wrong number of args: got ${args.length} want ${variadic ? `at least ${fixed}` : fixed}`);
  }
  return (value.func.call as (...values: unknown[]) => unknown)(...args);
}
