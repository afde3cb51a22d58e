import { quote } from "../fmt/quote.ts";
import { unquoteRune } from "./unquote.ts";

/** A number as it is written: which types can hold it decides what it can be used for. */
export interface NumberConstant {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: readonly [re: number, im: number];
  /** What it is where any type will do. */
  readonly ideal: "int" | "float" | "complex" | "overflow";
}

const MAX_INT = (1n << 63n) - 1n;
const MIN_INT = -(1n << 63n);
const MAX_UINT = (1n << 64n) - 1n;

/** Reads a number or character constant; the error is Go's text. */
export function parseNumber(text: string): NumberConstant | { readonly error: string } {
  if (text.startsWith("'")) {
    const rune = unquoteRune(text);
    if (rune === "bad syntax") return { error: "invalid syntax" };
    if (rune === "malformed") return { error: `malformed character constant: ${text}` };
    return { int: BigInt(rune), uint: BigInt(rune), float: rune, ideal: "int" };
  }
  if (text.endsWith("i")) return parseImaginary(text);
  const whole = parseInteger(text);
  if (whole !== undefined) return integerConstant(text, whole);
  const float = parseFloat64(text);
  if (float === undefined) return { error: `illegal number syntax: ${quote(text)}` };
  if (!/[.eEpP]/.test(text)) return { error: `integer overflow: ${quote(text)}` };
  const asInt = integral(float);
  return {
    float,
    ...(asInt !== undefined && asInt >= MIN_INT && asInt <= MAX_INT ? { int: asInt } : {}),
    ...(asInt !== undefined && asInt >= 0n && asInt <= MAX_UINT ? { uint: asInt } : {}),
    ideal: "float",
  };
}

function integerConstant(text: string, whole: bigint): NumberConstant | { readonly error: string } {
  const isInt = whole >= MIN_INT && whole <= MAX_INT;
  // A sign makes it no unsigned number for Go, except for -0.
  const isUint = whole >= 0n && whole <= MAX_UINT && (!/^[+-]/.test(text) || whole === 0n);
  if (!isInt && !isUint) {
    // What is no float either, as a hexadecimal number without exponent, is no number at all.
    const what = parseFloat64(text) === undefined ? "illegal number syntax" : "integer overflow";
    return { error: `${what}: ${quote(text)}` };
  }
  return {
    ...(isInt ? { int: whole } : {}),
    ...(isUint ? { uint: whole } : {}),
    float: Number(whole),
    ideal: isInt ? "int" : "overflow",
  };
}

function integral(float: number): bigint | undefined {
  return Number.isInteger(float) ? BigInt(float) : undefined;
}

function parseImaginary(text: string): NumberConstant | { readonly error: string } {
  const plain = parseFloat64(text.slice(0, -1));
  if (plain !== undefined) return { complex: [0, plain], ideal: "complex", ...(plain === 0 ? realParts(0) : {}) };
  const split = /^([+-]?[^+-]*(?:[eEpP][+-][^+-]*)?)([+-].*)i$/.exec(text);
  const re = split ? parseFloat64(split[1]!) : undefined;
  const im = split ? parseFloat64(split[2]!) : undefined;
  if (!split?.[1]) return { error: `illegal number syntax: ${quote(text)}` };
  if (im === undefined) return { error: "syntax error scanning complex number" };
  if (re === undefined) return { error: `strconv.ParseFloat: parsing ${quote(split[1]!)}: invalid syntax` };
  return { complex: [re, im], ideal: "complex", ...(im === 0 ? realParts(re) : {}) };
}

function realParts(re: number): Partial<NumberConstant> {
  const whole = integral(re);
  return { float: re, ...(whole === undefined ? {} : { int: whole, ...(whole >= 0n ? { uint: whole } : {}) }) };
}

const INTEGER = /^[+-]?(0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])+|0|[1-9](_?[0-9])*)$/;

/** `strconv.ParseInt(text, 0, …)` without the limit of size; undefined where the text is no integer. */
export function parseInteger(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const negative = text.startsWith("-");
  let digits = text.replace(/^[+-]/, "").replaceAll("_", "");
  if (/^0[0-7]/.test(digits)) digits = `0o${digits.slice(1)}`;
  const value = BigInt(digits.toLowerCase());
  return negative ? -value : value;
}

const DECIMAL = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/;

/** `strconv.ParseFloat` of a literal; underscores are allowed where Go's literals have them. */
export function parseFloat64(text: string): number | undefined {
  if (text.includes("_")) {
    const isHex = /^[+-]?0[xX]/.test(text);
    const misplaced = isHex ? /__|_$|_[.pP+-]|[.pP+-]_/ : /(^|[^0-9])_|_($|[^0-9])/;
    return misplaced.test(text) ? undefined : parseFloat64(text.replaceAll("_", ""));
  }
  if (DECIMAL.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const hex = HEXADECIMAL.exec(text);
  if (!hex || (hex[2] === "" && !hex[3])) return undefined;
  const fraction = hex[3] ?? "";
  const mantissa = Number(BigInt(`0x${hex[2]}${fraction}`));
  const value = mantissa * 2 ** (Number(hex[4]) - 4 * fraction.length);
  return Number.isFinite(value) ? (hex[1] === "-" ? -value : value) : undefined;
}
