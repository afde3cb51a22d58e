import { needsQuotes } from "./scalars.ts";

/** Columns after which a scalar breaks at its next space. */
const WIDTH = 80;
/** Keys of more bytes are written behind a `?`. */
const MAX_SIMPLE_KEY = 128;

/** Texts that are written as they are, whatever stands around them, unless they are words with a meaning. */
const SIMPLE = /^[A-Za-z/][\w./-]*$/;

/** True for what is written as it is as a key and as a value: true of most texts. */
export function isSimple(text: string): boolean {
  return text.length <= 64 && SIMPLE.test(text) && (text.length > 5 || !needsQuotes(text));
}

/** A key before its colon; undefined when it is too long or has line breaks, and has to stand behind a `?`. */
export function emitSimpleKey(key: string): string | undefined {
  if (isSimple(key)) return key;
  if (key.length * 3 > MAX_SIMPLE_KEY && Buffer.byteLength(key) > MAX_SIMPLE_KEY) return undefined;
  if (/[\n\u0085\u2028\u2029]/.test(key)) return undefined;
  if (needsQuotes(key)) return doubleQuoted(key, 0, 0, Infinity);
  return plainOrQuoted(key, 0, 0, Infinity);
}

/**
 * A text as a value, from `column` on. Its further lines are indented by `indent`.
 *
 * Style as in Go's library: a literal block for several lines, double quotes for what would be read as something
 * else, else plain, else single quotes, and double quotes again for what these cannot carry.
 */
export function emitString(text: string, indent: number, column: number): string {
  if (isSimple(text)) return text;
  if (text.includes("\n"))
    return canBeLiteral(text) ? literal(text, indent) : doubleQuoted(text, indent, column, WIDTH);
  if (needsQuotes(text)) return doubleQuoted(text, indent, column, WIDTH);
  return plainOrQuoted(text, indent, column, WIDTH);
}

function plainOrQuoted(text: string, indent: number, column: number, width: number): string {
  if (SPECIAL.test(text) && hasSpecial(text)) return doubleQuoted(text, indent, column, width);
  if (/[\u2028\u2029]/.test(text)) {
    // Blanks beside a break would be lost.
    if (/ [\u2028\u2029]|[\u2028\u2029] /.test(text)) return doubleQuoted(text, indent, column, width);
    return singleQuoted(text, indent, column, width);
  }
  if (canBePlain(text)) return fold(text, indent, column, width);
  return singleQuoted(text, indent, column, width);
}

function canBePlain(text: string): boolean {
  const first = text.charCodeAt(0);
  switch (first) {
    case 32: // space
    case 33: // !
    case 34: // "
    case 35: // #
    case 37: // %
    case 38: // &
    case 39: // '
    case 42: // *
    case 44: // ,
    case 62: // >
    case 64: // @
    case 91: // [
    case 93: // ]
    case 96: // `
    case 123: // {
    case 124: // |
    case 125: // }
      return false;
    case 45: // -
    case 58: // :
    case 63: // ?
      if (text.length === 1 || text.charCodeAt(1) === 32) return false;
      if (first === 45 && text.startsWith("---")) return false;
      break;
    case 46:
      if (text.startsWith("...")) return false;
      break;
    default:
  }
  const last = text.charCodeAt(text.length - 1);
  return last !== 32 && last !== 58 && !text.includes(": ") && !text.includes(" #");
}

/** Anything that may need an escape. */
const SPECIAL = /[^\n -~]/;

/** True when a text has characters that only double quotes can carry. Breaks are looked at elsewhere. */
function hasSpecial(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && !isPrintable(code) && code !== 0x2028 && code !== 0x2029) return true;
  }
  return false;
}

/** Characters beyond the first plane count as not printable, and so do the halves of them. */
function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  return (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff);
}

function canBeLiteral(text: string): boolean {
  if (SPECIAL.test(text) && hasSpecial(text)) return false;
  // Trailing spaces would be lost, and lines of spaces alone are ambiguous.
  return !/ [\n\u2028\u2029]/.test(text) && !text.endsWith(" ");
}

