import { goFunction, type GoFunction } from "../values/function.ts";
import { byteLength, fromBytes, isAscii, toBytes } from "../values/text.ts";
import { isSpace } from "./strings.ts";

/** `unicode.ToUpper` of one character: never more than one, so ß stays. */
export function upperCharacter(char: string): string {
  const upper = char.toUpperCase();
  return [...upper].length === 1 ? upper : char;
}

/** `unicode.ToLower` of one character. */
export function lowerCharacter(char: string): string {
  if (char === "İ") return "i";
  const lower = char.toLowerCase();
  return [...lower].length === 1 ? lower : char;
}

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Changes each character; a byte that is none becomes U+FFFD. */
function mapCharacters(text: string, change: (char: string) => string): string {
  let result = "";
  for (const char of text) result += change(LONE_SURROGATE.test(char) ? "\ufffd" : char);
  return result;
}

/** `strings.ToUpper`. */
export function upper(text: string): string {
  return isAscii(text) ? text.toUpperCase() : mapCharacters(text, upperCharacter);
}

/** `strings.ToLower`. */
export function lower(text: string): string {
  return isAscii(text) ? text.toLowerCase() : mapCharacters(text, lowerCharacter);
}

const LETTER_OR_DIGIT = /[\p{L}\p{Nd}_]/u;

/** Whether a character parts words for `strings.Title`: ASCII other than letters, digits and `_`; white space. */
function isSeparator(char: string): boolean {
  if (LETTER_OR_DIGIT.test(char)) return false;
  return char <= "\x7f" || isSpace(char);
}

const TITLE: Readonly<Record<string, string>> = { ǆ: "ǅ", Ǆ: "ǅ", ǉ: "ǈ", Ǉ: "ǈ", ǌ: "ǋ", Ǌ: "ǋ", ǳ: "ǲ", Ǳ: "ǲ" };

function title(text: string): string {
  let previous = " ";
  return mapCharacters(text, (char) => {
    const starts = isSeparator(previous);
    previous = char;
    return starts ? (TITLE[char] ?? upperCharacter(char)) : char;
  });
}

function untitle(text: string): string {
  let starts = true;
  return mapCharacters(text, (char) => {
    if (isSpace(char)) {
      starts = true;
      return char;
    }
    const result = starts ? lowerCharacter(char) : char;
    starts = false;
    return result;
  });
}

function swapCase(text: string): string {
  let starts = true;
  return mapCharacters(text, (char) => {
    const first = starts;
    starts = isSpace(char);
    if (/\p{Lu}|\p{Lt}/u.test(char)) return lowerCharacter(char);
    if (!/\p{Ll}/u.test(char)) return char;
    return first ? (TITLE[char] ?? upperCharacter(char)) : upperCharacter(char);
  });
}

/** The first byte of each word, as a character: that is how Sprig's library does it. */
function initials(text: string): string {
  let starts = true;
  let result = "";
  for (const char of text) {
    if (isSpace(char)) starts = true;
    else {
      if (starts) result += String.fromCharCode(toBytes(char)[0]!);
      starts = false;
    }
  }
  return result;
}

const CONNECTOR = /[\p{Z}\t\n\v\f\r\u0085_-]/u;

/** The next word of an identifier: what belongs together in `HTTPServer2Go`. */
function wordLength(runes: readonly string[], start: number): number {
  const is = (at: number, kind: RegExp): boolean => at < runes.length && kind.test(runes[at]!);
  const run = (from: number, kind: RegExp): number => {
    let at = from;
    while (is(at, kind)) at++;
    return at;
  };
  if (is(start, DIGIT)) return run(start, /[\p{N}\p{Ll}]/u);
  let end: number;
  if (is(start, UPPER)) {
    end = run(start, UPPER);
    if (is(end, LOWER)) {
      // The last capital begins the word that follows: HTTP, Server.
      if (end - start > 1) return end - 1;
      end = run(end, LOWER);
    }
  } else if (is(start, LOWER)) end = run(start, LOWER);
  else end = run(start, OTHER);
  const digits = run(end, DIGIT);
  return is(digits, LOWER) ? end : digits;
}

const UPPER = /\p{Lu}/u;
const LOWER = /[\p{Ll}\p{Lt}\p{Cs}]/u;
const DIGIT = /\p{N}/u;
const PUNCTUATION = /\p{P}/u;
const OTHER = /[^\p{Lu}\p{Ll}\p{Lt}\p{Cs}\p{N}\p{P}\p{Z}\t\n\v\f\r\u0085_-]/u;

