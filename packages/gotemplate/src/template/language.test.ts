import { describe, expect, test } from "vitest";
import { DATA, outcome } from "../test/render.ts";

// What Go and Sprig answer.
const cases: readonly (readonly [template: string, want: string])[] = [
  ["plain", "plain"],
  ["a {{- 1 -}} b", "a1b"],
  ["a{{/* c */}}b", "ab"],
  ["x {{- /* a */ -}} y", "xy"],
  ["{{ `raw` }}{{ \"q\\t\" }}{{ 'a' }}", "rawq\t97"],
  [
    "{{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }} {{ 1e3 }} {{ .5 }} {{ 0x1p4 }}",
    "31 5 15 15 1000 1000 0.5 16",
  ],
  ["{{ printf \"%T %T %T %T %T\" 1 1.0 1e3 'a' 1i }}", "int float64 float64 int complex128"],
  ["{{ .a.m.deep.er }}{{ $.a.b }}", "yes1"],
  ['{{ (dict "a" (dict "b" 2)).a.b }}', "2"],
  ["{{ ((.nope).b).c }}", "<no value>"],
  ["{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}", "21"],
  ["{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}", "2"],
  ["{{ $x := 1 }}{{ $x := print $x 2 }}{{ $x }}", "1 2"],
  ["{{ print ($x := 3) }}{{ $x }}", "33"],
  ["{{ if .no }}1{{ else if .t }}2{{ else }}3{{ end }}", "2"],
  ["{{ with .no }}1{{ else with .a }}{{ .s }}{{ else }}3{{ end }}", "x"],
  ["{{ range .l }}[{{ . }}]{{ end }}", "[1][a][<no value>][true][1.5][map[k:<nil>]][[z]]"],
  ["{{ range $k, $v := .a }}{{ $k }}={{ $v }};{{ end }}", "b=1;m=map[deep:map[er:yes]];s=x;"],
  ["{{ range $i, $w := .words }}{{ $i }}{{ $w }} {{ end }}", "0pear 1apple 2fig 3apple "],
  ["{{ range 3 }}{{ . }}{{ end }}", "012"],
  [
    '{{ $d := dict "a" 1 "b" 2 }}{{ range $k, $v := $d }}{{ $_ := set $d "b" 9 }}{{ $_ := unset $d "a" }}{{ $k }}{{ $v }}{{ end }}{{ $d }}',
    "a1b2map[b:9]",
  ],
  ['{{ range .empty | splitList "," | compact }}x{{ else }}none{{ end }}', "none"],
  ['{{ range .words }}{{ if eq . "fig" }}{{ break }}{{ end }}{{ . }}{{ end }}', "pearapple"],
  ['{{ range .words }}{{ if eq . "apple" }}{{ continue }}{{ end }}{{ . }}{{ end }}', "pearfig"],
  ["{{ $e := 1 }}{{ range $e = .words }}{{ end }}{{ $e }}", "apple"],
  ['{{ define "d" }}[{{ . }}{{ $ }}]{{ end }}{{ template "d" 1 }}{{ template "d" }}', "[11][<no value><no value>]"],
  ['{{ block "b" .s }}<{{ . }}>{{ end }}{{ template "b" 2 }}', "<str><2>"],
  ['{{ define "d" }}1{{ end }}{{ define "d" }}  {{ end }}{{ template "d" }}', "1"],
  ["{{ .n }}|{{ print .n }}|{{ .nope }}|{{ list nil }}", "<no value>|<nil>|<no value>|[<nil>]"],
  ['{{ and 1 0 2 }}{{ or 0 "" 2 }}{{ not nil }}{{ 5 | or 0 }}{{ and false (fail "x") }}', "02true5false"],
  [
    '{{ eq 1 2 1 }}{{ ne "a" "b" }}{{ lt 1 2 }}{{ ge "b" "a" }}{{ eq .n nil }}{{ eq \'a\' 97 }}',
    "truetruetruetruetruetrue",
  ],
  ['{{ index .l 5 "k" }}{{ index .a "m" "deep" "er" }}{{ index "abc" 1 }}{{ len .u }}', "<no value>yes9820"],
  [
    '{{ html "<a href=\'x\'>" }}{{ js "it\'s <b>" }}{{ urlquery "a b&é" }}',
    "&lt;a href=&#39;x&#39;&gt;it\\'s \\u003Cb\\u003Ea+b%26%C3%A9",
  ],
  ['{{ "a" | printf "%s-%s" "b" | upper }}', "B-A"],
];

describe("actions, variables and blocks", () => {
  test.each(cases)("%s", (template, want) => {
    expect(outcome(template, DATA, { missingKey: "zero" })).toBe(want);
  });
});