function literal(text: string, indent: number): string {
  const pad = " ".repeat(indent === 0 ? 2 : indent);
  const first = text.charCodeAt(0);
  const hint = first === 32 || first === 10 || first === 0x2028 || first === 0x2029 ? "2" : "";
  const ends = text.endsWith("\n");
  const chomp = !ends ? "-" : text.length === 1 || text.charCodeAt(text.length - 2) === 10 ? "+" : "";
  let out = `|${hint}${chomp}`;
  const end = ends ? text.length - 1 : text.length;
  let start = 0;
  while (start <= end) {
    let stop = text.indexOf("\n", start);
    if (stop < 0 || stop > end) stop = end;
    out += stop > start ? `\n${pad}${padBreaks(text.slice(start, stop), pad)}` : "\n";
    start = stop + 1;
  }
  return out;
}

function singleQuoted(text: string, indent: number, column: number, width: number): string {
  const doubled = text.includes("'") ? text.replaceAll("'", "''") : text;
  return `'${fold(padBreaks(doubled, " ".repeat(indent)), indent, column + 1, width)}'`;
}

/** The breaks that stay in a scalar as they are begin a line too, which is indented. */
function padBreaks(text: string, pad: string): string {
  return /[\u2028\u2029]/.test(text) ? text.replaceAll(/[\u2028\u2029]+(?=[^\u2028\u2029])/g, `$&${pad}`) : text;
}

/** Breaks at single spaces once the column is past the width. Runs of spaces are no place to break. */
function fold(text: string, indent: number, column: number, width: number): string {
  if (column + text.length <= width) return text;
  let out = "";
  let start = 0;
  let lineStart = -column;
  for (;;) {
    let at = text.indexOf(" ", Math.max(start + 1, lineStart + width + 1));
    // In quotes a space may be first or last; there is none to break at either.
    while (at >= 0 && (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at + 1) === 32 || at === text.length - 1)) {
      at = text.indexOf(" ", at + 1);
    }
    if (at < 0) return out === "" ? text : out + text.slice(start);
    out += `${text.slice(start, at)}\n${" ".repeat(indent)}`;
    start = at + 1;
    lineStart = start - indent;
  }
}

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0, "\\0"],
  [7, "\\a"],
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [11, "\\v"],
  [12, "\\f"],
  [13, "\\r"],
  [27, "\\e"],
  [34, '\\"'],
  [92, "\\\\"],
  [0x85, "\\N"],
  [0xa0, "\\_"],
  [0xfeff, "\\uFEFF"],
  [0x2028, "\\L"],
  [0x2029, "\\P"],
]);

function doubleQuoted(text: string, indent: number, column: number, width: number): string {
  // Behind a byte order mark at its begin Go's library takes every character of a text for one, and escapes it.
  const escapeAll = text.charCodeAt(0) === 0xfeff;
  let out = '"';
  let at = column + 1;
  let previousWasSpace = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) as number;
    if (code > 0xffff) i++;
    if (code === 32 && !escapeAll) {
      if (!previousWasSpace && at > width && i > 0 && i < text.length - 1) {
        out += `\n${" ".repeat(indent)}`;
        at = indent;
        // A line cannot begin with a space unless it is escaped.
        if (text.charCodeAt(i + 1) === 32) {
          out += "\\";
          at++;
        }
      } else {
        out += " ";
        at++;
      }
      previousWasSpace = true;
      continue;
    }
    previousWasSpace = false;
    if (!escapeAll && code <= 0xffff && code !== 34 && code !== 92 && isPrintable(code) && !isLineSeparator(code)) {
      out += text.charAt(i);
      at++;
      continue;
    }
    const piece = ESCAPES.get(code) ?? hexEscape(code);
    out += piece;
    at += piece.length;
  }
  return `${out}"`;
}

function isLineSeparator(code: number): boolean {
  return code === 0x2028 || code === 0x2029;
}

function hexEscape(code: number): string {
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