/** `snake_case` and `kebab-case`. */
function connected(text: string, connector: string): string {
  const runes = [...text];
  let result = "";
  let afterWord = false;
  for (let at = 0; at < runes.length;) {
    const char = runes[at]!;
    if (CONNECTOR.test(char)) {
      result += connector;
      afterWord = false;
      at++;
      continue;
    }
    if (PUNCTUATION.test(char)) {
      // Behind other punctuation `_` and `-` are nothing else.
      for (; PUNCTUATION.test(runes[at] ?? ""); at++) result += runes[at];
      afterWord = false;
      continue;
    }
    const end = Math.max(wordLength(runes, at), at + 1);
    if (afterWord) result += connector;
    result += runes.slice(at, end).map(lowerCharacter).join("");
    afterWord = true;
    at = end;
  }
  return result;
}

/** `CamelCase`: a connector goes, more than one in a row lose the last; capitals at the start of a part become one. */
function camelCase(text: string): string {
  const runes = [...mapCharacters(text, (char) => char)];
  const isConnector = (at: number): boolean => CONNECTOR.test(runes[at] ?? "");
  let start = 0;
  while (isConnector(start)) start++;
  if (start === runes.length) return runes.join("") + (runes.at(-1) ?? "");
  let result = runes.slice(0, start).join("");
  for (let at = start; at < runes.length;) {
    let end = at;
    while (end < runes.length && !isConnector(end)) end++;
    result += capitalized(runes.slice(at, end));
    let next = end;
    while (isConnector(next)) next++;
    result += runes.slice(end, next === runes.length ? next : next - 1).join("");
    at = next;
  }
  return result;
}

function capitalized(runes: readonly string[]): string {
  const first = runes[0]!;
  if (!UPPER.test(first)) return upperCharacter(first) + runes.slice(1).join("");
  let end = 1;
  while (end < runes.length && UPPER.test(runes[end]!)) end++;
  return first + lower(runes.slice(1, end).join("")) + runes.slice(end).join("");
}

// Sprig's library counts and cuts bytes here: the functions below work on strings of which each unit is a byte.

function asByteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(toBytes(text)).toString("latin1");
}

function fromByteString(text: string): string {
  return isAscii(text) ? text : fromBytes(Buffer.from(text, "latin1"));
}

function abbreviate(text: string, offset: number, width: number): string {
  if (width < 4 || byteLength(text) <= width) return text;
  return fromByteString(abbreviateBytes(asByteString(text), offset, width));
}

function abbreviateBytes(text: string, wantedOffset: number, width: number): string {
  if (text.length <= width) return text;
  const kept = width - 3;
  let offset = Math.min(wantedOffset, text.length);
  if (text.length - offset < kept) offset = text.length - kept;
  if (offset <= 4) return `${text.slice(0, kept)}...`;
  if (offset + kept < text.length) return `...${abbreviateBytes(text.slice(offset), 0, kept)}`;
  return `...${text.slice(text.length - kept)}`;
}

function wrapBytes(text: string, wantedWidth: number, newLine: string, breakWords: boolean): string {
  const width = Math.max(wantedWidth, 1);
  const lineBreak = newLine === "" ? "\n" : newLine;
  let result = "";
  let offset = 0;
  while (text.length - offset > width) {
    if (text[offset] === " ") {
      offset++;
      continue;
    }
    const space = text.slice(offset, offset + width + 1).lastIndexOf(" ");
    if (space >= 0) {
      result += text.slice(offset, offset + space) + lineBreak;
      offset += space + 1;
    } else if (breakWords) {
      result += text.slice(offset, offset + width) + lineBreak;
      offset += width;
    } else {
      const next = text.indexOf(" ", offset + width);
      if (next < 0) break;
      result += text.slice(offset, next) + lineBreak;
      offset = next + 1;
    }
  }
  return result + text.slice(offset);
}

function wrap(width: number, text: string): string {
  return fromByteString(wrapBytes(asByteString(text), width, "", false));
}

function wrapWith(width: number, newLine: string, text: string): string {
  return fromByteString(wrapBytes(asByteString(text), width, asByteString(newLine), true));
}

/** Functions that change case, cut words apart or break lines. */
export const wordFunctions: Record<string, GoFunction> = {
  upper: goFunction("string", upper),
  lower: goFunction("string", lower),
  title: goFunction("string", title),
  untitle: goFunction("string", untitle),
  swapcase: goFunction("string", swapCase),
  initials: goFunction("string", initials),
  snakecase: goFunction("string", (text: string) => connected(text, "_")),
  kebabcase: goFunction("string", (text: string) => connected(text, "-")),
  camelcase: goFunction("string", camelCase),
  abbrev: goFunction("int string", (width: number, text: string) => abbreviate(text, 0, width)),
  abbrevboth: goFunction("int int string", (left: number, right: number, text: string) =>
    left > 0 && right < 7 ? text : abbreviate(text, left, right),
  ),
  wrap: goFunction("int string", wrap),
  wrapWith: goFunction("int string string", wrapWith),
};
