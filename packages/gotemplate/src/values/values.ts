import type { GoFunction } from "./function.ts";
import {
  boolType,
  bytesType,
  dictType,
  float64Type,
  int64Type,
  intType,
  isSigned,
  isUnsigned,
  listType,
  pointerTo,
  stringType,
  stringsType,
  type GoType,
  type Kind,
} from "./types.ts";

/** An integer of Go, of any size and sign, also of a named type such as `time.Duration`. */
export class Int {
  readonly type: GoType;
  readonly n: bigint;
  constructor(type: GoType, n: bigint) {
    this.type = type;
    this.n = n;
  }
}

/** A scalar whose type is not the one that its JS value stands for: `float32`, a named string, a named bool. */
export class Boxed {
  readonly type: GoType;
  readonly value: string | number | boolean;
  constructor(type: GoType, value: string | number | boolean) {
    this.type = type;
    this.value = value;
  }
}

/** A complex number. */
export class Complex {
  readonly type: GoType;
  readonly re: number;
  readonly im: number;
  constructor(type: GoType, re: number, im: number) {
    this.type = type;
    this.re = re;
    this.im = im;
  }
}

/** A slice or array of another type than `[]interface {}` (a JS array) and `[]uint8` (a `Uint8Array`), or a nil slice. */
export class Slice {
  readonly type: GoType;
  readonly items: readonly unknown[];
  readonly isNil: boolean;
  constructor(type: GoType, items: readonly unknown[], isNil = false) {
    this.type = type;
    this.items = items;
    this.isNil = isNil;
  }
}

/** The nil `map[string]interface {}`: empty, and not to be written to. */
export class NilMap extends Map<string, unknown> {
  override set(): this {
    throw new GoError("assignment to entry in nil map");
  }
}

/** A map with string keys of another type than `map[string]interface {}` (a JS `Map`). */
export class StringMap {
  readonly type: GoType;
  readonly entries: Map<string, unknown>;
  constructor(type: GoType, entries: Map<string, unknown>) {
    this.type = type;
    this.entries = entries;
  }
}

/** A map whose keys are no strings: the entries by the text of the key, see `keyText`. */
export class KeyedMap {
  readonly type: GoType;
  readonly entries: ReadonlyMap<string, readonly [key: unknown, value: unknown]>;
  constructor(type: GoType, entries: Iterable<readonly [unknown, unknown]>) {
    this.type = type;
    this.entries = new Map([...entries].map((entry) => [keyText(entry[0]), entry]));
  }
}

/** A struct: the values of `type.fields`, in order. */
export class Struct {
  readonly type: GoType;
  readonly values: readonly unknown[];
  constructor(type: GoType, values: readonly unknown[]) {
    this.type = type;
    this.values = values;
  }
}

/** A pointer; `null` is nil. */
export class Pointer {
  readonly type: GoType;
  readonly target: unknown;
  constructor(elem: GoType, target: unknown) {
    this.type = pointerTo(elem);
    this.target = target;
  }
}

/** A function as a value, for `call`, or a nil one. */
export class Func {
  readonly type: GoType;
  readonly func: GoFunction | undefined;
  constructor(type: GoType, func: GoFunction | undefined) {
    this.type = type;
    this.func = func;
  }
}

/** A failure of a function, in the words of Go; the template adds the place and the function's name. */
export class GoError extends Error {
  override name = "GoError";
}

/** The nil pointer panic of Go. */
export function nilDereference(): GoError {
  return new GoError("runtime error: invalid memory address or nil pointer dereference");
}

const SMALL = 1024;
const smallInts: Int[] = Array.from({ length: SMALL }, (_, n) => new Int(intType, BigInt(n)));
const smallInt64s: Int[] = Array.from({ length: SMALL }, (_, n) => new Int(int64Type, BigInt(n)));

/** An `int`. */
export function int(n: number | bigint): Int {
  if (n >= 0 && n < SMALL) return smallInts[Number(n)]!;
  return new Int(intType, BigInt.asIntN(64, BigInt(n)));
}

/** An `int64`, wrapped around where 64 bits do not hold it. */
export function int64(n: number | bigint): Int {
  if (n >= 0 && n < SMALL) return smallInt64s[Number(n)]!;
  return new Int(int64Type, BigInt.asIntN(64, BigInt(n)));
}

/** A `[]string`. */
export function strings(items: readonly string[]): Slice {
  return new Slice(stringsType, items);
}

/** A new `map[string]interface {}`. */
export function dict(entries: Iterable<readonly [string, unknown]> = []): Map<string, unknown> {
  return new Map(entries);
}

/** Whatever has a Go type of its own. */
interface Typed {
  readonly type: GoType;
}

/**
 * The type of a value. `null` is nil without a type, `undefined` no value at all: neither has one.
 * A value that no template can hold (a plain object, a symbol) is a mistake of the program and throws.
 */
