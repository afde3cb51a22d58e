import { formatValue } from "../fmt/printer.ts";
import { plainSpec } from "../fmt/spec.ts";
import { goFunction, type GoFunction } from "../values/function.ts";
import { compareStrings } from "../values/text.ts";
import { isSigned, isUnsigned, type GoType } from "../values/types.ts";
import { deepEqual } from "../values/equality.ts";
import { boolOf, Complex, floatOf, GoError, Int, isNil, Pointer, stringOf, typeOf } from "../values/values.ts";

/** What values must have in common to be compared. */
type BasicKind = "bool" | "complex" | "int" | "float" | "string" | "uint" | "none";

function basicKind(value: unknown): BasicKind {
  const kind = typeOf(value)?.kind ?? "invalid";
  if (kind === "bool" || kind === "string") return kind;
  if (kind === "float32" || kind === "float64") return "float";
  if (kind === "complex128") return "complex";
  if (isSigned(kind)) return "int";
  return isUnsigned(kind) ? "uint" : "none";
}

/** `eq`, `ne`, `lt`, `le`, `gt` and `ge`. */
export const comparisons: readonly (readonly [string, GoFunction])[] = [
  ["eq", goFunction("value ...value", isEqualToAny)],
  ["ne", goFunction("value value", (a: unknown, b: unknown) => !isEqualToAny(a, b))],
  ["lt", goFunction("value value", isLess)],
  ["le", goFunction("value value", (a: unknown, b: unknown) => isLess(a, b) || isEqualToAny(a, b))],
  ["gt", goFunction("value value", (a: unknown, b: unknown) => !(isLess(a, b) || isEqualToAny(a, b)))],
  ["ge", goFunction("value value", (a: unknown, b: unknown) => !isLess(a, b))],
];

function isEqualToAny(first: unknown, ...others: unknown[]): boolean {
  if (others.length === 0) throw new GoError("missing argument for comparison");
  return others.some((other) => isEqual(first, other));
}

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a === "string" && typeof b === "string") return a === b;
  const kind = basicKind(a);
  const other = basicKind(b);
  if (kind !== other) {
    if (a instanceof Int && b instanceof Int) return a.n === b.n;
    const [left, right] = [typeOf(a), typeOf(b)];
    if (left && right) throw incompatible(left, right);
    return false;
  }
  switch (kind) {
    case "bool":
      return boolOf(a) === boolOf(b);
    case "int":
    case "uint":
      return (a as Int).n === (b as Int).n;
    case "float":
      return floatOf(a) === floatOf(b);
    case "string":
      return stringOf(a) === stringOf(b);
    case "complex":
      return (a as Complex).re === (b as Complex).re && (a as Complex).im === (b as Complex).im;
    case "none":
      return isSameValue(a, b);
  }
}

function isSameValue(a: unknown, b: unknown): boolean {
  const left = typeOf(a);
  const right = typeOf(b);
  if (left && right && left.kind !== right.kind) throw nonComparable(a, b, left, right);
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (!isComparable(right!)) throw new GoError(`non-comparable type ${shown(b)}: ${right!.name}`);
  if (left !== right) return false;
  if (a instanceof Pointer && b instanceof Pointer) return a.target === b.target;
  return deepEqual(a, b);
}

function isComparable(type: GoType): boolean {
  return type.kind !== "slice" && type.kind !== "map" && type.kind !== "func";
}

function shown(value: unknown): string {
  return formatValue(value, "s", plainSpec());
}

function nonComparable(a: unknown, b: unknown, left: GoType, right: GoType): GoError {
  return new GoError(
    `non-comparable types ${shown(a)}: ${left.name}, ${right.name}: ${formatValue(b, "v", plainSpec())}`,
  );
}

function incompatible(left: GoType, right: GoType): GoError {
  return new GoError(`incompatible types for comparison: ${left.name} and ${right.name}`);
}

function isLess(a: unknown, b: unknown): boolean {
  const kind = basicKind(a);
  if (kind === "none") throw new GoError("invalid type for comparison");
  const other = basicKind(b);
  if (kind !== other) {
    if (a instanceof Int && b instanceof Int) return a.n < b.n;
    if (other === "none") throw new GoError("invalid type for comparison");
    throw incompatible(typeOf(a)!, typeOf(b)!);
  }
  switch (kind) {
    case "int":
    case "uint":
      return (a as Int).n < (b as Int).n;
    case "float":
      return floatOf(a)! < floatOf(b)!;
    case "string":
      return compareStrings(stringOf(a)!, stringOf(b)!) < 0;
    case "bool":
    case "complex":
      throw new GoError("invalid type for comparison");
  }
}
