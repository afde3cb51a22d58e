/*
 * Go's strings are bytes. Here they are JS strings in which a byte that is no part of valid UTF-8 is a lone low
 * surrogate: U+DC80 to U+DCFF stand for the bytes 0x80 to 0xFF. Valid text is never touched, and the bytes come back.
 */
const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

// eslint-disable-next-line no-control-regex -- the range is "ASCII"
const NOT_ASCII = /[^\x00-\x7f]/;

/** Whether every character is one byte. */
export function isAscii(text: string): boolean {
  return !NOT_ASCII.test(text);
}

/** The byte that a UTF-16 unit stands for, or -1. Only valid for a unit that is not the second half of a pair. */
export function escapedByte(unit: number): number {
  return unit >= 0xdc80 && unit <= 0xdcff ? unit - 0xdc00 : -1;
}

/** How many bytes the text has, as Go's `len` counts. */
export function byteLength(text: string): number {
  if (isAscii(text)) return text.length;
  let bytes = 0;
  for (const char of text) bytes += byteLengthOf(char.codePointAt(0)!);
  return bytes;
}

/** How many bytes a code point takes; one for an escaped byte. */
export function byteLengthOf(codePoint: number): number {
  if (codePoint < 0x80 || (codePoint >= 0xdc80 && codePoint <= 0xdcff)) return 1;
  return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** The bytes of a string. */
export function toBytes(text: string): Uint8Array {
  if (!hasLoneSurrogate(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const char of text) {
    const escaped = char.length === 1 ? escapedByte(char.charCodeAt(0)) : -1;
    if (escaped >= 0) bytes.push(escaped);
    else bytes.push(...encoder.encode(char));
  }
  return Uint8Array.from(bytes);
}

const LONE_SURROGATE = /[\ud800-\udfff]/u;

function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** The string that has these bytes. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return decodeLossless(bytes);
  }
}

function decodeLossless(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = validLength(bytes, at);
    if (length === 0) {
      parts.push(String.fromCharCode(0xdc00 + bytes[at]!));
      at++;
    } else {
      parts.push(strictDecoder.decode(bytes.subarray(at, at + length)));
      at += length;
    }
  }
  return parts.join("");
}

/** How many bytes the valid UTF-8 sequence at `at` has; 0 when there is none. */
function validLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length === 0 || first > 0xf4 || at + length > bytes.length) return 0;
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1]!;
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}

/** The bytes from `start` up to `end`, as Go's `text[start:end]`; the bounds have been checked. */
export function sliceBytes(text: string, start: number, end: number): string {
  if (isAscii(text)) return text.slice(start, end);
  return fromBytes(toBytes(text).subarray(start, end));
}

/** Makes bytes that were put side by side, and now are valid UTF-8 together, characters again. */
export function joined(text: string): string {
  return hasLoneSurrogate(text) ? fromBytes(toBytes(text)) : text;
}

/** The code points as Go's `range` over a string gives them: a broken byte is U+FFFD. */
export function runesOf(text: string): number[] {
  const runes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0)!;
    runes.push(code >= 0xd800 && code <= 0xdfff ? 0xfffd : code);
  }
  return runes;
}

/** How many code points there are; a broken byte is one. */
export function runeCount(text: string): number {
  if (isAscii(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The string of code points; what is no code point becomes U+FFFD, as in Go. */
export function fromRunes(runes: readonly number[]): string {
  let text = "";
  for (const rune of runes) text += fromRune(rune);
  return text;
}

/** Go's `string(rune)`. */
export function fromRune(rune: number): string {
  return rune < 0 || rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? "\ufffd" : String.fromCodePoint(rune);
}

const BEYOND_BMP = /[\ud800-\udfff]/;

/** Orders strings by their bytes, as Go does. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order is byte order as long as no surrogate takes part.
  if (!BEYOND_BMP.test(a) && !BEYOND_BMP.test(b)) return a < b ? -1 : 1;
  const left = toBytes(a);
  const right = toBytes(b);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return left[i]! - right[i]!;
  return left.length - right.length;
}

/** Sorts in byte order; returns the same array. */
export function sortStrings(texts: string[]): string[] {
  for (const text of texts) if (BEYOND_BMP.test(text)) return texts.sort(compareStrings);
  return texts.sort();
}
