import { isPrintable } from "../fmt/quote.ts";
import { toBytes } from "../values/text.ts";

const HTML: Readonly<Record<string, string>> = {
  "\0": "\ufffd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

/** Text for HTML, as the function `html` gives it. */
export function htmlEscape(text: string): string {
  // eslint-disable-next-line no-control-regex -- NUL is one of the characters that HTML cannot have
  return text.replaceAll(/[\0"'&<>]/g, (char) => HTML[char]!);
}

const JS: Readonly<Record<string, string>> = { "\\": "\\\\", "'": "\\'", '"': '\\"' };

/** Text for a string of JavaScript, as the function `js` gives it. */
export function jsEscape(text: string): string {
  let out = "";
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (JS[char] !== undefined) out += JS[char];
    else if ("<>&=".includes(char) || code < 0x20) out += unicodeEscape(code);
    else if (code < 0x80 || isPrintable(code) || (code >= 0xdc80 && code <= 0xdcff)) out += char;
    else out += unicodeEscape(code);
  }
  return out;
}

function unicodeEscape(code: number): string {
  return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Text for the query of a URL: a space is `+`. */
export function queryEscape(text: string): string {
  if (/^[A-Za-z0-9\-_.~]*$/.test(text)) return text;
  let out = "";
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(char)) out += char;
    else out += char === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return out;
}
