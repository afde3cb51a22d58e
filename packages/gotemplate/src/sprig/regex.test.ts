import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ regexMatch "^a+$" "aaa" }}{{ regexMatch "(" "a" }}{{ regexFind "[0-9]+" "a12b3" }}{{ regexFindAll "[0-9]" "a12b3" 2 }}',
    "truefalse12[1 2]",
  ],
  [
    '{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "${1}W" }}|{{ regexReplaceAll "a(x*)b" "-ab-axxb-" "$1W" }}|{{ regexReplaceAllLiteral "a" "aa" "$1" }}|{{ regexReplaceAll "" "aé" "-" }}|{{ regexReplaceAll "(?P<n>a)" "a" "<$n$$>" }}',
    "-W-xxW-|---|$1$1|-a-é-|<a$>",
  ],
  [
    '{{ regexSplit "a+" "baaabac" -1 }}{{ regexSplit "" "abc" 2 }}|{{ regexQuoteMeta "a.b*c" }}',
    "[b b c][a bc]|a\\.b\\*c",
  ],
  [
    '{{ regexFind "(" "a" }}',
    'template: t:1:3: executing "t" at <regexFind "(" "a">: error calling regexFind: regexp: Compile(`(`): error parsing regexp: missing closing ): `(`',
  ],
  [
    '{{ mustRegexFind "a**" "a" }}',
    'template: t:1:3: executing "t" at <mustRegexFind "a**" "a">: error calling mustRegexFind: error parsing regexp: invalid nested repetition operator: `**`',
  ],
  [
    '{{ regexMatch "(?=a)" "a" }}{{ mustRegexMatch "(?=a)" "a" }}',
    'template: t:1:31: executing "t" at <mustRegexMatch "(?=a)" "a">: error calling mustRegexMatch: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
  ],
];

describe("regular expressions", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
