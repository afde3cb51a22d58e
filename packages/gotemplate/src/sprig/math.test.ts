import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ add 1 2.9 "3" }} {{ add }} {{ add1 1 }} {{ sub 5 2 }} {{ div -7 2 }} {{ mod -7 2 }} {{ mul 2 3 4 }}',
    "6 0 2 3 -3 -1 24",
  ],
  [
    "{{ mod 1 0 }}",
    'template: t:1:3: executing "t" at <mod 1 0>: error calling mod: runtime error: integer divide by zero',
  ],
  ["{{ max 1 3 2 }} {{ min 1 2 }} {{ maxf 1.5 2 }} {{ minf 1.5 2 }} {{ biggest 1 2 }}", "3 1 2 1.5 2"],
  [
    "{{ addf 0.1 0.2 }} {{ subf 1 0.1 }} {{ mulf 1.1 1.1 }} {{ divf 10 3 }} {{ add1f 1.5 }}",
    "0.3 0.9 1.21 3.3333333333333335 2.5",
  ],
  ["{{ divf 1 0 }}", 'template: t:1:3: executing "t" at <divf 1 0>: error calling divf: decimal division by 0'],
  [
    "{{ round 1.555 2 }} {{ round -1.2 0 }} {{ round 123.5555 3 0.6 }} {{ ceil 1.1 }} {{ floor -1.1 }}",
    "1.56 -2 123.555 2 -2",
  ],
  [
    "{{ until 3 }}{{ until -3 }}{{ untilStep 0 10 3 }}{{ untilStep 5 0 -2 }}{{ untilStep 0 5 0 }}",
    "[0 1 2][0 -1 -2][0 3 6 9][5 3 1][]",
  ],
  [
    "{{ seq 3 }}|{{ seq 1 3 }}|{{ seq 1 2 7 }}|{{ seq }}|{{ seq 3 1 }}|{{ seq -3 }}|{{ seq 0 }}",
    "1 2 3|1 2 3|1 3 5 7||3 2 1|1 0 -1 -2 -3|1 0",
  ],
  ["{{ add 9223372036854775807 1 }}", "-9223372036854775808"],
  ['{{ printf "%T %T" (add 1 1) (addf 1 1) }}', "int64 float64"],
];

describe("arithmetic", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
