import { quote } from "../fmt/quote.ts";
import { GoError } from "../values/values.ts";
import { daysIn, secondsOf } from "./calendar.ts";
import { MONTHS, parseLayout, WEEKDAYS, type LayoutPiece } from "./layout.ts";
import { fixedZone, UTC, type Zone } from "./zone.ts";

/** A moment, and the zone it was written in. */
export interface Moment {
  readonly nanoseconds: bigint;
  readonly zone: Zone;
}

/** What has been read so far; -1 for what has not. */
interface Fields {
  year: number;
  month: number;
  day: number;
  yearDay: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  pm: boolean | undefined;
  offset: number | undefined;
  zoneName: string;
  isUtc: boolean;
}

/** Thrown where the value does not fit the piece. */
class Mismatch extends Error {}
class OutOfRange extends Error {}

/** `time.Parse` and `time.ParseInLocation`: times without a zone are in `local`. Throws a `GoError` with Go's text. */
export function parseMoment(layout: string, value: string, local: Zone = UTC): Moment {
  const fields: Fields = {
    year: 0,
    month: -1,
    day: -1,
    yearDay: -1,
    hour: 0,
    minute: 0,
    second: 0,
    nanosecond: 0,
    pm: undefined,
    offset: undefined,
    zoneName: "",
    isUtc: false,
  };
  let rest = value;
  const pieces = parseLayout(layout);
  for (const [at, piece] of pieces.entries()) {
    const before = rest;
    try {
      rest = piece.part === "literal" ? skip(rest, piece.text) : readPiece(piece, rest, fields, pieces[at + 1]);
    } catch (error) {
      if (error instanceof OutOfRange)
        throw new GoError(`parsing time ${quote(value)}: ${error.message} out of range`, { cause: error });
      if (!(error instanceof Mismatch)) throw error;
      throw new GoError(
        `parsing time ${quote(value)} as ${quote(layout)}: cannot parse ${quote(error.message || before)} as ${quote(piece.text)}`,
        { cause: error },
      );
    }
  }
  if (rest !== "") throw new GoError(`parsing time ${quote(value)}: extra text: ${quote(rest)}`);
  return momentOf(fields, value, local);
}

/** White space of the layout stands for any amount of it. */
function skip(value: string, prefix: string): string {
  let rest = value;
  for (let at = 0; at < prefix.length; at++) {
    if (prefix[at] === " ") {
      if (rest !== "" && rest[0] !== " ") throw new Mismatch(rest);
      while (prefix[at + 1] === " ") at++;
      rest = rest.replace(/^ +/, "");
      continue;
    }
    if (rest[0] !== prefix[at]) throw new Mismatch(rest);
    rest = rest.slice(1);
  }
  return rest;
}

function take(value: string, pattern: RegExp): [string, string] {
  const found = pattern.exec(value);
  if (!found) throw new Mismatch(value);
  return [found[0], value.slice(found[0].length)];
}

function range(name: string, number: number, least: number, most: number): number {
  if (number < least || number > most) throw new OutOfRange(name);
  return number;
}

function readName(value: string, names: readonly string[], length?: number): [number, string] {
  const at = names.findIndex((name) => {
    const wanted = length === undefined ? name : name.slice(0, length);
    return value.slice(0, wanted.length).toLowerCase() === wanted.toLowerCase();
  });
  if (at < 0) throw new Mismatch(value);
  return [at, value.slice(length ?? names[at]!.length)];
}

function readPiece(piece: LayoutPiece, value: string, fields: Fields, next: LayoutPiece | undefined): string {
  const number = (pattern: RegExp, name: string, least: number, most: number, set: (n: number) => void): string => {
    const [digits, rest] = take(value, pattern);
    set(range(name, Number(digits.trim()), least, most));
    return rest;
  };
  switch (piece.part) {
    case "year":
      return number(/^\d\d/, "year", 0, 99, (n) => (fields.year = n >= 69 ? 1900 + n : 2000 + n));
    case "longYear":
      return number(/^\d{4}/, "year", 0, 9999, (n) => (fields.year = n));
    case "month":
    case "longMonth": {
      const [month, rest] = readName(value, MONTHS, piece.part === "month" ? 3 : undefined);
      fields.month = month + 1;
      return rest;
    }
    case "numMonth":
      return number(/^\d{1,2}/, "month", 1, 12, (n) => (fields.month = n));
    case "zeroMonth":
      return number(/^\d\d/, "month", 1, 12, (n) => (fields.month = n));
    case "weekDay":
    case "longWeekDay":
      return readName(value, WEEKDAYS, piece.part === "weekDay" ? 3 : undefined)[1];
    case "day":
      return number(/^\d{1,2}/, "day", 0, 99, (n) => (fields.day = n));
    case "underDay":
      return number(/^ ?\d{1,2}/, "day", 0, 99, (n) => (fields.day = n));
    case "zeroDay":
      return number(/^\d\d/, "day", 0, 99, (n) => (fields.day = n));
    case "underYearDay":
      return number(/^[ ]{0,2}\d{1,3}/, "day-of-year", 0, 999, (n) => (fields.yearDay = n));
    case "zeroYearDay":
      return number(/^\d{3}/, "day-of-year", 0, 999, (n) => (fields.yearDay = n));
    case "hour":
      return number(/^\d{1,2}/, "hour", 0, 23, (n) => (fields.hour = n));
    case "hour12":
      return number(/^\d{1,2}/, "hour", 0, 12, (n) => (fields.hour = n));
    case "zeroHour12":
      return number(/^\d\d/, "hour", 0, 12, (n) => (fields.hour = n));
    case "minute":
      return number(/^\d{1,2}/, "minute", 0, 59, (n) => (fields.minute = n));
    case "zeroMinute":
      return number(/^\d\d/, "minute", 0, 59, (n) => (fields.minute = n));
    case "second":
    case "zeroSecond": {
      const pattern = piece.part === "second" ? /^\d{1,2}/ : /^\d\d/;
      const rest = number(pattern, "second", 0, 59, (n) => (fields.second = n));
      // A fraction may follow the seconds though the layout has none.
      const hasOwn = next?.part === "fraction0" || next?.part === "fraction9";
      const fraction = /^[.,](\d+)/.exec(rest);
      return fraction && !hasOwn ? readFraction(rest, fraction[0].length, fields) : rest;
    }
    case "PM":
    case "pm": {
      const [word, rest] = take(value, piece.part === "PM" ? /^(AM|PM)/ : /^(am|pm)/);
      fields.pm = word.toLowerCase() === "pm";
      return rest;
    }
    case "fraction0":
      if (!new RegExp(`^[.,]\\d{${piece.text.length - 1}}`).test(value)) throw new Mismatch(value);
      return readFraction(value, piece.text.length, fields);
    case "fraction9":
      return /^[.,]\d/.test(value) ? readFraction(value, /^[.,]\d+/.exec(value)![0].length, fields) : value;
    case "TZ":
      return readZoneName(value, fields);
    case "literal":
      return value;
    default:
      return readOffset(value, piece.text, fields);
  }
}

