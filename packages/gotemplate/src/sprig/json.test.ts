import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  [
    '{{ toJson .a }}|{{ toPrettyJson .a.m }}|{{ toRawJson "<é&>" }}|{{ toJson "<\\u2028>" }}',
    '{"b":1,"m":{"deep":{"er":"yes"}},"s":"x"}|{\n  "deep": {\n    "er": "yes"\n  }\n}|"<é&>"|"\\u003c\\u2028\\u003e"',
  ],
  ["{{ toJson (list 1e21 1e20 1e-6 1e-7 1.0 .f) }}", "[1e+21,100000000000000000000,0.000001,1e-7,1,1234567]"],
  ['{{ (fromJson "{\\"a\\":[1,{\\"b\\":2}]}").a }}|{{ fromJson "x" }}', "[1 map[b:2]]|<no value>"],
  [
    "{{ mustFromJson `x` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `x`>: error calling mustFromJson: invalid character 'x' looking for beginning of value",
  ],
  [
    "{{ mustFromJson `[1,]` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `[1,]`>: error calling mustFromJson: invalid character ']' looking for beginning of value",
  ],
  [
    "{{ mustFromJson `{a:1}` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `{a:1}`>: error calling mustFromJson: invalid character 'a' looking for beginning of object key string",
  ],
  [
    '{{ mustFromJson `{"a" 1}` }}',
    'template: t:1:3: executing "t" at <mustFromJson `{"a" 1}`>: error calling mustFromJson: invalid character \'1\' after object key',
  ],
  [
    '{{ mustFromJson `{"a":1` }}',
    'template: t:1:3: executing "t" at <mustFromJson `{"a":1`>: error calling mustFromJson: unexpected end of JSON input',
  ],
  [
    "{{ mustFromJson `tru` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `tru`>: error calling mustFromJson: invalid character ' ' in literal true (expecting 'e')",
  ],
  [
    "{{ mustFromJson `01` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `01`>: error calling mustFromJson: invalid character '1' after top-level value",
  ],
  [
    "{{ mustFromJson `1.` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `1.`>: error calling mustFromJson: invalid character ' ' after decimal point in numeric literal",
  ],
  [
    '{{ mustFromJson `"a` }}',
    'template: t:1:3: executing "t" at <mustFromJson `"a`>: error calling mustFromJson: unexpected end of JSON input',
  ],
  [
    "{{ mustFromJson `1e999` }}",
    'template: t:1:3: executing "t" at <mustFromJson `1e999`>: error calling mustFromJson: json: cannot unmarshal number 1e999 into Go value of type float64',
  ],
  [
    "{{ mustFromJson `[1] 2` }}",
    "template: t:1:3: executing \"t\" at <mustFromJson `[1] 2`>: error calling mustFromJson: invalid character '2' after top-level value",
  ],
  [
    '{{ mustFromJson `"\\x"` }}',
    'template: t:1:3: executing "t" at <mustFromJson `"\\x"`>: error calling mustFromJson: invalid character \'x\' in string escape code',
  ],
  [
    '{{ mustToJson (float64 "inf") }}',
    'template: t:1:3: executing "t" at <mustToJson (float64 "inf")>: error calling mustToJson: json: unsupported value: +Inf',
  ],
];

describe("JSON", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
