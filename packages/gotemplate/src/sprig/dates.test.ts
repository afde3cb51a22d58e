import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ date "2006-01-02T15:04:05Z07:00" 0 }} {{ dateInZone "Mon Jan _2 15:04:05.000 MST 2006" 1700000000 "Europe/Berlin" }} {{ dateInZone "3:04PM -0700" 1700000000 "America/New_York" }} {{ dateInZone "2006" 0 "x/y" }}',
    "1970-01-01T00:00:00Z Tue Nov 14 23:13:20.000 CET 2023 5:13PM -0500 1970",
  ],
  [
    '{{ toDate "2006-01-02" "2020-12-31" }} {{ toDate "2006-01-02" "2020-13-01" }}',
    "2020-12-31 00:00:00 +0000 UTC 0001-01-01 00:00:00 +0000 UTC",
  ],
  [
    '{{ mustToDate "2006-01-02" "x" }}',
    'template: t:1:3: executing "t" at <mustToDate "2006-01-02" "x">: error calling mustToDate: parsing time "x" as "2006-01-02": cannot parse "x" as "2006"',
  ],
  [
    '{{ mustToDate "2006-01-02" "2020-13-01" }}',
    'template: t:1:3: executing "t" at <mustToDate "2006-01-02" "2020-13-01">: error calling mustToDate: parsing time "2020-13-01": month out of range',
  ],
  [
    '{{ mustToDate "2006-01-02" "2020-01-01x" }}',
    'template: t:1:3: executing "t" at <mustToDate "2006-01-02" "2020-01-01x">: error calling mustToDate: parsing time "2020-01-01x": extra text: "x"',
  ],
  [
    '{{ unixEpoch (toDate "2006" "2020") }} {{ htmlDate 0 }} {{ htmlDateInZone 0 "Asia/Tokyo" }}',
    "1577836800 1970-01-01 1970-01-01",
  ],
  [
    '{{ dateModify "-1.5h" (toDate "2006" "2020") }} {{ dateModify "x" (toDate "2006" "2020") }}',
    "2019-12-31 22:30:00 +0000 UTC 2020-01-01 00:00:00 +0000 UTC",
  ],
  [
    '{{ mustDateModify "x" (toDate "2006" "2020") }}',
    'template: t:1:3: executing "t" at <mustDateModify "x" (toDate "2006" "2020")>: error calling mustDateModify: time: invalid duration "x"',
  ],
  [
    '{{ duration "95" }} {{ duration "x" }} {{ durationRound "2h10m5s" }} {{ durationRound "x" }} {{ durationRound "800h" }}',
    "1m35s 0s 2h 0s 1mo",
  ],
  [
    '{{ $t := toDate "2006-01-02" "2020-02-29" }}{{ $t.Year }} {{ $t.Month }} {{ $t.Weekday }} {{ $t.YearDay }} {{ $t.AddDate 1 0 0 }} {{ $t.Format "Jan 2" }} {{ toJson $t }}',
    '2020 February Saturday 60 2021-03-01 00:00:00 +0000 UTC Feb 29 "2020-02-29T00:00:00Z"',
  ],
  ["{{ unixEpoch 1 }}", 'template: t:1:13: executing "t" at <1>: can\'t handle 1 for arg of type time.Time'],
];

describe("dates and durations", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
