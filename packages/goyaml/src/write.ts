import { compareKeys } from "./key-order.ts";
import { needsQuotes } from "./scalars.ts";

/** Columns after which a scalar breaks at its next space. */
const WIDTH = 80;
const MAX_SIMPLE_KEY = 128;

/**
 * Writes a JSON value as sigs.k8s.io/yaml does (go-yaml v2): keys in natural order, two spaces, lists not indented,
 * long scalars folded. Ends with a line break. Undefined fields are left out.
 */
export function writeYaml(value: unknown): string {
  const out: string[] = [];
  writeNode(out, value, 0, "root");
  return out.join("");
}

type Place = "root" | "value" | "item";

function writeNode(out: string[], value: unknown, indent: number, place: Place): void {
  if (Array.isArray(value)) return writeList(out, value, indent, place);
  if (typeof value === "object" && value !== null)
    return writeMap(out, value as Record<string, unknown>, indent, place);
  const lead = place === "value" ? " " : "";
  out.push(lead, writeScalar(value, indent, place, columnOf(out) + lead.length), "\n");
}

function writeMap(out: string[], map: Record<string, unknown>, indent: number, place: Place): void {
  const keys = Object.keys(map).filter((key) => map[key] !== undefined);
  if (keys.length === 0) {
    out.push(place === "value" ? " {}\n" : "{}\n");
    return;
  }
  keys.sort(compareKeys);
  if (place === "value") out.push("\n");
  for (const [index, key] of keys.entries()) {
    // The first key of a map in a list stands on the line of its dash.
    if (!(place === "item" && index === 0)) out.push(" ".repeat(indent));
    const value = map[key];
    if (Buffer.byteLength(key) > MAX_SIMPLE_KEY || key.includes("\n")) {
      out.push("? ", writeScalar(key, indent, "item", indent + 2), "\n", " ".repeat(indent), ":");
      writeNode(out, value, indent + 2, "value");
    } else {
      out.push(writeKey(key), ":");
      writeNode(out, value, Array.isArray(value) ? indent : indent + 2, "value");
    }
  }
}

function writeList(out: string[], list: readonly unknown[], indent: number, place: Place): void {
  if (list.length === 0) {
    out.push(place === "value" ? " []\n" : "[]\n");
    return;
  }
  if (place === "value") out.push("\n");
  for (const [index, item] of list.entries()) {
    if (!(place === "item" && index === 0)) out.push(" ".repeat(indent));
    out.push("- ");
    writeNode(out, item, indent + 2, "item");
  }
}

/** The column at which the next text would start. */
function columnOf(out: readonly string[]): number {
  let column = 0;
  for (let i = out.length - 1; i >= 0; i--) {
    const part = out[i] ?? "";
    const newline = part.lastIndexOf("\n");
    if (newline >= 0) return column + part.length - newline - 1;
    column += part.length;
  }
  return column;
}

function writeKey(key: string): string {
  return needsQuotes(key) ? doubleQuoted(key, 0, 0, Infinity) : plainOrQuoted(key, 0, 0, true, Infinity);
}

function writeScalar(value: unknown, indent: number, place: Place, column: number): string {
  switch (typeof value) {
    case "string":
      return writeString(value, indent, place, column);
    case "number":
      return writeNumber(value);
    case "bigint":
      return value.toString();
    case "boolean":
      return String(value);
    default:
      return "null";
  }
}

