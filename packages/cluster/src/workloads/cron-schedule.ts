const MINUTE = 60_000;
/** A shorter step than any change of a time zone, so that no day is skipped. */
const HALF_HOUR = 30 * MINUTE;
const HORIZON = 5 * 366 * 24 * 60 * MINUTE;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const NICKNAMES: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** A parsed `schedule` of a CronJob. */
export interface CronSchedule {
  /** The first time after `time` (both in milliseconds) that the schedule names; undefined: none in five years. */
  after(time: number): number | undefined;
}

/** Parses the five fields of cron, or a nickname such as `@hourly`. Throws an Error that names the field. */
export function parseCron(text: string, timeZone = "UTC"): CronSchedule {
  const fields = (NICKNAMES[text.trim()] ?? text).trim().split(/\s+/);
  if (fields.length !== 5) throw new Error(`expected exactly 5 fields, found ${fields.length}: [${text}]`);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const days = parseField(day, 1, 31);
  const months = parseField(month, 1, 12, MONTHS, 1);
  const weekdays = parseField(weekday, 0, 7, DAYS, 0);
  if (weekdays.has(7)) weekdays.add(0);
  const starred = (field: string): boolean => /^[*?]/.test(field);
  const wall = wallClock(timeZone);

  // Days of the month and of the week are alternatives where both are given.
  const isDay = (at: WallTime): boolean => {
    const [byMonth, byWeek] = [days.has(at.day), weekdays.has(at.weekday)];
    return months.has(at.month) && (starred(day) || starred(weekday) ? byMonth && byWeek : byMonth || byWeek);
  };
  return {
    after(time) {
      let next = (Math.floor(time / MINUTE) + 1) * MINUTE;
      while (next < time + HORIZON) {
        const at = wall(next);
        if (isDay(at) && hours.has(at.hour)) {
          if (minutes.has(at.minute)) return next;
          next += MINUTE;
        } else next = (Math.floor(next / HALF_HOUR) + 1) * HALF_HOUR;
      }
      return undefined;
    },
  };
}

interface WallTime {
  minute: number;
  hour: number;
  day: number;
  month: number;
  weekday: number;
}

function wallClock(timeZone: string): (time: number) => WallTime {
  if (timeZone === "UTC" || timeZone === "Etc/UTC") {
    return (time) => {
      const at = new Date(time);
      return {
        minute: at.getUTCMinutes(),
        hour: at.getUTCHours(),
        day: at.getUTCDate(),
        month: at.getUTCMonth() + 1,
        weekday: at.getUTCDay(),
      };
    };
  }
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (time) => {
    const of = Object.fromEntries(parts.formatToParts(time).map(({ type, value }) => [type, value]));
    return {
      minute: Number(of.minute),
      hour: Number(of.hour),
      day: Number(of.day),
      month: Number(of.month),
      weekday: DAYS.indexOf((of.weekday ?? "").toLowerCase()),
    };
  };
}

function parseField(text: string, low: number, high: number, names: readonly string[] = [], first = 0): Set<number> {
  const values = new Set<number>();
  const number = (word: string): number => {
    const named = names.indexOf(word.toLowerCase());
    const value = named === -1 ? Number(word) : named + first;
    if (!Number.isInteger(value) || word === "" || value < low || value > high)
      throw new Error(`the value "${word}" of "${text}" is not between ${low} and ${high}`);
    return value;
  };
  for (const part of text.split(",")) {
    const [range = "", step] = part.split("/");
    const [from, to] = /^[*?]$/.test(range) ? [low, high] : range.split("-").map(number);
    const end = to ?? (step === undefined ? from : high);
    const by = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(by) || by < 1) throw new Error(`the step of "${text}" is no positive number`);
    for (let value = from ?? low; value <= (end ?? low); value += by) values.add(value);
  }
  return values;
}
