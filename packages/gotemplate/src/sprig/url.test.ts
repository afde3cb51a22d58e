import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ urlParse "http://u:p@h:80/p/a?q=1#f" | toJson }}',
    '{"fragment":"f","host":"h:80","hostname":"h","opaque":"","path":"/p/a","query":"q=1","scheme":"http","userinfo":"u:p"}',
  ],
  [
    '{{ urlParse "::" }}',
    'template: t:1:3: executing "t" at <urlParse "::">: error calling urlParse: unable to parse url: parse "::": missing protocol scheme',
  ],
  [
    '{{ urlParse "http://h/%zz" }}',
    'template: t:1:3: executing "t" at <urlParse "http://h/%zz">: error calling urlParse: unable to parse url: parse "http://h/%zz": invalid URL escape "%zz"',
  ],
  [
    '{{ urlParse "http://h:x/" }}',
    'template: t:1:3: executing "t" at <urlParse "http://h:x/">: error calling urlParse: unable to parse url: parse "http://h:x/": invalid port ":x" after host',
  ],
  [
    '{{ urlJoin (dict "scheme" "http" "host" "h:1" "path" "p" "query" "a=b" "fragment" "f g" "userinfo" "u:p") }}',
    "http://u:p@h:1/p?a=b#f%20g",
  ],
  [
    '{{ urlJoin (dict "host" 1) }}',
    'template: t:1:3: executing "t" at <urlJoin (dict "host" 1)>: error calling urlJoin: unable to parse host key, must be of type string, but int found',
  ],
];

describe("URLs", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