/** As Go prints a float64 that came through JSON: integers as such, others with %g and at most six digits before an exponent. */
export function writeNumber(value: number): string {
  if (Object.is(value, -0)) return "0";
  if (Number.isInteger(value) && Math.abs(value) < 1e21) {
    return Math.abs(value) < 18_446_744_073_709_551_616 ? BigInt(value).toString() : exponential(value);
  }
  if (!Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  const exponent = Number(value.toExponential().split("e")[1]);
  // %g switches at 21 digits, but only where the shortest form is asked for; the library asks for it with precision 6.
  return exponent < -4 || exponent >= 6 ? exponential(value) : String(value);
}

function exponential(value: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const digits = exponent.replace(/^[-+]/, "").padStart(2, "0");
  return `${mantissa}e${exponent.startsWith("-") ? "-" : "+"}${digits}`;
}

function writeString(text: string, indent: number, place: Place, column: number): string {
  const inner = place === "root" ? 0 : indent;
  if (needsQuotes(text)) return doubleQuoted(text, inner, column, WIDTH);
  if (text.includes("\n")) {
    return canBeLiteral(text) ? literal(text, inner, place) : doubleQuoted(text, inner, column, WIDTH);
  }
  return plainOrQuoted(text, inner, column, false, WIDTH);
}

function plainOrQuoted(text: string, indent: number, column: number, isKey: boolean, width: number): string {
  if (hasSpecial(text)) return doubleQuoted(text, indent, column, width);
  if (canBePlain(text)) return isKey ? text : fold(text, indent, column, width, " ");
  return singleQuoted(text, indent, column, width);
}

function canBePlain(text: string): boolean {
  if (text === "" || text.startsWith(" ") || text.endsWith(" ")) return false;
  if (text.startsWith("---") || text.startsWith("...")) return false;
  const first = text[0] ?? "";
  if ("#,[]{}&*!|>'\"%@`".includes(first)) return false;
  if ("-?:".includes(first) && (text.length === 1 || text[1] === " ")) return false;
  return !text.includes(": ") && !text.endsWith(":") && !text.includes(" #");
}

/** Characters that only double quotes can carry. */
function hasSpecial(text: string): boolean {
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code === 0x0a) continue;
    if (!isPrintable(code)) return true;
  }
  return false;
}

function isPrintable(code: number): boolean {
  return (
    (code >= 0x20 && code <= 0x7e) ||
    (code >= 0xa0 && code <= 0xd7ff && code !== 0x2028 && code !== 0x2029) ||
    (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff)
  );
}

function canBeLiteral(text: string): boolean {
  if (hasSpecial(text)) return false;
  // Trailing spaces would be lost, and lines of spaces alone are ambiguous.
  return !/ \n/.test(text) && !/ $/.test(text);
}

function literal(text: string, indent: number, place: Place): string {
  const width = place === "item" ? indent : Math.max(indent, 0);
  const pad = " ".repeat(place === "root" ? 2 : width);
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const chomp = !text.endsWith("\n") ? "-" : text === "\n" || text.endsWith("\n\n") ? "+" : "";
  const lines = text.split("\n");
  if (text.endsWith("\n")) lines.pop();
  return `|${hint}${chomp}\n${lines.map((line) => (line === "" ? "" : pad + line)).join("\n")}`;
}

function singleQuoted(text: string, indent: number, column: number, width: number): string {
  return `'${fold(text.replaceAll("'", "''"), indent, column + 1, width, " ")}'`;
}

/** Breaks at single spaces once the column is past the width. Runs of spaces are no place to break. */
function fold(text: string, indent: number, column: number, width: number, breakAt: string): string {
  if (column + text.length <= width) return text;
  let out = "";
  let at = column;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === breakAt && at > width && i > 0 && i < text.length - 1 && text[i + 1] !== " " && text[i - 1] !== " ") {
      out += `\n${" ".repeat(indent)}`;
      at = indent;
    } else {
      out += char;
      at++;
    }
  }
  return out;
}

const ESCAPES: Record<number, string> = {
  0: "\\0",
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  27: "\\e",
  34: '\\"',
  92: "\\\\",
  0x85: "\\N",
  0xa0: "\\_",
  0x2028: "\\L",
  0x2029: "\\P",
};

function doubleQuoted(text: string, indent: number, column: number, width: number): string {
  let out = '"';
  let at = column + 1;
  const chars = [...text];
  let previousWasSpace = false;
  for (const [index, char] of chars.entries()) {
    const code = char.codePointAt(0) ?? 0;
    let piece: string;
    if (ESCAPES[code] !== undefined && code !== 0xa0) piece = ESCAPES[code];
    else if (isPrintable(code)) piece = char;
    else if (code <= 0xff) piece = `\\x${hex(code, 2)}`;
    else piece = code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
    if (char === " " && !previousWasSpace && at > width && index > 0 && index < chars.length - 1) {
      out += `\n${" ".repeat(indent)}`;
      at = indent;
      // A line cannot begin with a space unless it is escaped.
      if (chars[index + 1] === " ") {
        out += "\\";
        at++;
      }
      previousWasSpace = true;
      continue;
    }
    out += piece;
    at += piece.length;
    previousWasSpace = char === " ";
  }
  return `${out}"`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).toUpperCase().padStart(digits, "0");
}
