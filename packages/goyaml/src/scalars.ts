import type { Tag } from "./node.ts";

/** The two Go libraries: v2 (and sigs.k8s.io/yaml on top of it) reads YAML 1.1 words as booleans, v3 does not. */
export type Dialect = "v2" | "v3";

const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const TRUE = new Set(["true", "True", "TRUE"]);
const FALSE = new Set(["false", "False", "FALSE"]);
const TRUE_V2 = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const FALSE_V2 = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);
const NULL = new Set(["", "~", "null", "Null", "NULL"]);
const INFINITE: Record<string, number> = {
  ".inf": Infinity,
  ".Inf": Infinity,
  ".INF": Infinity,
  "+.inf": Infinity,
  "+.Inf": Infinity,
  "+.INF": Infinity,
  "-.inf": -Infinity,
  "-.Inf": -Infinity,
  "-.INF": -Infinity,
};
const NAN = new Set([".nan", ".NaN", ".NAN"]);
/** The forms in which Go's library reads a time: a date, a date and a time with a zone, or without one after a space. */
const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d\d:\d\d)| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?)?$/;
/** Base 60 of YAML 1.1. Go does not read it, but quotes it for those who do. */
const BASE_60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

export type Scalar =
  | { kind: "null" }
  | { kind: "bool"; value: boolean }
  | { kind: "int"; value: number | bigint }
  | { kind: "float"; value: number }
  | { kind: "timestamp"; value: string }
  | { kind: "string" };

const STRING: Scalar = { kind: "string" };

/** First characters of texts that may mean something else than a text. */
const MEANINGFUL = new Uint8Array(128);
for (const char of "~+-.0123456789<nNyYtTfFoO") MEANINGFUL[char.charCodeAt(0)] = 1;

/** Whether a text, which is not empty, is none of what may mean something else: true of most. */
function isOrdinary(text: string): boolean {
  const first = text.charCodeAt(0);
  // No word with a meaning has more than five letters.
  return MEANINGFUL[first] !== 1 || (first >= 65 && first !== 126 && text.length > 5);
}

/** The tag of an unquoted text without a tag. */
export function tagOfPlain(text: string, dialect: Dialect): Tag {
  if (text === "") return "!!null";
  if (isOrdinary(text)) return "!!str";
  if (text === "<<") return "!!merge";
  if (isSmallInteger(text)) return "!!int";
  const { kind } = resolvePlain(text, dialect);
  return kind === "string" ? "!!str" : `!!${kind}`;
}

function isSmallInteger(text: string): boolean {
  if (text.length > 15 || (text.length > 1 && text.charCodeAt(0) === 48)) return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** What an unquoted text without a tag means. */
export function resolvePlain(text: string, dialect: Dialect): Scalar {
  if (text !== "" && isOrdinary(text)) return STRING;
  if (NULL.has(text)) return { kind: "null" };
  if (TRUE.has(text) || (dialect === "v2" && TRUE_V2.has(text))) return { kind: "bool", value: true };
  if (FALSE.has(text) || (dialect === "v2" && FALSE_V2.has(text))) return { kind: "bool", value: false };
  const first = text.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric) return STRING;
  if (Object.hasOwn(INFINITE, text)) return { kind: "float", value: INFINITE[text] ?? Infinity };
  if (NAN.has(text)) return { kind: "float", value: NaN };
  const int = parseInteger(text) ?? parseSignedDigits(text, dialect);
  if (int !== undefined) return { kind: "int", value: int };
  // Behind a leading dot underscores are none of a number.
  const plain = first !== 46 && text.includes("_") ? text.replaceAll("_", "") : text;
  if (FLOAT.test(plain)) {
    const value = Number(plain);
    if (Number.isFinite(value)) return { kind: "float", value };
  }
  if (first >= 48 && first <= 57 && text.charCodeAt(4) === 45) {
    const value = toRfc3339(text);
    if (value !== undefined) return { kind: "timestamp", value };
  }
  return STRING;
}

/** True when a plain text would be read as something else than a text, so that writing it needs quotes. */
export function needsQuotes(text: string): boolean {
  if (text !== "" && isOrdinary(text)) return false;
  return resolvePlain(text, "v2").kind !== "string" || BASE_60.test(text);
}

/** Go's strconv with base 0: 0x, 0o, 0b and a leading 0 for octal; underscores anywhere. Wider than 64 bits is no integer. */
function parseInteger(text: string): number | bigint | undefined {
  const plain = text.includes("_") ? text.replaceAll("_", "") : text;
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(plain);
  if (!match) return undefined;
  const [, sign, digits = ""] = match;
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits.toLowerCase());
  const signed = sign === "-" ? -value : value;
  if (signed > 18_446_744_073_709_551_615n || signed < -9_223_372_036_854_775_808n) return undefined;
  return signed >= -9_007_199_254_740_991n && signed <= 9_007_199_254_740_991n ? Number(signed) : signed;
}

/** Behind `0b`, and to v3 behind `0o`, Go takes a sign for a part of the number. */
function parseSignedDigits(text: string, dialect: Dialect): number | undefined {
  if (text.charCodeAt(0) !== 48) return undefined;
  const plain = text.replaceAll("_", "");
  const match = /^0(?:b([-+][01]{1,52})|o([-+][0-7]{1,17}))$/.exec(plain);
  if (!match || (dialect === "v2" && !text.startsWith("0b"))) return undefined;
  const [, binary, octal] = match;
  // Zero has no sign.
  return (binary === undefined ? Number.parseInt(octal as string, 8) : Number.parseInt(binary, 2)) + 0;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A timestamp as Go prints it; undefined when it is none, or no date of the calendar. */
function toRfc3339(text: string): string | undefined {
  const match = TIMESTAMP.exec(text);
  if (!match) return undefined;
  const [, year = "", month = "", day = ""] = match;
  const hour = match[4] ?? match[9] ?? "0";
  const minute = match[5] ?? match[10] ?? "0";
  const second = match[6] ?? match[11] ?? "0";
  const fraction = (match[7] ?? match[12] ?? "").slice(0, 9).replace(/0+$/, "");
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = Number(month) === 2 && leap ? 29 : DAYS[Number(month) - 1];
  if (days === undefined || Number(day) < 1 || Number(day) > days) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const zone = zoneOf(match[8] ?? "Z");
  if (zone === undefined) return undefined;
  const two = (part: string): string => part.padStart(2, "0");
  const time = `${two(hour)}:${two(minute)}:${two(second)}${fraction === "" ? "" : `.${fraction}`}`;
  return `${year}-${two(month)}-${two(day)}T${time}${zone}`;
}

function zoneOf(zone: string): string | undefined {
  if (zone === "Z") return zone;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  // Go takes both limits as valid.
  if (hours > 24 || minutes > 60) return undefined;
  const total = hours * 60 + minutes;
  if (total === 0) return "Z";
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${zone[0]}${two(Math.floor(total / 60))}:${two(total % 60)}`;
}
