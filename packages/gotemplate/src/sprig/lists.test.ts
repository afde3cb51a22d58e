import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    "{{ first .words }} {{ last .words }} {{ rest .words }} {{ initial .words }}",
    "pear apple [apple fig apple] [pear apple fig]",
  ],
  ["{{ first list }}|{{ rest list }}|{{ last list }}", "<no value>|[]|<no value>"],
  [
    '{{ first "a" }}',
    'template: t:1:3: executing "t" at <first "a">: error calling first: Cannot find first on type string',
  ],
  [
    "{{ first nil }}",
    'template: t:1:3: executing "t" at <first nil>: error calling first: runtime error: invalid memory address or nil pointer dereference',
  ],
  ['{{ append .words "x" }}{{ prepend .words "x" }}', "[pear apple fig apple x][x pear apple fig apple]"],
  [
    '{{ push "a" 1 }}',
    'template: t:1:3: executing "t" at <push "a" 1>: error calling push: Cannot push on type string',
  ],
  [
    '{{ uniq (list 1 1.0 1 "a" nil nil) }}{{ without (list 1 2 3 1) 1 2 }}{{ reverse .words }}{{ compact (list 1 0 "" nil "a") }}',
    "[1 1 a <nil>][3][apple fig apple pear][1 a]",
  ],
  ["{{ has 1 (list 1) }}{{ has 1.0 (list 1) }}{{ has (list 1) (list (list 1)) }}{{ has 1 nil }}", "truefalsetruefalse"],
  ["{{ slice .words 1 }}{{ slice .words 1 2 }}", "[apple fig apple][apple]"],
  [
    "{{ slice .words 5 }}",
    'template: t:1:3: executing "t" at <slice .words 5>: error calling slice: reflect.Value.Slice: slice index out of bounds',
  ],
  ["{{ concat (list 1) .words (until 2) }}", "[1 pear apple fig apple 0 1]"],
  [
    "{{ concat 1 }}",
    'template: t:1:3: executing "t" at <concat 1>: error calling concat: Cannot concat type int as list',
  ],
  [
    "{{ chunk 2 .words }}{{ chunk 0 .words }}",
    'template: t:1:23: executing "t" at <chunk 0 .words>: error calling chunk: runtime error: makeslice: len out of range',
  ],
  ['{{ printf "%T %T %T" (until 1) (chunk 1 .words) (uniq (until 1)) }}', "[]int [][]interface {} []interface {}"],
];

describe("functions of lists", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
