/** What a piece of a layout stands for. */
export type LayoutPart =
  | "longMonth"
  | "month"
  | "numMonth"
  | "zeroMonth"
  | "longWeekDay"
  | "weekDay"
  | "day"
  | "underDay"
  | "zeroDay"
  | "underYearDay"
  | "zeroYearDay"
  | "hour"
  | "hour12"
  | "zeroHour12"
  | "minute"
  | "zeroMinute"
  | "second"
  | "zeroSecond"
  | "longYear"
  | "year"
  | "PM"
  | "pm"
  | "TZ"
  | "isoTZ"
  | "isoSecondsTZ"
  | "isoShortTZ"
  | "isoColonTZ"
  | "isoColonSecondsTZ"
  | "numTZ"
  | "numSecondsTZ"
  | "numShortTZ"
  | "numColonTZ"
  | "numColonSecondsTZ"
  | "fraction0"
  | "fraction9"
  | "literal";

/** A piece of a layout: its text, and for fractions of seconds the number of digits. */
export interface LayoutPiece {
  readonly part: LayoutPart;
  readonly text: string;
}

/** From January on. */
export const MONTHS: readonly string[] = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
/** From Sunday on. */
export const WEEKDAYS: readonly string[] = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];

/** The reference pieces, longer ones before their beginnings. */
const PIECES: readonly (readonly [text: string, part: LayoutPart])[] = [
  ["January", "longMonth"],
  ["Jan", "month"],
  ["Monday", "longWeekDay"],
  ["Mon", "weekDay"],
  ["MST", "TZ"],
  ["002", "zeroYearDay"],
  ["01", "zeroMonth"],
  ["02", "zeroDay"],
  ["03", "zeroHour12"],
  ["04", "zeroMinute"],
  ["05", "zeroSecond"],
  ["06", "year"],
  ["15", "hour"],
  ["1", "numMonth"],
  ["2006", "longYear"],
  ["2", "day"],
  ["__2", "underYearDay"],
  ["_2006", "literal"],
  ["_2", "underDay"],
  ["3", "hour12"],
  ["4", "minute"],
  ["5", "second"],
  ["PM", "PM"],
  ["pm", "pm"],
  ["-07:00:00", "numColonSecondsTZ"],
  ["-070000", "numSecondsTZ"],
  ["-07:00", "numColonTZ"],
  ["-0700", "numTZ"],
  ["-07", "numShortTZ"],
  ["Z07:00:00", "isoColonSecondsTZ"],
  ["Z070000", "isoSecondsTZ"],
  ["Z07:00", "isoColonTZ"],
  ["Z0700", "isoTZ"],
  ["Z07", "isoShortTZ"],
];

const FRACTION = /^[.,](0+|9+)(?!\d)/;

/** Cuts a layout of Go's `time` package into its pieces. */
export function parseLayout(layout: string): LayoutPiece[] {
  const pieces: LayoutPiece[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") pieces.push({ part: "literal", text: literal });
    literal = "";
  };
  for (let at = 0; at < layout.length;) {
    const piece = pieceAt(layout, at);
    if (!piece) {
      literal += layout[at++];
      continue;
    }
    // The underscore of `_2006` is itself; the year follows it.
    if (piece.part === "literal") {
      literal += "_";
      at++;
      continue;
    }
    flush();
    pieces.push(piece);
    at += piece.text.length;
  }
  flush();
  return pieces;
}

function pieceAt(layout: string, at: number): LayoutPiece | undefined {
  for (const [text, part] of PIECES) {
    if (!layout.startsWith(text, at)) continue;
    // "Jan" and "Mon" are no names when a word goes on, as in "Month".
    if ((part === "month" || part === "weekDay") && /[a-z]/.test(layout[at + 3] ?? "")) continue;
    return { part, text };
  }
  const fraction = FRACTION.exec(layout.slice(at, at + 64));
  return fraction ? { part: fraction[1]![0] === "0" ? "fraction0" : "fraction9", text: fraction[0] } : undefined;
}
