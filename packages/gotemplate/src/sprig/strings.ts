import { formatPlain } from "../fmt/printer.ts";
import { quote } from "../fmt/quote.ts";
import { goFunction, type GoFunction } from "../values/function.ts";
import { byteLength, isAscii, joined, sliceBytes, sortStrings, toBytes } from "../values/text.ts";
import { stringMapType } from "../values/types.ts";
import { GoError, StringMap, strings } from "../values/values.ts";
import { kindName, textOf, textsOf } from "./conversion.ts";

/** What Go calls white space. */
const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING_SPACE = new RegExp(`^[${SPACE}]+`);
const SPACES: ReadonlySet<string> = new Set("\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000");

/** Whether Go's `unicode.IsSpace` is true. */
export function isSpace(char: string): boolean {
  return SPACES.has(char) || (char >= "\u2000" && char <= "\u200a");
}

/** `strings.TrimSpace`. */
export function trimSpace(text: string): string {
  const start = LEADING_SPACE.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && isSpace(text[end - 1]!)) end--;
  return text.slice(start, end);
}

/** `strings.Trim`: takes characters of a set off both ends. */
export function trimCharacters(text: string, set: string): string {
  const characters = new Set(set);
  const runes = [...text];
  let start = 0;
  let end = runes.length;
  while (start < end && characters.has(runes[start]!)) start++;
  while (end > start && characters.has(runes[end - 1]!)) end--;
  return runes.slice(start, end).join("");
}

/** Sprig's library takes each byte for a character, which spoils what is not ASCII. */
function noSpace(text: string): string {
  let result = "";
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte);
    if (!isSpace(char)) result += char;
  }
  return result.length === byteLength(text) ? text : result;
}

/** The longest string that a function makes by repeating. */
const MAX_LENGTH = 2 ** 29 - 24;

function repeat(count: number, text: string): string {
  if (count < 0) throw new GoError("strings: negative Repeat count");
  if (text.length * count > MAX_LENGTH) throw new GoError("strings: Repeat output length overflow");
  return text.repeat(count);
}

function truncate(length: number, text: string): string {
  if (length >= 0 && text.length <= length && isAscii(text)) return text;
  const bytes = byteLength(text);
  if (length < 0) return bytes + length > 0 ? sliceBytes(text, bytes + length, bytes) : text;
  return bytes > length ? sliceBytes(text, 0, length) : text;
}

function substring(start: number, end: number, text: string): string {
  const bytes = byteLength(text);
  const outOfRange = (range: string): GoError => new GoError(`runtime error: slice bounds out of range ${range}`);
  if (start < 0) {
    if (end < 0) throw outOfRange(`[:${end}]`);
    if (end > bytes) throw outOfRange(`[:${end}] with length ${bytes}`);
    return sliceBytes(text, 0, end);
  }
  if (end < 0 || end > bytes) {
    if (start > bytes) throw outOfRange(`[${start}:${end < 0 || end > bytes ? bytes : end}]`);
    return sliceBytes(text, start, bytes);
  }
  if (start > end) throw outOfRange(`[${start}:${end}]`);
  return sliceBytes(text, start, end);
}

function indent(spaces: number, text: string): string {
  const pad = repeat(spaces, " ");
  return pad + text.replaceAll("\n", `\n${pad}`);
}

function cat(...values: unknown[]): string {
  return values
    .filter((value) => value !== null && value !== undefined)
    .map(formatPlain)
    .join(" ");
}

/** `strings.Split`: between every two characters for an empty separator. */
export function splitText(text: string, separator: string, limit = -1): string[] {
  if (limit === 0) return [];
  const parts = separator === "" ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function numbered(parts: readonly string[]): StringMap {
  return new StringMap(stringMapType, new Map(parts.map((part, at) => [`_${at}`, part])));
}

function replaceAll(old: string, replacement: string, text: string): string {
  if (old !== "") return text.split(old).join(replacement);
  // Nothing is found in front of every character and at the end.
  return [...text].reduce((result, char) => result + char + replacement, replacement);
}

function join(separator: string, value: unknown): string {
  return joined(textsOf(value).join(separator));
}

function sortAlpha(value: unknown): unknown {
  const kind = kindName(value);
  return strings(sortStrings(kind === "slice" || kind === "array" ? textsOf(value) : [textOf(value)]));
}

function quoteAll(...values: unknown[]): string {
  return values
    .filter((value) => value !== null && value !== undefined)
    .map((value) => quote(textOf(value)))
    .join(" ");
}

function singleQuoteAll(...values: unknown[]): string {
  return values
    .filter((value) => value !== null && value !== undefined)
    .map((value) => `'${formatPlain(value)}'`)
    .join(" ");
}

/** Functions of strings, apart from those that change words and case. */
export const stringFunctions: Record<string, GoFunction> = {
  trim: goFunction("string", trimSpace),
  trimAll: goFunction("string string", (set: string, text: string) => trimCharacters(text, set)),
  trimall: goFunction("string string", (set: string, text: string) => trimCharacters(text, set)),
  trimSuffix: goFunction("string string", (suffix: string, text: string) =>
    suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
  ),
  trimPrefix: goFunction("string string", (prefix: string, text: string) =>
    text.startsWith(prefix) ? text.slice(prefix.length) : text,
  ),
  nospace: goFunction("string", noSpace),
  repeat: goFunction("int string", repeat),
  trunc: goFunction("int string", truncate),
  substr: goFunction("int int string", substring),
  indent: goFunction("int string", indent),
  nindent: goFunction("int string", (spaces: number, text: string) => `\n${indent(spaces, text)}`),
  replace: goFunction("string string string", replaceAll),
  plural: goFunction("string string int", (one: string, many: string, count: number) => (count === 1 ? one : many)),
  contains: goFunction("string string", (part: string, text: string) => text.includes(part)),
  hasPrefix: goFunction("string string", (prefix: string, text: string) => text.startsWith(prefix)),
  hasSuffix: goFunction("string string", (suffix: string, text: string) => text.endsWith(suffix)),
  quote: goFunction("...any", quoteAll),
  squote: goFunction("...any", singleQuoteAll),
  cat: goFunction("...any", cat),
  split: goFunction("string string", (separator: string, text: string) => numbered(splitText(text, separator))),
  splitList: goFunction("string string", (separator: string, text: string) => strings(splitText(text, separator))),
  splitn: goFunction("string int string", (separator: string, limit: number, text: string) =>
    numbered(splitText(text, separator, limit)),
  ),
  join: goFunction("string any", join),
  sortAlpha: goFunction("any", sortAlpha),
  hello: goFunction("", () => "Hello!"),
};
