import { int64, int, Int } from "../values/values.ts";
import { intType, namedType, stringType, structType, type GoType } from "../values/types.ts";
import { secondsOf } from "./calendar.ts";
import { durationType, makeDuration } from "./duration.ts";
import { civilIn, formatTime } from "./format.ts";
import { MONTHS, WEEKDAYS } from "./layout.ts";
import { parseMoment } from "./parse.ts";
import { UTC, type Zone } from "./zone.ts";

const BILLION = 1_000_000_000n;
/** The layout of RFC 3339 with the digits that are needed. */
export const RFC3339_NANO = "2006-01-02T15:04:05.999999999Z07:00";
const STRING_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST";

/** `time.Time`: a moment and the zone in which it is shown. */
export class Time {
  readonly type: GoType = timeType;
  /** Since 1970. */
  readonly nanoseconds: bigint;
  readonly zone: Zone;
  constructor(nanoseconds: bigint, zone: Zone) {
    this.nanoseconds = nanoseconds;
    this.zone = zone;
  }

  format(layout: string): string {
    return formatTime(this.nanoseconds, this.zone, layout);
  }

  /** Whole seconds since 1970. */
  get seconds(): bigint {
    const rest = this.nanoseconds % BILLION;
    return (this.nanoseconds - (rest < 0n ? rest + BILLION : rest)) / BILLION;
  }
}

/** The zero time of Go: the first of January of the year 1. */
export const ZERO_TIME_NANOSECONDS: bigint = BigInt(secondsOf(1, 1, 1)) * BILLION;

const monthType = namedType("time.Month", intType, {
  methods: { String: { params: [], call: (month: Int) => MONTHS[Number(month.n) - 1] ?? `%!Month(${month.n})` } },
});
const weekdayType = namedType("time.Weekday", intType, {
  methods: { String: { params: [], call: (day: Int) => WEEKDAYS[Number(day.n)] ?? `%!Weekday(${day.n})` } },
});

const civil = (time: Time): ReturnType<typeof civilIn> => civilIn(time.nanoseconds, time.zone);

function addDate(time: Time, years: number, months: number, days: number): Time {
  const now = civil(time);
  const local = secondsOf(now.year + years, now.month + months, now.day + days, now.hour, now.minute, now.second);
  const { offset } = time.zone.at(local - time.zone.at(local).offset);
  return new Time(BigInt(local - offset) * BILLION + BigInt(now.nanosecond), time.zone);
}

function truncateTo(time: Time, step: bigint, half: bigint): Time {
  if (step <= 0n) return time;
  const sinceZero = time.nanoseconds - ZERO_TIME_NANOSECONDS;
  const rest = (sinceZero + half) % step;
  return new Time(time.nanoseconds + half - rest, time.zone);
}

/** `time.Time`, with the methods that are of use in templates. */
export const timeType: GoType = structType("time.Time", [], {});
const methods: Record<string, { params: readonly GoType[]; call: (receiver: never, ...args: never[]) => unknown }> = {
  String: { params: [], call: (time: Time) => time.format(STRING_LAYOUT) },
  Format: { params: [stringType], call: (time: Time, layout: string) => time.format(layout) },
  Year: { params: [], call: (time: Time) => int(civil(time).year) },
  Month: { params: [], call: (time: Time) => new Int(monthType, BigInt(civil(time).month)) },
  Day: { params: [], call: (time: Time) => int(civil(time).day) },
  Hour: { params: [], call: (time: Time) => int(civil(time).hour) },
  Minute: { params: [], call: (time: Time) => int(civil(time).minute) },
  Second: { params: [], call: (time: Time) => int(civil(time).second) },
  Nanosecond: { params: [], call: (time: Time) => int(civil(time).nanosecond) },
  YearDay: { params: [], call: (time: Time) => int(civil(time).yearDay) },
  Weekday: { params: [], call: (time: Time) => new Int(weekdayType, BigInt(civil(time).weekday)) },
  Unix: { params: [], call: (time: Time) => int64(time.seconds) },
  UnixMilli: { params: [], call: (time: Time) => int64(floorDivide(time.nanoseconds, 1_000_000n)) },
  UnixMicro: { params: [], call: (time: Time) => int64(floorDivide(time.nanoseconds, 1_000n)) },
  UnixNano: { params: [], call: (time: Time) => int64(time.nanoseconds) },
  UTC: { params: [], call: (time: Time) => new Time(time.nanoseconds, UTC) },
  Local: { params: [], call: (time: Time) => time },
  IsZero: { params: [], call: (time: Time) => time.nanoseconds === ZERO_TIME_NANOSECONDS },
  IsDST: { params: [], call: isDaylightSaving },
  Location: { params: [], call: (time: Time) => time.zone.name || "" },
  Add: { params: [durationType], call: (time: Time, by: Int) => new Time(time.nanoseconds + by.n, time.zone) },
  MarshalJSON: { params: [], call: (time: Time) => `"${time.format(RFC3339_NANO)}"` },
};

function isDaylightSaving(time: Time): boolean {
  const { year } = civil(time);
  const winter = Math.min(time.zone.at(secondsOf(year, 1, 1)).offset, time.zone.at(secondsOf(year, 7, 1)).offset);
  return time.zone.at(Number(time.seconds)).offset !== winter;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return rest < 0n ? value / by - 1n : value / by;
}

const comparing: typeof methods = {
  Sub: { params: [timeType], call: (time: Time, other: Time) => makeDuration(time.nanoseconds - other.nanoseconds) },
  After: { params: [timeType], call: (time: Time, other: Time) => time.nanoseconds > other.nanoseconds },
  Before: { params: [timeType], call: (time: Time, other: Time) => time.nanoseconds < other.nanoseconds },
  Equal: { params: [timeType], call: (time: Time, other: Time) => time.nanoseconds === other.nanoseconds },
  Compare: { params: [timeType], call: compareTimes },
  AddDate: { params: [intType, intType, intType], call: addDate },
  Truncate: { params: [durationType], call: (time: Time, step: Int) => truncateTo(time, step.n, 0n) },
  Round: { params: [durationType], call: (time: Time, step: Int) => truncateTo(time, step.n, (step.n + 1n) / 2n) },
};

function compareTimes(time: Time, other: Time): Int {
  return int(time.nanoseconds < other.nanoseconds ? -1 : time.nanoseconds > other.nanoseconds ? 1 : 0);
}

// A type cannot name itself in its own methods before it exists.
Object.assign(timeType, { methods: new Map(Object.entries({ ...methods, ...comparing })) });

/** `time.Parse`, or `ParseInLocation` for a zone. Throws a `GoError` with Go's text. */
export function parseTime(layout: string, value: string, zone: Zone = UTC): Time {
  const moment = parseMoment(layout, value, zone);
  return new Time(moment.nanoseconds, moment.zone);
}
