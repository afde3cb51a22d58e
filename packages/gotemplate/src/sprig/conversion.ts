import { formatPlain } from "../fmt/printer.ts";
import { fromBytes } from "../values/text.ts";
import { goFunction, type GoFunction } from "../values/function.ts";
import { parseFloat64, parseInteger } from "../template/numbers.ts";
import { intType, isSigned, isUnsigned } from "../values/types.ts";
import {
  boolOf,
  floatOf,
  int,
  Int,
  int64,
  isNil,
  itemsOf,
  Pointer,
  stringOf,
  strings,
  typeOf,
} from "../values/values.ts";

/** Sprig's text of a value: strings and bytes as they are, the rest as `%v` prints it. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return fromBytes(value);
  return formatPlain(value);
}

/** Sprig's texts of the items of a list, nil left out; anything else is one text. */
export function textsOf(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  const items = itemsOf(value);
  if (!items) return [textOf(value)];
  return items.filter((item) => item !== null && item !== undefined).map(textOf);
}

const MAX = (1n << 63n) - 1n;
const MIN = -(1n << 63n);

/** An integer in the 64 bits that Go's conversions keep; for a float the part before the point. */
function truncate(float: number): bigint {
  if (!Number.isFinite(float) || Math.abs(float) >= 2 ** 63) return MIN;
  return BigInt(Math.trunc(float));
}

/** What `int`, `int64` and all of Sprig's integer arithmetic take a value for: 0 when it is no number. */
export function toInteger(value: unknown): bigint {
  if (value instanceof Int) return isPlainInteger(value) ? BigInt.asIntN(64, value.n) : 0n;
  const pointed = value instanceof Pointer ? value.target : value;
  const float = floatOf(pointed);
  if (float !== undefined) return truncate(float);
  if (typeof pointed === "string") return integerOfText(pointed);
  return typeof pointed === "boolean" && pointed ? 1n : 0n;
}

// `time.Duration` and other named integers are not what the conversion looks for.
function isPlainInteger(value: Int): boolean {
  return value.type.underlying === undefined && (isSigned(value.type.kind) || isUnsigned(value.type.kind));
}

function integerOfText(text: string): bigint {
  const value = parseInteger(withoutZeroDecimals(text));
  return value === undefined || value > MAX || value < MIN ? 0n : value;
}

/** "1.00" is an integer, "1.5" is not. */
function withoutZeroDecimals(text: string): string {
  const point = text.lastIndexOf(".");
  return point > 0 && /^0*$/.test(text.slice(point + 1)) && point < text.length - 1 ? text.slice(0, point) : text;
}

/** What `float64` and Sprig's float arithmetic take a value for: 0 when it is no number. */
export function toFloat(value: unknown): number {
  const pointed = value instanceof Pointer ? value.target : value;
  const float = floatOf(pointed);
  if (float !== undefined) return float;
  if (pointed instanceof Int) return isPlainInteger(pointed) ? Number(pointed.n) : 0;
  if (typeof pointed === "string") return parseFloatText(pointed) ?? 0;
  return boolOf(pointed) ? 1 : 0;
}

/** `strconv.ParseFloat`: also infinities and NaN by name; a number out of range is none. */
export function parseFloatText(text: string): number | undefined {
  const name = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (name) return name[2]!.toLowerCase() === "nan" ? NaN : name[1] === "-" ? -Infinity : Infinity;
  return parseFloat64(text);
}

/** `strconv.Atoi`; undefined where it fails. */
export function parseDecimal(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return value > MAX || value < MIN ? undefined : value;
}

/** `strconv.ParseInt` in base 10 without a look at its error: 0 for no number, the nearest one for a number too large. */
export function parseDecimalClamped(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) return 0n;
  const value = BigInt(text.replace("+", ""));
  return value > MAX ? MAX : value < MIN ? MIN : value;
}

function toDecimal(value: unknown): Int {
  const text = formatPlain(value);
  const octal = /^([+-]?)([0-7]+)$/.exec(text);
  if (!octal) return int64(0);
  const number = BigInt(`0o${octal[2]}`);
  return int64(number > MAX ? 0n : octal[1] === "-" ? -number : number);
}

/** `toString`, `int`, `float64` and their kin. */
export const conversionFunctions: Record<string, GoFunction> = {
  toString: goFunction("any", textOf),
  toStrings: goFunction("any", (value: unknown) => strings(textsOf(value))),
  atoi: goFunction("string", (text: string) => int(parseDecimal(text) ?? 0n)),
  int: goFunction("any", (value: unknown) => new Int(intType, toInteger(value))),
  int64: goFunction("any", (value: unknown) => int64(toInteger(value))),
  float64: goFunction("any", toFloat),
  toDecimal: goFunction("any", toDecimal),
};

/** The name of the kind of a value, for "Cannot … on type …"; nil has none. */
export function kindName(value: unknown): string {
  return typeOf(value)?.kind ?? "invalid";
}

/** Whether Sprig takes a value for empty: nil, 0, false, "" and what has no items. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  const text = stringOf(value);
  if (text !== undefined) return text === "";
  if (value instanceof Int) return value.n === 0n;
  const float = floatOf(value);
  if (float !== undefined) return float === 0;
  const truth = boolOf(value);
  if (truth !== undefined) return !truth;
  const items = itemsOf(value);
  if (items) return items.length === 0;
  const entries = (value as { entries?: { size: number } }).entries;
  if (value instanceof Map) return value.size === 0;
  if (typeof entries === "object") return entries.size === 0;
  return isNil(value);
}
