import { fromRune, toBytes } from "../values/text.ts";
import { formatFloat } from "./float.ts";
import { canBackquote, isPrintable, quote, quoteRune, quoteToAscii } from "./quote.ts";
import { pad, padWithSpaces, type Spec } from "./spec.ts";

/** An integer in a base, with sign, prefix, precision and width. `verb` tells the prefix and the case of digits. */
export function formatInteger(value: bigint, base: number, verb: string, spec: Spec): string {
  const negative = value < 0n;
  const sign = negative ? "-" : spec.plus ? "+" : spec.space ? " " : "";
  if (spec.precision === 0 && value === 0n) return padWithSpaces("", spec);
  let digits = (negative ? -value : value).toString(base);
  if (verb === "X") digits = digits.toUpperCase();
  let least = spec.precision;
  if (least < 0 && spec.zero && !spec.minus && spec.width >= 0) least = spec.width - sign.length;
  digits = digits.padStart(Math.max(least, 0), "0");
  if (spec.sharp) {
    if (base === 2) digits = `0b${digits}`;
    else if (base === 8 && !digits.startsWith("0")) digits = `0${digits}`;
    else if (base === 16) digits = `0${verb === "X" ? "X" : "x"}${digits}`;
  }
  if (verb === "O") digits = `0o${digits}`;
  return padWithSpaces(sign + digits, spec);
}

/** `%U`, with `#` followed by the character. */
export function formatUnicode(value: bigint, spec: Spec): string {
  const code = BigInt.asUintN(64, value);
  let text = `U+${code.toString(16).toUpperCase().padStart(Math.max(spec.precision, 4), "0")}`;
  if (spec.sharp && code <= 0x10ffffn && isPrintable(Number(code))) text += ` '${fromRune(Number(code))}'`;
  return padWithSpaces(text, spec);
}

/** `%c`. */
export function formatChar(value: bigint, spec: Spec): string {
  return pad(runeOf(value), spec);
}

/** `%q` of a number. */
export function formatQuotedChar(value: bigint, spec: Spec): string {
  const code = BigInt.asUintN(64, value);
  return pad(quoteRune(code > 0x10ffffn ? 0xfffd : Number(code), spec.plus), spec);
}

function runeOf(value: bigint): string {
  const code = BigInt.asUintN(64, value);
  return code > 0x10ffffn ? "\ufffd" : fromRune(Number(code));
}

/** `%s`. */
export function formatString(text: string, spec: Spec): string {
  return pad(cut(text, spec), spec);
}

/** `%q`: with `#` between backquotes when possible, with `+` in ASCII. */
export function formatQuoted(text: string, spec: Spec): string {
  const kept = cut(text, spec);
  if (spec.sharp && canBackquote(kept)) return pad(`\`${kept}\``, spec);
  return pad(spec.plus ? quoteToAscii(kept) : quote(kept), spec);
}

function cut(text: string, spec: Spec): string {
  if (spec.precision < 0 || text.length <= spec.precision) return text;
  let left = spec.precision;
  let at = 0;
  for (const char of text) {
    if (left-- === 0) return text.slice(0, at);
    at += char.length;
  }
  return text;
}

/** `%x` and `%X` of a string or of bytes. */
export function formatHexBytes(source: string | Uint8Array, verb: string, spec: Spec): string {
  let bytes = typeof source === "string" ? toBytes(source) : source;
  if (spec.precision >= 0) bytes = bytes.subarray(0, spec.precision);
  if (bytes.length === 0) return pad("", spec);
  const prefix = spec.sharp ? "0x" : "";
  const codes = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const text = spec.space ? prefix + codes.join(` ${prefix}`) : prefix + codes.join("");
  return pad(verb === "X" ? text.toUpperCase() : text, spec);
}

/** A float in one of Go's formats; `precision` holds unless the spec has its own. */
export function formatFloatSpec(value: number, bits: 32 | 64, verb: string, precision: number, spec: Spec): string {
  const format = verb === "v" ? "g" : verb === "F" ? "f" : verb;
  const digits = spec.precision >= 0 ? spec.precision : precision;
  let text = formatFloat(value, format, digits, bits);
  let sign = "+";
  if (text.startsWith("-") || text.startsWith("+")) {
    sign = text[0]!;
    text = text.slice(1);
  }
  if (spec.space && sign === "+" && !spec.plus) sign = " ";
  if (!Number.isFinite(value)) {
    // Infinity has its sign always, NaN when asked for. Neither is filled with zeros.
    const isSigned = !Number.isNaN(value) || spec.plus || spec.space;
    return padWithSpaces(isSigned ? sign + text : text, spec);
  }
  if (spec.sharp && verb !== "b") text = keepZeros(text, verb, digits);
  if (!spec.plus && sign === "+") return pad(text, spec);
  if (spec.zero && !spec.minus && spec.width > sign.length + text.length) {
    return sign + text.padStart(spec.width - sign.length, "0");
  }
  return pad(sign + text, spec);
}

/** `#` keeps the point, and for `%g` the zeros at the end. */
function keepZeros(text: string, verb: string, precision: number): string {
  const hex = verb === "x" || verb === "X";
  const [, number, exponent] = (hex ? /^(.*?)([pP].*)?$/ : /^(.*?)([eE].*)?$/).exec(text) as unknown as string[];
  let wanted = 0;
  if (verb === "v" || verb === "g" || verb === "G" || hex) wanted = precision < 0 ? 6 : precision;
  if (hex && precision < 0) wanted = 6;
  let body = number!;
  let seen = 0;
  let sawDigit = false;
  // Go counts the x of a hexadecimal number as a digit.
  for (const char of body) {
    if (char === ".") continue;
    if (char !== "0") sawDigit = true;
    if (sawDigit) seen++;
  }
  if (!body.includes(".")) {
    if (body.length === 1 && body === "0") wanted = Math.max(wanted - 1, 0);
    body += ".";
  } else if (!sawDigit && wanted > 0) wanted = Math.max(wanted - 1, 0);
  return body + "0".repeat(Math.max(wanted - seen, 0)) + (exponent ?? "");
}
