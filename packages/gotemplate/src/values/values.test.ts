import { describe, expect, test } from "vitest";
import { formatPlain } from "../fmt/printer.ts";
import { outcome } from "../test/render.ts";
import { mapOf, intType, listType, namedType, dictType, stringType, structType, sliceOf } from "./types.ts";
import { GoError, int, Int, KeyedMap, NilMap, Pointer, Slice, StringMap, Struct } from "./values.ts";

const versionType = structType("common.KubeVersion", ["Version", "Major", "hidden"], {
  methods: { Short: { params: [], call: (version: Struct) => `v${String(version.values[1])}` } },
  pointerMethods: { String: { params: [], call: (version: Struct) => version.values[0] } },
});
const setType = namedType("common.VersionSet", sliceOf(stringType), {
  methods: {
    Has: { params: [stringType], call: (set: Slice, version: string) => set.items.includes(version) },
    Fail: {
      params: [],
      call: () => {
        throw new GoError("no luck");
      },
    },
  },
});
const valuesType = namedType("common.Values", dictType);
const version = new Struct(versionType, ["v1.2.3", "1", int(7)]);
const data = new Map<string, unknown>([
  ["version", version],
  ["pointer", new Pointer(versionType, version)],
  ["nothing", new Pointer(versionType, null)],
  ["set", new Slice(setType, ["v1", "v2"])],
  ["values", new StringMap(valuesType, new Map<string, unknown>([["a", null]]))],
  [
    "numbers",
    new KeyedMap(mapOf(intType, stringType), [
      [int(2), "two"],
      [int(1), "one"],
    ]),
  ],
  ["nilMap", new NilMap()],
  ["nilList", new Slice(listType, [], true)],
]);

describe("structs, pointers and named types", () => {
  test.each([
    ["{{ .version.Version }} {{ .version.Short }} {{ .pointer.Major }} {{ .pointer.Short }}", "v1.2.3 v1 1 v1"],
    [
      "{{ .version }}|{{ print .version }}|{{ .pointer }}|{{ list .version }}",
      "v1.2.3|{v1.2.3 1 7}|v1.2.3|[{v1.2.3 1 7}]",
    ],
    ["{{ .version.String }}", "v1.2.3"],
    [
      "{{ .version.Nope }}",
      `template: t:1:11: executing "t" at <.version.Nope>: can't evaluate field Nope in type interface {}`,
    ],
    [
      "{{ $v := .version }}{{ $v.Nope }}",
      `template: t:1:25: executing "t" at <$v.Nope>: can't evaluate field Nope in type common.KubeVersion`,
    ],
    [
      "{{ .version.hidden }}",
      `template: t:1:11: executing "t" at <.version.hidden>: hidden is an unexported field of struct type interface {}`,
    ],
    [
      '{{ .version.Version "x" }}',
      `template: t:1:11: executing "t" at <.version.Version>: Version has arguments but cannot be invoked as function`,
    ],
    [
      "{{ .nothing.Version }}",
      `template: t:1:11: executing "t" at <.nothing.Version>: nil pointer evaluating interface {}.Version`,
    ],
    [
      '{{ .set }} {{ .set.Has "v1" }} {{ "v3" | .set.Has }} {{ len .set }} {{ range .set }}{{ . }}{{ end }} {{ typeOf .set }} {{ kindOf .set }}',
      "[v1 v2] true false 2 v1v2 common.VersionSet slice",
    ],
    ["{{ .set.Has 1 }}", `template: t:1:12: executing "t" at <1>: expected string; found 1`],
    ["{{ .set.Fail }}", `template: t:1:7: executing "t" at <.set.Fail>: error calling Fail: no luck`],
    [
      '{{ keys .values }} {{ typeOf .values }} {{ $_ := set .values "b" 1 }}{{ .values.b }} {{ .values.a }}',
      "[a] common.Values 1 <no value>",
    ],
    [
      "{{ .numbers }} {{ index .numbers 1 }} {{ range $k, $v := .numbers }}{{ $k }}{{ $v }} {{ end }}{{ len .numbers }}",
      "map[1:one 2:two] one 1one 2two 2",
    ],
    [
      "{{ .nilMap }} {{ toJson .nilMap }} {{ .nilList }} {{ toJson .nilList }} {{ if .nilMap }}1{{ end }}{{ len .nilMap }}",
      "map[] null [] null 0",
    ],
    [
      '{{ set .nilMap "a" 1 }}',
      'template: t:1:3: executing "t" at <set .nilMap "a" 1>: error calling set: assignment to entry in nil map',
    ],
  ])("%s", (template, want) => {
    data.set("values", new StringMap(valuesType, new Map<string, unknown>([["a", null]])));
    expect(outcome(template, data)).toBe(want);
  });

  test("integers wrap around where 64 bits end", () => {
    expect(formatPlain(int(2n ** 63n))).toBe("-9223372036854775808");
    expect(formatPlain(new Int(intType, 2n ** 62n))).toBe("4611686018427387904");
  });
});