export function typeOf(value: unknown): GoType | undefined {
  switch (typeof value) {
    case "string":
      return stringType;
    case "boolean":
      return boolType;
    case "number":
      return float64Type;
    case "undefined":
      return undefined;
    default:
  }
  if (value === null) return undefined;
  if (Array.isArray(value)) return listType;
  if (value instanceof Map) return dictType;
  if (value instanceof Uint8Array) return bytesType;
  const type = (value as Partial<Typed>).type;
  if (type === undefined || typeof type !== "object") throw new TypeError(`not a value of Go: ${typeof value}`);
  return type;
}

/** The kind of a value; `invalid` for nil and for no value. */
export function kindOf(value: unknown): Kind {
  return typeOf(value)?.kind ?? "invalid";
}

/** The items of a slice or array, else nothing. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as unknown[];
  if (value instanceof Slice) return value.items;
  if (value instanceof Uint8Array) return Array.from(value, byteOf);
  return undefined;
}

/** How many items a slice or array has, without making them. */
export function lengthOfList(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Slice) return value.items.length;
  if (value instanceof Uint8Array) return value.length;
  return undefined;
}

const uint8Values: Int[] = [];
/** A `uint8`. */
export function byteOf(byte: number): Int {
  return (uint8Values[byte] ??= new Int(bytesType.elem!, BigInt(byte)));
}

/** The entries of a map with string keys, else nothing; writing to them writes to the map. */
export function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (value instanceof Map) return value as Map<string, unknown>;
  if (value instanceof StringMap) return value.entries;
  return undefined;
}

/** The number of an integer value, else nothing. */
export function integerOf(value: unknown): bigint | undefined {
  return value instanceof Int ? value.n : undefined;
}

/** The number of a float value, else nothing. */
export function floatOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return value instanceof Boxed && typeof value.value === "number" ? value.value : undefined;
}

/** The text of a string value, else nothing. */
export function stringOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Boxed && typeof value.value === "string" ? value.value : undefined;
}

/** The truth of a bool value, else nothing. */
export function boolOf(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value instanceof Boxed && typeof value.value === "boolean" ? value.value : undefined;
}

/** Whether the value is nil, of whatever type. */
export function isNil(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (value instanceof Slice) return value.isNil;
  if (value instanceof Pointer) return value.target === null;
  if (value instanceof Func) return value.func === undefined;
  if (value instanceof StringMap) return value.entries instanceof NilMap;
  return value instanceof NilMap;
}

/** What Go's templates take for true: anything but false, 0, nil and what is empty. */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
      return value;
    case "string":
      return value !== "";
    case "number":
      return value !== 0;
    case "undefined":
      return false;
    default:
  }
  if (value === null) return false;
  if (value instanceof Map) return value.size > 0;
  if (value instanceof Int) return value.n !== 0n;
  const length = lengthOfList(value);
  if (length !== undefined) return length > 0;
  if (value instanceof StringMap || value instanceof KeyedMap) return value.entries.size > 0;
  if (value instanceof Boxed) return isTrue(value.value);
  if (value instanceof Complex) return value.re !== 0 || value.im !== 0;
  return !isNil(value);
}

/** A text by which keys of maps are told apart: of different types, different ones. */
export function keyText(key: unknown): string {
  if (typeof key === "string") return `s${key}`;
  if (key === null || key === undefined) return "nil";
  if (key instanceof Int) return `${key.type.name} ${key.n}`;
  if (key instanceof Boxed) return `${key.type.name} ${key.value}`;
  return `${typeof key} ${String(key as number | boolean)}`;
}

/** What the pointer points at, through any number of pointers; nil pointers stay. */
export function indirect(value: unknown): unknown {
  while (value instanceof Pointer && value.target !== null) value = value.target;
  return value;
}

/** The zero value of a type. */
export function zeroOf(type: GoType): unknown {
  const { kind } = type;
  if (type.kind === "interface") return null;
  if (isSigned(kind) || isUnsigned(kind)) return new Int(type, 0n);
  switch (kind) {
    case "string":
      return type === stringType ? "" : new Boxed(type, "");
    case "bool":
      return type === boolType ? false : new Boxed(type, false);
    case "float64":
    case "float32":
      return type === float64Type ? 0 : new Boxed(type, 0);
    case "complex128":
      return new Complex(type, 0, 0);
    case "slice":
    case "array":
      return new Slice(type, [], kind === "slice");
    case "map":
      if (type === dictType) return new NilMap();
      return type.key === stringType ? new StringMap(type, new NilMap()) : new KeyedMap(type, []);
    case "ptr":
      return new Pointer(type.elem!, null);
    case "func":
      return new Func(type, undefined);
    default:
      return undefined;
  }
}
