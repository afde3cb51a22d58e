import { escapedByte } from "../values/text.ts";

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
// eslint-disable-next-line no-control-regex -- what needs no escape is told by its range
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Whether Go takes a code point for printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(codePoint: number): boolean {
  if (codePoint < 0x7f) return codePoint >= 0x20;
  return PRINTABLE.test(String.fromCodePoint(codePoint));
}

/** `strconv.Quote`: a Go string literal in double quotes. */
export function quote(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : `"${escape(text, '"', false)}"`;
}

/** `strconv.QuoteToASCII`. */
export function quoteToAscii(text: string): string {
  return `"${escape(text, '"', true)}"`;
}

/** `strconv.QuoteRune` and, for `ascii`, `QuoteRuneToASCII`. */
export function quoteRune(rune: number, ascii: boolean): string {
  const valid = rune >= 0 && rune <= 0x10ffff && !(rune >= 0xd800 && rune <= 0xdfff);
  return `'${escape(valid ? String.fromCodePoint(rune) : "\ufffd", "'", ascii)}'`;
}

const SHORT: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

function escape(text: string, quotation: string, ascii: boolean): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    const byte = char.length === 1 ? escapedByte(code) : -1;
    if (byte >= 0) out += `\\x${hex(byte, 2)}`;
    else if (char === quotation || char === "\\") out += `\\${char}`;
    else if (code < 0x80 ? code >= 0x20 && code < 0x7f : !ascii && isPrintable(code)) out += char;
    else out += SHORT[char] ?? escapeCode(code);
  }
  return out;
}

function escapeCode(code: number): string {
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}

/** Whether the text can stand between backquotes as it is: one line, no control characters but tabs, no backquote. */
export function canBackquote(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code === 0xfeff || (char.length === 1 && escapedByte(code) >= 0)) return false;
    if ((code < 0x20 && char !== "\t") || char === "`" || code === 0x7f) return false;
  }
  return true;
}
