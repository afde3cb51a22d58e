import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ int "010" }} {{ int "0x1F" }} {{ int "1.0" }} {{ int "1.5" }} {{ int "08" }} {{ int true }} {{ int nil }} {{ int 1.9 }} {{ int .l }} {{ int64 "9223372036854775808" }} {{ int "1_000" }}',
    "8 31 1 0 0 1 0 1 0 0 1000",
  ],
  ['{{ float64 "1.5" }} {{ float64 "x" }} {{ float64 true }} {{ float64 nil }} {{ float64 "0x1p4" }}', "1.5 0 1 0 16"],
  ['{{ atoi "12" }} {{ atoi "010" }} {{ atoi "x" }}', "12 10 0"],
  ['{{ toDecimal "777" }} {{ toDecimal "8" }} {{ toDecimal 10 }}', "511 0 8"],
  [
    "{{ toString nil }}|{{ toString 1.0 }}|{{ toString .f }}|{{ toString .l }}",
    "<nil>|1|1.234567e+06|[1 a <nil> true 1.5 map[k:<nil>] [z]]",
  ],
  ["{{ toStrings .l }}", "[1 a true 1.5 map[k:<nil>] [z]]"],
  ['{{ printf "%T %T %T %T" (int 1) (int64 1) (float64 1) (atoi "1") }}', "int int64 float64 int"],
];

describe("conversions", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
