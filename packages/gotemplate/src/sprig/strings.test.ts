import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ trim " \\u00a0a " }}|{{ trimAll "$" "$5$" }}|{{ trimSuffix "-" "a--" }}|{{ trimPrefix "-" "--a" }}',
    "a|5|a-|-a",
  ],
  ['{{ nospace "a b c" }}|{{ nospace "é a" }}', "abc|Ã©a"],
  ['{{ trunc 2 "abc" }}|{{ trunc -2 "abc" }}|{{ trunc 3 "é€" | b64enc }}|{{ trunc 9 "abc" }}', "ab|bc|w6ni|abc"],
  ['{{ substr 1 3 "hello" }}|{{ substr -1 3 "hello" }}|{{ substr 3 -1 "hello" }}', "el|hel|lo"],
  [
    '{{ substr 5 2 "abcdef" }}',
    'template: t:1:3: executing "t" at <substr 5 2 "abcdef">: error calling substr: runtime error: slice bounds out of range [5:2]',
  ],
  ['{{ repeat 3 "ab" }}', "ababab"],
  [
    '{{ repeat -1 "a" }}',
    'template: t:1:3: executing "t" at <repeat -1 "a">: error calling repeat: strings: negative Repeat count',
  ],
  ['{{ indent 2 "a\\n\\nb" }}|{{ nindent 2 "a" }}', "  a\n  \n  b|\n  a"],
  ['{{ replace "a" "$&" "banana" }}|{{ replace "" "-" "ab" }}', "b$&n$&n$&|-a-b-"],
  ['{{ plural "one" "many" 1 }}{{ plural "one" "many" 2 }}', "onemany"],
  ['{{ contains "b" "abc" }}{{ hasPrefix "a" "abc" }}{{ hasSuffix "c" "abc" }}', "truetruetrue"],
  [
    '{{ quote 1 nil "a\\nb" .l }}|{{ squote "a\'b" nil 2 }}',
    '"1" "a\\nb" "[1 a <nil> true 1.5 map[k:<nil>] [z]]"|\'a\'b\' \'2\'',
  ],
  ['{{ cat 1 nil "a" }}', "1 a"],
  [
    '{{ split "," "a,b" }}|{{ splitn "," 2 "a,b,c" }}|{{ splitList "," "a,b" }}|{{ splitList "" "éa" }}',
    "map[_0:a _1:b]|map[_0:a _1:b,c]|[a b]|[é a]",
  ],
  ['{{ join "," .l }}|{{ join "," "a" }}|{{ join "," nil }}', "1,a,true,1.5,map[k:<nil>],[z]|a|"],
  ['{{ sortAlpha .l }}|{{ sortAlpha (list "é" "z" "a") }}', "[1 1.5 [z] a map[k:<nil>] true]|[a z é]"],
];

describe("functions of strings", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
