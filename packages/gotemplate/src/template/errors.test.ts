import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  ["a\nb\n{{ nope }}", 'template: t:3: function "nope" not defined'],
  ["{{ if }}{{ end }}", "template: t:1: missing value for if"],
  ["{{ if .t }}", "template: t:1: unexpected EOF"],
  ["{{ else }}", "template: t:1: unexpected {{else}}"],
  ["{{ end }}", "template: t:1: unexpected {{end}}"],
  ["{{ 1 | 2 }}", "template: t:1: non executable command in pipeline stage 2"],
  ["{{ $x }}", 'template: t:1: undefined variable "$x"'],
  ["{{ $x = 1 }}", 'template: t:1:8: executing "t" at <1>: undefined variable: $x'],
  ["{{ .a-b }}", "template: t:1: bad character U+002D '-'"],
  ['{{ "a".x }}', 'template: t:1: unexpected . after term "\\"a\\""'],
  ["{{ nil }}", 'template: t:1:3: executing "t" at <nil>: nil is not a command'],
  ["{{ (1 }}", "template: t:1: unclosed left paren"],
  ["{{ 1) }}", "template: t:1: unexpected right paren"],
  ["{{ 'ab' }}", "template: t:1: malformed character constant: 'ab'"],
  ['{{ "open', "template: t:1: unterminated quoted string"],
  ["{{ `open", "template: t:1: unterminated raw quoted string"],
  ["{{/* a", "template: t:1: unclosed comment"],
  ["{{/* a */ }}", "template: t:1: comment ends before closing delimiter"],
  ["{{ print\n\n1", "template: t:3: unclosed action started at t:1"],
  ["{{ 08 }}", 'template: t:1: integer overflow: "08"'],
  ["{{ 1a }}", 'template: t:1: bad number syntax: "1a"'],
  ["{{ 18446744073709551616 }}", 'template: t:1: integer overflow: "18446744073709551616"'],
  [
    "{{ 9223372036854775808 }}",
    'template: t:1:3: executing "t" at <9223372036854775808>: 9223372036854775808 overflows int',
  ],
  ["{{ break }}", "template: t:1: {{break}} outside {{range}}"],
  ["{{ range $x, 1 := .l }}{{ end }}", "template: t:1: range can only initialize variables"],
  ["{{ $x, $y := 1 }}", "template: t:1: too many declarations in command"],
  ["{{ template nope }}", 'template: t:1: unexpected "nope" in template clause'],
  ['{{ define "d" }}', "template: t:1: unexpected EOF"],
  [
    '{{ define "d" }}1{{ end }}{{ define "d" }}2{{ end }}',
    'template: t:1: template: multiple definition of template "d"',
  ],
  [
    '{{ template "nope" 1 }}',
    'template: t:1:12: executing "t" at <{{template "nope" 1}}>: template "nope" not defined',
  ],
  ["\n  {{ .a.s.x }}", 'template: t:2:7: executing "t" at <.a.s.x>: can\'t evaluate field x in type interface {}'],
  ["{{ $.a.s.x }}", 'template: t:1:4: executing "t" at <$.a.s.x>: can\'t evaluate field x in type interface {}'],
  ["{{ .n.x }}", 'template: t:1:5: executing "t" at <.n.x>: nil pointer evaluating interface {}.x'],
  ["{{ with .s }}{{ .x }}{{ end }}", 'template: t:1:16: executing "t" at <.x>: can\'t evaluate field x in type string'],
  [
    "{{ range .words }}{{ .x }}{{ end }}",
    'template: t:1:21: executing "t" at <.x>: can\'t evaluate field x in type interface {}',
  ],
  [
    '{{ range splitList "," "a" }}{{ .x }}{{ end }}',
    'template: t:1:32: executing "t" at <.x>: can\'t evaluate field x in type string',
  ],
  ['{{ .a "y" }}', 'template: t:1:3: executing "t" at <.a>: a is not a method but has arguments'],
  ["{{ . 1 }}", 'template: t:1:3: executing "t" at <.>: can\'t give argument to non-function .'],
  ["{{ upper }}", 'template: t:1:3: executing "t" at <upper>: wrong number of args for upper: want 1 got 0'],
  ["{{ upper 1 }}", 'template: t:1:9: executing "t" at <1>: expected string; found 1'],
  ["{{ upper nil }}", 'template: t:1:9: executing "t" at <nil>: cannot assign nil to string'],
  ["{{ upper .n }}", 'template: t:1:9: executing "t" at <.n>: wrong type for value; expected string; got interface {}'],
  ["{{ .n | upper }}", 'template: t:1:8: executing "t" at <upper>: invalid value; expected string'],
  ["{{ .z | upper }}", 'template: t:1:8: executing "t" at <upper>: wrong type for value; expected string; got float64'],
  ['{{ trunc "a" "b" }}', 'template: t:1:9: executing "t" at <"a">: expected integer; found "a"'],
  ['{{ trunc .f "b" }}', 'template: t:1:9: executing "t" at <.f>: wrong type for value; expected int; got float64'],
  ["{{ keys 1 }}", 'template: t:1:8: executing "t" at <1>: can\'t handle 1 for arg of type map[string]interface {}'],
  [
    "{{ keys .l }}",
    'template: t:1:8: executing "t" at <.l>: wrong type for value; expected map[string]interface {}; got []interface {}',
  ],
  ['{{ ternary 1 2 "true" }}', 'template: t:1:15: executing "t" at <"true">: expected bool; found "true"'],
  ["{{ index .l 9 }}", 'template: t:1:3: executing "t" at <index .l 9>: error calling index: index out of range: 9'],
  [
    '{{ index .l "x" }}',
    'template: t:1:3: executing "t" at <index .l "x">: error calling index: cannot index slice/array with type string',
  ],
  [
    "{{ index .a 1 }}",
    'template: t:1:3: executing "t" at <index .a 1>: error calling index: value has type int; should be string',
  ],
  ["{{ index .n 1 }}", 'template: t:1:3: executing "t" at <index .n 1>: error calling index: index of untyped nil'],
  ["{{ len 1 }}", 'template: t:1:3: executing "t" at <len 1>: error calling len: len of type int'],
  ["{{ len .n }}", 'template: t:1:3: executing "t" at <len .n>: error calling len: len of nil pointer'],
  [
    "{{ eq 1 1.0 }}",
    'template: t:1:3: executing "t" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
  ],
  [
    "{{ eq (list 1) (list 1) }}",
    'template: t:1:3: executing "t" at <eq (list 1) (list 1)>: error calling eq: non-comparable type [%!s(int=1)]: []interface {}',
  ],
  [
    "{{ lt true false }}",
    'template: t:1:3: executing "t" at <lt true false>: error calling lt: invalid type for comparison',
  ],
  [
    '{{ lt 1 "a" }}',
    'template: t:1:3: executing "t" at <lt 1 "a">: error calling lt: incompatible types for comparison: int and string',
  ],
  ["{{ eq 1 }}", 'template: t:1:3: executing "t" at <eq 1>: error calling eq: missing argument for comparison'],
  ["{{ call .s }}", 'template: t:1:3: executing "t" at <call .s>: error calling call: non-function .s of type string'],
  ["{{ range .s }}{{ end }}", 'template: t:1:9: executing "t" at <.s>: range can\'t iterate over str'],
  [
    "{{ range $i, $j := 3 }}{{ end }}",
    'template: t:1:19: executing "t" at <3>: can\'t use 3 to iterate over more than one variable',
  ],
  ['{{ fail "boom" }}', 'template: t:1:3: executing "t" at <fail "boom">: error calling fail: boom'],
  [
    "{{ div 1 0 }}",
    'template: t:1:3: executing "t" at <div 1 0>: error calling div: runtime error: integer divide by zero',
  ],
  [
    '{{ define "d" }}\n{{ .a.s.y }}{{ end }}{{ template "d" . }}',
    'template: t:2:5: executing "d" at <.a.s.y>: can\'t evaluate field y in type interface {}',
  ],
  [
    '{{ define "d" }}{{ .a.s.y }}{{ end }}{{ include "d" . | upper }}',
    'template: t:1:40: executing "t" at <include "d" .>: error calling include: template: t:1:21: executing "d" at <.a.s.y>: can\'t evaluate field y in type interface {}',
  ],
  [
    '{{ include "nope" . }}',
    'template: t:1:3: executing "t" at <include "nope" .>: error calling include: template: no template "nope" associated with template "root"',
  ],
  ["é{{ .a.s.x }}", 'template: t:1:7: executing "t" at <.a.s.x>: can\'t evaluate field x in type interface {}'],
];

describe("errors, in Go's words", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
