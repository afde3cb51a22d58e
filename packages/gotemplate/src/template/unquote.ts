import { fromBytes } from "../values/text.ts";

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

const encoder = new TextEncoder();

/** `strconv.Unquote` of a string constant; undefined for bad syntax. */
export function unquote(quoted: string): string | undefined {
  const body = quoted.slice(1, -1);
  if (quoted.startsWith("`")) return body.replaceAll("\r", "");
  if (!body.includes("\\")) return body.includes("\n") ? undefined : body;
  return unescape(body, '"');
}

/** The code point of a character constant such as `'\n'`; `malformed` when it is not exactly one. */
export function unquoteRune(quoted: string): number | "bad syntax" | "malformed" {
  const body = quoted.slice(1, -1);
  if (body === "") return "bad syntax";
  if (body[0] === "\\") {
    const escape = readEscape(body, 0, "'");
    if (!escape) return "bad syntax";
    return escape.length === body.length ? escape.value : "malformed";
  }
  const rune = body.codePointAt(0)!;
  return String.fromCodePoint(rune) === body ? rune : "malformed";
}

function unescape(body: string, quotation: string): string | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < body.length;) {
    if (body[at] !== "\\") {
      const char = String.fromCodePoint(body.codePointAt(at)!);
      bytes.push(...encoder.encode(char));
      at += char.length;
      continue;
    }
    const escape = readEscape(body, at, quotation);
    if (!escape) return undefined;
    if (escape.isByte) bytes.push(escape.value);
    else bytes.push(...encoder.encode(String.fromCodePoint(escape.value)));
    at += escape.length;
  }
  return fromBytes(Uint8Array.from(bytes));
}

interface Escape {
  readonly value: number;
  readonly isByte: boolean;
  readonly length: number;
}

function readEscape(body: string, at: number, quotation: string): Escape | undefined {
  if (body[at] !== "\\") return undefined;
  const rest = body.slice(at + 1, at + 11);
  const simple = rest[0] === quotation ? quotation : SIMPLE[rest[0] ?? ""];
  if (simple !== undefined) return { value: simple.charCodeAt(0), isByte: false, length: 2 };
  const octal = /^[0-7]{3}/.exec(rest);
  if (octal) {
    const value = parseInt(octal[0], 8);
    return value > 255 ? undefined : { value, isByte: true, length: 4 };
  }
  const hex = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(rest);
  if (!hex) return undefined;
  const value = parseInt(hex[1] ?? hex[2] ?? hex[3]!, 16);
  const isByte = hex[1] !== undefined;
  if (!isByte && (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))) return undefined;
  return { value, isByte, length: hex[0].length + 1 };
}