function readFraction(value: string, length: number, fields: Fields): string {
  fields.nanosecond = Number(value.slice(1, Math.min(length, 10)).padEnd(9, "0"));
  return value.slice(length);
}

function readOffset(value: string, form: string, fields: Fields): string {
  if (form.startsWith("Z") && value.startsWith("Z")) {
    fields.isUtc = true;
    return value.slice(1);
  }
  const colon = form.includes(":") ? ":" : "";
  const count = form.replaceAll(/\D/g, "").length / 2;
  const pattern = new RegExp(
    `^([+-])(\\d\\d)${count > 1 ? `${colon}(\\d\\d)` : ""}${count > 2 ? `${colon}(\\d\\d)` : ""}`,
  );
  const parts = pattern.exec(value);
  if (!parts) throw new Mismatch(value);
  range("time zone offset hour", Number(parts[2]), 0, 24);
  range("time zone offset minute", Number(parts[3] ?? 0), 0, 60);
  const seconds = Number(parts[2]) * 3600 + Number(parts[3] ?? 0) * 60 + Number(parts[4] ?? 0);
  fields.offset = parts[1] === "-" ? -seconds : seconds;
  return value.slice(parts[0].length);
}

function readZoneName(value: string, fields: Fields): string {
  if (value.startsWith("UTC")) {
    fields.isUtc = true;
    return value.slice(3);
  }
  const [name, rest] = take(
    value,
    /^(GMT[+-]\d{1,2}|[+-]\d\d(?:\d\d)?|ChST|MeST|WITA|[A-Z]{3,4}T(?![A-Z])|[A-Z]{3}(?![A-Z]))/,
  );
  fields.zoneName = name;
  return rest;
}

function momentOf(fields: Fields, value: string, local: Zone): Moment {
  const outOfRange = (name: string): GoError => new GoError(`parsing time ${quote(value)}: ${name} out of range`);
  let { hour } = fields;
  if (fields.pm === true && hour < 12) hour += 12;
  else if (fields.pm === false && hour === 12) hour = 0;
  let month = fields.month;
  let day = fields.day;
  if (fields.yearDay >= 0) {
    const isLeap = daysIn(2, fields.year) === 29;
    if (fields.yearDay < 1 || fields.yearDay > (isLeap ? 366 : 365)) throw outOfRange("day-of-year");
    if (month < 0) {
      month = 1;
      day = fields.yearDay;
    }
  } else {
    if (month < 0) month = 1;
    if (day < 0) day = 1;
    if (day < 1 || day > daysIn(month, fields.year)) throw outOfRange("day");
  }
  const seconds = secondsOf(fields.year, month, day, hour, fields.minute, fields.second);
  const zone = zoneOf(fields, seconds, local);
  // A name that the zone does not know is taken down, but does not move the time.
  const isForeign = fields.offset === undefined && fields.zoneName !== "" && zone !== local;
  const { offset } = isForeign ? { offset: 0 } : zone.at(seconds - zone.at(seconds).offset);
  return { nanoseconds: BigInt(seconds - offset) * 1_000_000_000n + BigInt(fields.nanosecond), zone };
}

function zoneOf(fields: Fields, seconds: number, local: Zone): Zone {
  if (fields.isUtc) return UTC;
  if (fields.offset !== undefined) {
    const there = local.at(seconds - fields.offset);
    if (there.offset === fields.offset && (fields.zoneName === "" || there.abbreviation === fields.zoneName))
      return local;
    return fixedZone(fields.zoneName, fields.offset);
  }
  if (fields.zoneName === "") return local;
  if (local.at(seconds).abbreviation === fields.zoneName) return local;
  const gmt = /^GMT([+-]\d+)$/.exec(fields.zoneName);
  return fixedZone(fields.zoneName, gmt ? Number(gmt[1]) * 3600 : 0);
}
