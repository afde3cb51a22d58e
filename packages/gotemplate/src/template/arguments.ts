import { entriesOf, Int, itemsOf, NilMap, Pointer, Struct, typeOf, zeroOf } from "../values/values.ts";
import {
  bitsOf,
  canBeNil,
  isAssignable,
  isSigned,
  isUnsigned,
  pointerTo,
  valueType,
  type GoType,
} from "../values/types.ts";
import type { NumberNode } from "./nodes.ts";
import type { Frame } from "./run.ts";

/**
 * Fits a value to the type of a parameter or says in Go's words why it does not. `undefined` is no value at all, as
 * after a pipeline that gave nil; `null` is a nil that came out of a map or list.
 */
export function fit(value: unknown, type: GoType, frame: Frame): unknown {
  if (type === valueType) return value;
  if (value === undefined) {
    if (canBeNil(type)) return zeroOf(type);
    frame.fail(`invalid value; expected ${type.name}`);
  }
  const actual = typeOf(value);
  if (actual === undefined) {
    if (type.kind === "interface") return null;
    frame.fail(`wrong type for value; expected ${type.name}; got interface {}`);
  }
  if (actual === type || isAssignable(actual, type)) return value;
  if (value instanceof Pointer && isAssignable(value.type.elem!, type)) {
    if (value.target === null) frame.fail(`dereference of nil pointer of type ${actual.name}`);
    return value.target;
  }
  if (value instanceof Struct && isAssignable(pointerTo(actual), type)) return new Pointer(actual, value);
  frame.fail(`wrong type for value; expected ${type.name}; got ${actual.name}`);
}

/** The value as the function wants it: see `GoFunction`. */
export function toNative(value: unknown, type: GoType): unknown {
  if (value instanceof Int && type.underlying === undefined) {
    if (type.kind === "int64") return value.n;
    if (isSigned(type.kind) || isUnsigned(type.kind)) return Number(value.n);
    return value;
  }
  if (type.kind === "map") return entriesOf(value) ?? value ?? new NilMap();
  if (type.kind === "slice" && value !== null && !(value instanceof Uint8Array)) return itemsOf(value);
  return value;
}

/** Whether `toNative` does anything for values of this type. */
export function needsConversion(type: GoType): boolean {
  return type.kind === "slice" || type.kind === "map" || isSigned(type.kind) || isUnsigned(type.kind);
}

/** A number constant as a value of the type; undefined if it cannot be one. */
export function numberOfType(node: NumberNode, type: GoType): Int | number | undefined {
  const { constant } = node;
  if (isSigned(type.kind)) {
    return constant.int === undefined ? undefined : new Int(type, BigInt.asIntN(bitsOf(type.kind), constant.int));
  }
  if (isUnsigned(type.kind)) {
    return constant.uint === undefined ? undefined : new Int(type, BigInt.asUintN(bitsOf(type.kind), constant.uint));
  }
  return constant.float;
}
