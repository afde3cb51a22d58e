import { expect, test } from "vitest";
import { parseCron } from "./cron-schedule.ts";

test.each([
  ["every minute", "* * * * *", "2026-11-25T12:00:30Z", "2026-11-25T12:01:00Z"],
  ["a step", "*/15 * * * *", "2026-11-25T12:15:00Z", "2026-11-25T12:30:00Z"],
  ["a list and a range", "0 9-11,17 * * *", "2026-11-25T11:30:00Z", "2026-11-25T17:00:00Z"],
  ["names", "30 6 1 JAN *", "2026-11-25T12:00:00Z", "2027-01-01T06:30:00Z"],
  ["a day of the week", "0 0 * * mon", "2026-11-25T12:00:00Z", "2026-11-30T00:00:00Z"],
  ["Sunday by its other number", "0 0 * * 7", "2026-11-25T12:00:00Z", "2026-11-29T00:00:00Z"],
  ["either day where both are given", "0 0 27 * fri", "2026-11-28T12:00:00Z", "2026-12-04T00:00:00Z"],
  ["a nickname", "@monthly", "2026-11-25T12:00:00Z", "2026-12-01T00:00:00Z"],
  ["a leap day", "0 0 29 2 *", "2026-11-25T12:00:00Z", "2028-02-29T00:00:00Z"],
])("%s", (_name, schedule, after, want) => {
  expect(parseCron(schedule).after(Date.parse(after))).toBe(Date.parse(want));
});

test("a schedule follows its time zone", () => {
  expect(parseCron("0 9 * * *", "Europe/Paris").after(Date.parse("2026-07-01T12:00:00Z"))).toBe(
    Date.parse("2026-07-02T07:00:00Z"),
  );
});

test("a day that never comes is none", () => {
  expect(parseCron("0 0 31 2 *").after(0)).toBeUndefined();
});

test.each([
  ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
  ["60 * * * *", 'the value "60" of "60" is not between 0 and 59'],
  ["* * * * funday", 'the value "funday" of "funday" is not between 0 and 7'],
  ["*/0 * * * *", 'the step of "*/0" is no positive number'],
])("%s is refused", (schedule, why) => {
  expect(() => parseCron(schedule)).toThrow(why);
});
