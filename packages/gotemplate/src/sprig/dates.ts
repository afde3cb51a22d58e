import { makeFunction, type GoFunction } from "../values/function.ts";
import { goFunction } from "../values/function.ts";
import { anyType, stringType } from "../values/types.ts";
import { GoError, Int, Pointer } from "../values/values.ts";
import { durationText, parseDurationText } from "../time/duration.ts";
import { parseTime, Time, timeType, ZERO_TIME_NANOSECONDS } from "../time/time.ts";
import { findZone, UTC, type Zone } from "../time/zone.ts";
import { parseDecimalClamped } from "./conversion.ts";

const SECOND = 1_000_000_000n;
const HOUR = 3600n * SECOND;
const ROUNDED: readonly (readonly [size: bigint, unit: string])[] = [
  [HOUR * 24n * 365n, "y"],
  [HOUR * 24n * 30n, "mo"],
  [HOUR * 24n, "d"],
  [HOUR, "h"],
  [60n * SECOND, "m"],
  [SECOND, "s"],
];

/** Whether a value is a plain integer of one of these types. */
function isPlain(value: unknown, ...names: string[]): value is Int {
  return value instanceof Int && names.includes(value.type.name);
}

function durationOfSeconds(value: unknown): string {
  let seconds = 0n;
  if (typeof value === "string") seconds = parseDecimalClamped(value);
  else if (isPlain(value, "int64")) seconds = value.n;
  return durationText(BigInt.asIntN(64, seconds * SECOND));
}

function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof GoError) return otherwise;
    throw error;
  }
}

/** Functions of dates and durations. `local` is the zone of the place where the program runs. */
export function dateFunctions(now: () => bigint, local: Zone): Record<string, GoFunction> {
  /** The moment that a value stands for: now, when it stands for none. */
  const momentOf = (value: unknown, ...integers: string[]): bigint => {
    if (value instanceof Time) return value.nanoseconds;
    if (value instanceof Pointer && value.target instanceof Time) return value.target.nanoseconds;
    return isPlain(value, ...integers) ? value.n * SECOND : now();
  };
  const inZone = (layout: string, date: unknown, zone: Zone): string =>
    new Time(momentOf(date, "int64", "int", "int32"), zone).format(layout);
  const zoneNamed = (name: string): Zone => (name === "Local" ? local : (findZone(name) ?? UTC));

  const roundDuration = (value: unknown): string => {
    let duration = 0n;
    if (typeof value === "string") duration = quietly(() => parseDurationText(value), 0n);
    else if (isPlain(value, "int64")) duration = value.n;
    else if (value instanceof Time) duration = now() - value.nanoseconds;
    const size = duration < 0n ? -duration : duration;
    const unit = ROUNDED.find(([least]) => size > least);
    return unit ? `${size / unit[0]}${unit[1]}` : "0s";
  };
  const ago = (value: unknown): string => {
    const since = now() - (value instanceof Time ? value.nanoseconds : momentOf(value, "int64", "int"));
    const half = since < 0n ? -SECOND / 2n : SECOND / 2n;
    return durationText(((since + half) / SECOND) * SECOND);
  };
  const modify = (change: string, date: Time): Time =>
    new Time(date.nanoseconds + parseDurationText(change), date.zone);
  const dateInZone = goFunction("string any string", (layout: string, date: unknown, zone: string) =>
    inZone(layout, date, zoneNamed(zone)),
  );
  const dateModify = makeFunction([stringType, timeType], (change: string, date: Time) =>
    quietly(() => modify(change, date), date),
  );
  const mustDateModify = makeFunction([stringType, timeType], modify);
  return {
    now: goFunction("", () => new Time(now(), local)),
    date: goFunction("string any", (layout: string, date: unknown) => inZone(layout, date, local)),
    dateInZone,
    date_in_zone: dateInZone,
    dateModify,
    date_modify: dateModify,
    mustDateModify,
    must_date_modify: mustDateModify,
    htmlDate: goFunction("any", (date: unknown) => inZone("2006-01-02", date, local)),
    htmlDateInZone: goFunction("any string", (date: unknown, zone: string) =>
      inZone("2006-01-02", date, zoneNamed(zone)),
    ),
    toDate: goFunction("string string", (layout: string, text: string) =>
      quietly(() => parseTime(layout, text, local), new Time(ZERO_TIME_NANOSECONDS, UTC)),
    ),
    mustToDate: goFunction("string string", (layout: string, text: string) => parseTime(layout, text, local)),
    unixEpoch: makeFunction([timeType], (date: Time) => date.seconds.toString()),
    duration: goFunction("any", durationOfSeconds),
    durationRound: makeFunction([anyType], roundDuration),
    ago: goFunction("any", ago),
  };
}
