import { civilOf, type Civil } from "./calendar.ts";
import { MONTHS, parseLayout, WEEKDAYS, type LayoutPiece } from "./layout.ts";
import type { Zone } from "./zone.ts";

const BILLION = 1_000_000_000n;

/** What a clock in the zone shows at a moment, in nanoseconds since 1970. */
export function civilIn(nanoseconds: bigint, zone: Zone): Civil & { offset: number; abbreviation: string } {
  let seconds = nanoseconds / BILLION;
  let rest = nanoseconds % BILLION;
  if (rest < 0n) {
    seconds -= 1n;
    rest += BILLION;
  }
  const { offset, abbreviation } = zone.at(Number(seconds));
  return { ...civilOf(Number(seconds) + offset, Number(rest)), offset, abbreviation };
}

/** `Time.Format`. */
export function formatTime(nanoseconds: bigint, zone: Zone, layout: string): string {
  const civil = civilIn(nanoseconds, zone);
  return parseLayout(layout)
    .map((piece) => formatPiece(piece, civil))
    .join("");
}

function pad(number: number, width: number, fill = "0"): string {
  return String(number).padStart(width, fill);
}

function formatPiece(piece: LayoutPiece, civil: Civil & { offset: number; abbreviation: string }): string {
  switch (piece.part) {
    case "literal":
      return piece.text;
    case "longMonth":
      return MONTHS[civil.month - 1]!;
    case "month":
      return MONTHS[civil.month - 1]!.slice(0, 3);
    case "numMonth":
      return String(civil.month);
    case "zeroMonth":
      return pad(civil.month, 2);
    case "longWeekDay":
      return WEEKDAYS[civil.weekday]!;
    case "weekDay":
      return WEEKDAYS[civil.weekday]!.slice(0, 3);
    case "day":
      return String(civil.day);
    case "underDay":
      return pad(civil.day, 2, " ");
    case "zeroDay":
      return pad(civil.day, 2);
    case "underYearDay":
      return pad(civil.yearDay, 3, " ");
    case "zeroYearDay":
      return pad(civil.yearDay, 3);
    case "hour":
      return pad(civil.hour, 2);
    case "hour12":
      return String(civil.hour % 12 || 12);
    case "zeroHour12":
      return pad(civil.hour % 12 || 12, 2);
    case "minute":
      return String(civil.minute);
    case "zeroMinute":
      return pad(civil.minute, 2);
    case "second":
      return String(civil.second);
    case "zeroSecond":
      return pad(civil.second, 2);
    case "longYear":
      return civil.year < 0 ? `-${pad(-civil.year, 4)}` : pad(civil.year, 4);
    case "year":
      return pad(Math.abs(civil.year % 100), 2);
    case "PM":
      return civil.hour >= 12 ? "PM" : "AM";
    case "pm":
      return civil.hour >= 12 ? "pm" : "am";
    case "TZ":
      return civil.abbreviation === "" ? zoneText(civil.offset, "-0700", false) : civil.abbreviation;
    case "fraction0":
    case "fraction9":
      return formatFraction(piece, civil.nanosecond);
    default:
      return zoneText(civil.offset, piece.text, piece.text.startsWith("Z"));
  }
}

function formatFraction({ part, text }: LayoutPiece, nanosecond: number): string {
  const digits = pad(nanosecond, 9).slice(0, text.length - 1);
  if (part === "fraction0") return text[0]! + digits;
  const shortened = digits.replace(/0+$/, "");
  return shortened === "" ? "" : text[0]! + shortened;
}

/** An offset in the form of a piece such as `-07:00`; `Z` for none where the piece begins with it. */
function zoneText(offset: number, form: string, isIso: boolean): string {
  if (isIso && offset === 0) return "Z";
  const size = Math.abs(offset);
  const numbers = [Math.trunc(size / 3600), Math.trunc((size % 3600) / 60), size % 60].map((number) => pad(number, 2));
  const colon = form.includes(":") ? ":" : "";
  const count = form.replaceAll(/\D/g, "").length / 2;
  return (offset < 0 ? "-" : "+") + numbers.slice(0, count).join(colon);
}
