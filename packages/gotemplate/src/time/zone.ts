/** A time zone: what clocks show there at a moment. */
export interface Zone {
  /** As Go names the location. */
  readonly name: string;
  at(unixSeconds: number): { readonly offset: number; readonly abbreviation: string };
}

/** Coordinated universal time. */
export const UTC: Zone = { name: "UTC", at: () => ({ offset: 0, abbreviation: "UTC" }) };

/** A zone that is always the same; without a name it is known by its offset. */
export function fixedZone(abbreviation: string, offset: number): Zone {
  return { name: abbreviation, at: () => ({ offset, abbreviation }) };
}

/** The dates of JavaScript end here. */
const LAST_SECOND = 8.64e12;

// There are some six hundred of them.
const known = new Map<string, Zone>();

/** A zone of the IANA database; undefined where there is none of that name. */
export function findZone(name: string): Zone | undefined {
  if (name === "" || name === "UTC") return UTC;
  const zone = known.get(name) ?? makeZone(name);
  if (zone) known.set(name, zone);
  return zone;
}

// Abbreviations such as CET are known to some locales only.
const LOCALES = ["en-US", "en-GB", "en-AU", "en-IN", "en-NZ", "en-ZA", "en-CA"];

function makeZone(name: string): Zone | undefined {
  // Names that Go's database does not have, such as "+01:00", are no zones.
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return undefined;
  let offsets: Intl.DateTimeFormat;
  let names: Intl.DateTimeFormat[];
  try {
    offsets = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset", year: "numeric" });
    names = LOCALES.map((locale) => new Intl.DateTimeFormat(locale, { timeZone: name, timeZoneName: "short" }));
  } catch {
    return undefined;
  }
  return {
    name,
    at(unixSeconds) {
      const date = new Date(Math.max(-LAST_SECOND, Math.min(LAST_SECOND, unixSeconds)) * 1000);
      const offset = offsetOf(zonePart(offsets, date));
      if (unixSeconds < 0) return { offset, abbreviation: earlyAbbreviation(offsets, names, offset) };
      return { offset, abbreviation: abbreviationOf(names, date) ?? offsetText(offset) };
    },
  };
}

function zonePart(format: Intl.DateTimeFormat, date: Date): string {
  return format.formatToParts(date).find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** Names of zones are only known from 1970 on; before clocks kept whole minutes they showed local mean time. */
function earlyAbbreviation(
  offsets: Intl.DateTimeFormat,
  names: readonly Intl.DateTimeFormat[],
  offset: number,
): string {
  if (offset % 60 !== 0) return "LMT";
  for (const later of [
    new Date(Date.UTC(1970, 0, 15)),
    new Date(Date.UTC(1970, 6, 15)),
    new Date(Date.UTC(1985, 6, 15)),
  ]) {
    if (offsetOf(zonePart(offsets, later)) === offset) return abbreviationOf(names, later) ?? offsetText(offset);
  }
  return offsetText(offset);
}

function offsetOf(text: string): number {
  const parts = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text);
  if (!parts) return 0;
  const seconds = Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4] ?? 0);
  return parts[1] === "-" ? -seconds : seconds;
}

function abbreviationOf(names: readonly Intl.DateTimeFormat[], date: Date): string | undefined {
  for (const format of names) {
    const text = zonePart(format, date);
    if (/^[A-Z]{3,5}$/.test(text)) return text;
  }
  return undefined;
}

/** `+07` or `+0530`, which is how the database names zones that have no abbreviation. */
function offsetText(offset: number): string {
  const minutes = Math.abs(Math.trunc(offset / 60));
  const hours = String(Math.trunc(minutes / 60)).padStart(2, "0");
  const rest = minutes % 60 === 0 ? "" : String(minutes % 60).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${hours}${rest}`;
}
