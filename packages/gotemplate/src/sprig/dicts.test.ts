import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  ['{{ dict "a" 1 2 3 "b" }}', "map[2:3 a:1 b:]"],
  ['{{ get (dict "a" 1) "a" }}{{ get (dict) "a" }}{{ hasKey (dict "a" 1) "a" }}', "1true"],
  ['{{ $d := dict "a" 1 }}{{ $e := set $d "b" 2 }}{{ $_ := unset $d "a" }}{{ $d }}{{ $e }}', "map[b:2]map[b:2]"],
  [
    '{{ pluck "a" (dict "a" 1) (dict "b" 2) (dict "a" nil) }}{{ keys (dict "a" 1) }}{{ values (dict "a" 1) }}',
    "[1 <nil>][a][1]",
  ],
  ['{{ pick .a "b" "z" }}{{ omit .a "m" }}', "map[b:1]map[b:1 s:x]"],
  ['{{ merge (dict "a" 0 "m" (dict "x" "")) (dict "a" 1 "b" nil "m" (dict "x" 1 "y" 2)) }}', "map[a:1 m:map[x:1 y:2]]"],
  ['{{ mergeOverwrite (dict "a" 1 "m" (dict "x" 1)) (dict "a" 0 "b" nil "m" (dict)) }}', "map[a:0 b:<nil> m:map[x:1]]"],
  [
    '{{ merge (dict "a" (dict "x" 1)) (dict "a" 1) }}{{ mergeOverwrite (dict "a" (dict "x" 1)) (dict "a" 1) }}',
    "map[a:map[x:1]]map[a:1]",
  ],
  ['{{ $d := dict "m" (dict "x" 1) }}{{ $e := merge (dict) $d }}{{ $_ := set $e.m "x" 2 }}{{ $d }}', "map[m:map[x:2]]"],
  ['{{ $d := dict "m" (dict "x" 1) }}{{ $c := deepCopy $d }}{{ $_ := set $c.m "x" 2 }}{{ $d }}', "map[m:map[x:1]]"],
  ['{{ dig "a" "m" "deep" "er" "no" . }}{{ dig "a" "nope" "x" "no" . }}', "yesno"],
  [
    '{{ dig "a" "b" "c" "d" . }}',
    'template: t:1:3: executing "t" at <dig "a" "b" "c" "d" .>: error calling dig: interface conversion: interface {} is float64, not map[string]interface {}',
  ],
  [
    '{{ dig "a" }}',
    'template: t:1:3: executing "t" at <dig "a">: error calling dig: dig needs at least three arguments',
  ],
  [
    '{{ set nil "a" 1 }}',
    'template: t:1:3: executing "t" at <set nil "a" 1>: error calling set: assignment to entry in nil map',
  ],
  [
    '{{ dict "__proto__" 1 "constructor" 2 }}{{ hasKey (dict) "constructor" }}{{ (dict).constructor }}',
    "map[__proto__:1 constructor:2]false<no value>",
  ],
];

describe("functions of maps", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
