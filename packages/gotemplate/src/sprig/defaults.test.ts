import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  ['{{ default 1 nil }}{{ default 1 0 }}{{ default 1 "a" }}{{ "" | default "x" }}', "11ax"],
  ['{{ coalesce 0 "" nil "x" }}{{ all 1 0 }}{{ any 0 1 }}{{ empty .empty }}{{ empty .a }}', "xfalsetruetruefalse"],
  ["{{ ternary 1 2 true }}{{ ternary 1 2 false }}", "12"],
  [
    '{{ typeOf .a }} {{ typeOf nil }} {{ typeOf 1 }} {{ kindOf .l }} {{ kindOf nil }} {{ kindIs "map" .a }}{{ typeIs "int" 1 }}{{ typeIsLike "string" "" }}',
    "map[string]interface {} <nil> int slice invalid truetruetrue",
  ],
  ["{{ deepEqual .a .a }}{{ deepEqual 1 1.0 }}{{ deepEqual (list 1) (list 1) }}", "truefalsetrue"],
  [
    '{{ printf "%T %T %T %T" (splitList "," "a") (split "," "a") (keys .a) (regexFindAll "a" "a" -1) }}',
    "[]string map[string]string []string []string",
  ],
];

describe("choices and types", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
