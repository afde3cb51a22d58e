import { chart, CHART, subchart } from "../charts.mjs";

const one = (name, template, files = {}, ...flags) => ({ name, files: chart(`${template}\n`, files), flags });
const object = (kind, name, more = "") => `kind: ${kind}\nmetadata: {name: ${name}${more}}\n`;
const hook = (events, more = "") => `, annotations: {helm.sh/hook: ${events}${more}}`;

const ERRORS = {
  "nil pointer": "a: {{ .Values.m.x.z }}",
  "nil pointer deeper": "a: {{ $.Values.m.x.z.q }}",
  "nil pointer in a function": "a: {{ .Values.m.x.z | quote }}",
  fail: '{{ fail "it broke: badly" }}',
  "fail with line breaks": '{{ fail "one\\ntwo" }}',
  required: 'a: {{ required "a.b is needed!" .Values.nope }}',
  "required empty": 'a: {{ required "needed" "" }}',
  "required zero": 'a: {{ required "needed" 0 }}{{ required "needed" false }}{{ required "needed" dict }}',
  "required in include": '{{ define "x" }}{{ required "in x" .nope }}{{ end }}a: {{ include "x" dict }}',
  "fail in tpl": 'a: {{ tpl "{{ fail `in tpl` }}" . }}',
  "missing include": 'a: {{ include "nope" . }}',
  "missing template": 'a: {{ template "nope" . }}',
  "error in include": '{{ define "x" }}b {{ .Values.m.x.z }}{{ end }}a: {{ include "x" . }}',
  "error in include in include":
    '{{ define "x" }}b {{ .Values.m.x.z }}{{ end }}{{ define "w" }}\n{{ include "x" . }}{{ end }}a: {{ include "w" . }}',
  "error in template": '{{ define "x" }}b {{ .Values.m.x.z }}{{ end }}a: {{ template "x" . }}',
  "function error in include": '{{ define "x" }}b {{ index .Values.l 9 }}{{ end }}a: {{ include "x" . }}',
  "function error": "a: {{ index .Values.l 9 }}",
  "wrong type": "a: {{ upper 1 }}{{ until .Values.n }}",
  "wrong type from values": "a: {{ until .Values.n }}",
  "division by zero": "a: {{ div 1 0 }}",
  "missing include in include": '{{ define "x" }}{{ include "nope" . }}{{ end }}a: {{ include "x" . }}',
  "include that includes itself": '{{ define "x" }}{{ include "x" . }}{{ end }}a: {{ include "x" . }}',
  "error in tpl": 'a: {{ tpl "{{ .Values.m.x.z }}" . }}',
  "function error in tpl": 'a: {{ tpl "{{ index .Values.l 9 }}" . }}',
  "parse error in tpl": 'a: {{ tpl "{{ nope }}" . }}',
  "parse error in tpl, syntax": 'a: {{ tpl "{{ .a" . }}',
  "parse error": "a: 1\n{{ nope 1 }}",
  "parse error, end": "{{ if true }}",
  "parse error, number": "{{ 08 }}",
  "parse error, include in tpl": 'a: {{ tpl "{{ include `nope` . }}" . }}',
  "range over a text": "{{ range .Values.s }}x{{ end }}",
  "field of a text": "a: {{ .Values.s.x }}",
  "must functions": 'a: {{ mustFromJson "{" }}',
  "toYaml of a loop": '{{ $d := dict }}{{ $_ := set $d "a" $d }}a: {{ toYaml $d }}{{ toJson $d }}',
  "not YAML": "a: b: c",
  "not YAML in the second document": "a: 1\n---\nb: [\n---\nc: 1",
  "not YAML, tab": "a:\n\t- b",
  "text as a document": "just text",
  "list as a document": "- a\n- b",
  "number as a document": "5",
  "null as a document": "null",
  "kind is a list": "kind: [1]",
  "metadata is a number": "kind: 5\nmetadata: 5",
  "annotations nested": "metadata: {annotations: {x: {z: 1}}}",
  "annotations is a list": "metadata: {annotations: [1]}",
  "comparison of types": "a: {{ if eq .Values.n 5 }}x{{ end }}",
  "error in a second file's define": '{{ include "far" . }}',
};

const PRINTS = {
  Chart: "a: {{ .Chart }}",
  "Chart as JSON": "a: {{ toJson .Chart }}",
  "Chart as YAML": "a:\n{{ toYaml .Chart | indent 2 }}",
  "Chart fields":
    "a: {{ .Chart.Nope }}{{ .Chart.name }} {{ .Chart.Type }} {{ .Chart.IsRoot }} {{ .Chart.Maintainers }}",
  Release: "a: {{ .Release }} {{ .Release.Revision | typeOf }}",
  Capabilities: "a: {{ .Capabilities }}",
  "Capabilities as JSON": "a: {{ toJson .Capabilities }}",
  "Capabilities as YAML": "a:\n{{ toYaml .Capabilities | indent 2 }}",
  "KubeVersion in all ways":
    '{{ $k := .Capabilities.KubeVersion }}a: {{ $k }} {{ print $k }} {{ printf "%v %s" $k $k }} {{ quote $k }} {{ toString $k }} {{ $k.String }} {{ ($k).Version }} {{ with $k }}{{ . }}{{ end }} {{ list $k }} {{ toJson $k }} {{ .Capabilities.KubeVersion.GitVersion }}',
  HelmVersion:
    "a: {{ .Capabilities.HelmVersion }} {{ .Capabilities.HelmVersion.Version }} {{ typeOf .Capabilities.HelmVersion }} {{ toJson .Capabilities.HelmVersion }}",
  "types of all":
    'a: {{ typeOf . }} {{ typeOf .Values }} {{ typeOf .Template }} {{ typeOf .Chart }} {{ typeOf .Release }} {{ typeOf .Subcharts }} {{ typeOf .Files }} {{ typeOf (.Files.Glob "*") }} {{ typeOf .Capabilities }} {{ typeOf .Capabilities.APIVersions }} {{ typeOf .Capabilities.KubeVersion }} {{ typeOf .Chart.Annotations }} {{ typeOf .Chart.Keywords }} {{ typeOf .Values.m }} {{ kindOf .Values }} {{ kindOf .Files }}',
  "no such field": "a: {{ .Capabilities.Nope }}",
  "no such field below": "a: {{ .Capabilities.KubeVersion.Nope }}",
  Template: "a: {{ .Template }} {{ .Template.Name }} {{ .Template.BasePath }}",
  "keys of Files": "a: {{ keys .Files }}",
  "the dot": "a: {{ keys . | sortAlpha }} {{ .Nope }}",
  lookup: 'a: {{ lookup "v1" "Pod" "ns" "x" }} {{ lookup "v1" "Pod" "" "" | toJson }}',
  getHostByName: 'a: {{ getHostByName "localhost" }}.',
  "Values in all ways":
    'a: {{ .Values }} {{ .Values | toJson }} {{ len .Values }} {{ hasKey .Values "m" }} {{ .Values.m.nope }} {{ get .Values "s" }} {{ keys .Values | sortAlpha }} {{ printf "%T %v" .Values .Values }} {{ merge (dict "q" 1) .Values | toJson }} {{ omit .Values "m" | toJson }} {{ deepCopy .Values | typeOf }} {{ pick .Values "n" | typeOf }}',
  "no value":
    'a: {{ .Values.nope }} {{ .Values.nope | quote }} {{ print .Values.nope }} {{ tpl "{{ .Values.nope }}" . }} {{ "<no value>" }}',
  "no value through include": '{{ define "x" }}{{ .nope }}{{ end }}a: "{{ include "x" (dict "a" 1) | upper }}"',
  env: 'a: {{ env "HOME" }}',
  "Files.Get":
    'a: {{ .Files.Get "x.txt" | quote }} {{ .Files.Get "nope" | quote }} {{ .Files.GetBytes "x.txt" }} {{ .Files.GetBytes "nope" }} {{ len (.Files.GetBytes "x.txt") }}',
  "Files.Lines":
    'a: {{ .Files.Lines "x.txt" | toJson }} {{ .Files.Lines "nope" | toJson }} {{ range .Files.Lines "d/one.txt" }}[{{ . }}]{{ end }}',
  "Files.AsConfig":
    'a:\n{{ (.Files.Glob "d/**").AsConfig | indent 2 }}\nb:\n{{ (.Files.Glob "nope").AsConfig | indent 2 }}',
  "Files.AsSecrets": 'a:\n{{ (.Files.Glob "d/*").AsSecrets | indent 2 }}',
  "range over Files": "a: {{ range $k, $v := .Files }}{{ $k }}={{ $v | toString | quote }} {{ end }}",
  "Files as JSON": "a: {{ .Files | toJson }}",
  "include with the root":
    '{{ define "x" }}{{ .Values.s }} {{ $.Values.n }} {{ .Template.Name }}{{ end }}a: {{ include "x" . }}',
  "tpl with own defines":
    'a: {{ tpl "{{ define `own` }}o{{ .Values.s }}{{ end }}{{ include `own` . }}" . }} {{ tpl "plain" . }} {{ tpl .Values.t . }} {{ tpl "{{ .Template.Name }}" . }}',
  "tpl without a map": 'a: {{ tpl "{{ . }}" 5 }} {{ tpl "{{ . }}" "x" }} {{ tpl "{{ . }}" nil }}',
  "tpl in tpl": 'a: {{ tpl "{{ tpl `{{ .Values.s }}` . }}" . }}{{ tpl "{{ tpl `{{/* nothing */}}` . }}" . }}',
  "define by tpl stays there": 'a: {{ tpl "{{ define `gone` }}x{{ end }}" . }}{{ include "gone" . }}',
  numbers:
    "a: {{ .Values.big }} {{ .Values.big | int }} {{ .Values.big | toString }} {{ .Values.n }} {{ .Values.f }} {{ .Values.big | toJson }} {{ .Values.n | typeOf }}",
  fromYaml:
    'a: {{ fromYaml "a: [1, x]\\nb: {c: 0x10}" | toJson }} {{ fromYaml "- a" | toJson }} {{ fromYaml "a: b: c" | toJson }} {{ fromYaml "" | toJson }} {{ fromYaml "null" | toJson }} {{ fromYaml "a: 1\\n---\\nb: 2" | toJson }} {{ fromYaml "5" | toJson }}',
  fromYamlArray:
    'a: {{ fromYamlArray "[1, x]" | toJson }} {{ fromYamlArray "a: 1" | toJson }} {{ fromYamlArray "[" | toJson }} {{ fromYamlArray "" | toJson }}',
  fromJson:
    'a: {{ fromJson "{\\"a\\": [1, 1.5]}" | toJson }} {{ fromJson "[1]" | toJson }} {{ fromJson "{" | toJson }} {{ fromJson "" | toJson }} {{ fromJson "x" | toJson }} {{ fromJson "null" | toJson }} {{ fromJson "{} x" | toJson }} {{ fromJson "5" | toJson }} {{ fromJson "{\\"a\\":}" | toJson }}',
  fromJsonArray:
    'a: {{ fromJsonArray "[1, {\\"b\\":2}]" | toJson }} {{ fromJsonArray "{}" | toJson }} {{ fromJsonArray "[" | toJson }} {{ fromJsonArray "null" | toJson }}',
  toYaml:
    'a:\n{{ toYaml .Values | indent 2 }}\nb: {{ toYaml nil }} {{ toYaml 5 }} {{ toYaml 1.5 }} {{ toYaml true }} {{ toYaml "x" }} {{ toYaml (list) }} {{ toYaml dict }} {{ toYaml (list 1 "a" 2.0 nil) | nindent 2 }}',
  toYamlPretty:
    'a:\n{{ toYamlPretty .Values | indent 2 }}\nb:\n{{ toYamlPretty (dict "l" (list 1 (list 2 3) (dict "x" 1 "z" (list)))) | indent 2 }}',
  toToml:
    'a: |\n{{ toToml .Values | indent 2 }}\nb: |\n{{ toToml (dict "a" 1 "b" 1.5 "c" "x\\ny" "d" (list 1 2) "e" (dict "f" true "g" (dict "h" "i")) "t" (list (dict "x" 1) (dict "x" 2)) "k.l" 1 "nil" nil "e2" (dict)) | indent 2 }}',
  "toToml wrong": 'a: {{ toToml (list 1) }} {{ toToml "x" }} {{ toToml (dict "a" (list nil)) }}',
  fromToml:
    'a: {{ fromToml "a = 1\\nb = [1.5, 2.0]\\n[c]\\nd = \\"x\\"\\ne = true\\n[[f]]\\ng = 1979-05-27T07:32:00Z\\n" | toJson }} {{ fromToml "a = " | toJson }} {{ fromToml "" | toJson }}',
  mustToJson:
    'a: {{ mustToJson (dict "a" "<b>") }} {{ mustToYaml (dict "a" 1) }} {{ mustToToml (dict "a" 1) }} {{ toRawJson "<" }} {{ toPrettyJson (dict "a" (list 1)) | quote }}',
  "keys in natural order":
    'a:\n{{ toYaml (dict "a10" 1 "a9" 2 "b" 3 "B" 4 "10" 5 "9" 6 "_x" 7 "a.b" 8 "a-b" 9 "ab" 10) | indent 2 }}',
};

const files = {
  "values.yaml":
    "m: {a: 1}\nl: [1, 2]\nn: 5\ns: text\nt: '{{ .Values.s }} tpl'\nbig: 1000000\nf: 1.5\nlong: " +
    "word ".repeat(30) +
    "\nmulti: |\n  one\n  two\nq: 'yes'\n",
  "x.txt": "hello\nworld\n",
  "d/one.txt": "1",
  "d/two.txt": "2\n\n",
  "d/e/three.txt": "3",
  "templates/z_far.yaml": '{{ define "far" }}{{ .Values.m.x.z }}{{ end }}',
};

export const cases = [
  ...Object.entries(ERRORS).map(([name, template]) => one(`error: ${name}`, template, files)),
  ...Object.entries(PRINTS).map(([name, template]) =>
    one(`prints: ${name}`, template, {
      ...files,
      "Chart.yaml": `${CHART}appVersion: 4.5.6\ndescription: d\nkeywords: [k1, k2]\nannotations: {x: z}\n`,
    }),
  ),
  ...[
    "*",
    "**",
    "d/*",
    "d/**",
    "*.txt",
    "**.txt",
    "d/{one,two}.txt",
    "d/[ot]*.txt",
    "d/[!o]*",
    "?.txt",
    "d/**/*.txt",
    "{x.txt,d/**}",
    "d",
    "[",
    "d/on\\e.txt",
    "",
    "**/t*",
    "d/*/three.txt",
    "{",
    "[a-z].txt",
    "{a,{x,b}}.txt",
    "*[",
    "d/?ne.txt",
  ].map((pattern) =>
    one(
      `Files.Glob ${pattern}`,
      `a: {{ range $k, $v := .Files.Glob ${JSON.stringify(pattern)} }}{{ $k }} {{ end }}`,
      files,
    ),
  ),
  {
    name: "order of kinds",
    files: {
      "Chart.yaml": CHART,
      "templates/a.yaml": [
        "Service",
        "Zeta",
        "Deployment",
        "Alpha",
        "Namespace",
        "CustomResourceDefinition",
        "Secret",
        "Pod",
        "Job",
        "Ingress",
        "ConfigMap",
      ]
        .map((kind) => object(kind, "x"))
        .join("---\n"),
      "templates/b.yaml": `${object("ConfigMap", "b")}---\n# only a comment\n---\na: no kind\n---\n\n---\n${object("ServiceAccount", "b")}`,
    },
  },
  {
    name: "more than ten documents",
    files: chart(Array.from({ length: 25 }, (_, i) => object("ConfigMap", `c${i}`)).join("---\n")),
  },
  {
    name: "separators",
    files: chart(
      "--- # first\na: 1\n---\n\n\n---   \nb: |\n  text\n ---\n  more\n---trailing: 1\n--- {kind: B}\n--- c: 1\n---\t\nd: 1\n...\n---\ne: 1",
    ),
  },
  { name: "separator in a block", files: chart("a: |\n  x\n---\n  z: 1\n") },
  { name: "CRLF", files: chart("a: 1\r\n---\r\nb: 2\r\n") },
  {
    name: "white space around",
    files: chart("\n\n   \n  a: 1\n  b: 2\n\n\n\n---\n\n\tc: 1\n", { "templates/b.yaml": "\n\n---\n---\n   \n" }),
  },
  {
    name: "white space around, no tab",
    files: chart("\n\n   \n  a: 1\n  b: 2\n\n\n\n---\n\n c: 1\n\n", {
      "templates/b.yaml": "\n\n---\n---\n   \n",
      "templates/c.yaml": "c: 1",
    }),
  },
  { name: "nothing at all", files: chart("") },
  { name: "only hooks", files: chart(object("Job", "x", hook("pre-install"))) },
  {
    name: "names of templates",
    files: {
      "Chart.yaml": CHART,
      ...Object.fromEntries(
        [
          "a.txt",
          "b.tpl",
          "noext",
          "_dir/x.yaml",
          "_h.tpl",
          "_h.yaml",
          ".hid.yaml",
          "d/NOTES.txt",
          "NOTES.txt",
          "xNOTES.txt",
          "d/e/f.yaml",
          "notes.txt",
          "tests/t.yaml",
        ].map((name) => [`templates/${name}`, `k: ${name}\n`]),
      ),
    },
  },
  { name: "notes that fail", files: chart("a: 1\n", { "templates/NOTES.txt": "{{ .Values.m.x.z }}" }) },
  {
    name: "hooks",
    files: chart(
      [
        "pre-install",
        "post-install",
        "test",
        "test-success",
        "pre-install\\,post-delete",
        "'pre-install, post-upgrade'",
        "nope",
        "'pre-install,nope'",
        "5",
        "Pre-Install",
        "''",
        "crd-install",
      ]
        .map((events, i) =>
          object(["Job", "Pod", "ConfigMap"][i % 3], `h${i}`, hook(events, ", helm.sh/hook-weight: '5'")),
        )
        .join("---\n"),
    ),
  },
  ...[["--no-hooks"], ["--skip-tests"], ["--include-crds"], ["--is-upgrade"]].map((flags) => ({
    name: flags.join(" "),
    files: chart(
      `${object("Job", "h", hook("post-install"))}---\n${object("Pod", "t", hook("test"))}---\n${object("Pod", "u", hook("'test,pre-install'"))}---\na: {{ .Release | toJson }}\n`,
      {
        "crds/b.yaml": "\n\nkind: CustomResourceDefinition\nx: {{ nope }}\n---\nkind: B\n\n",
        "crds/a.json": "{}",
        "crds/d/e.yml": "kind: X",
        "crds/readme.md": "x",
        "crds/NOTES.txt": "x",
        ...subchart("s", { "crds/s.yaml": "kind: S\n" }),
      },
    ),
    flags,
  })),
  { name: "CRDs alone", files: { "Chart.yaml": CHART, "crds/b.yaml": "kind: B\n\n\n" }, flags: ["--include-crds"] },
  ...[
    ["a.yaml"],
    ["templates/a.yaml"],
    ["templates/nope.yaml"],
    ["templates/b.yaml", "-s", "templates/a.yaml"],
    ["templates/*.yaml"],
    ["templates/d/*.yaml"],
    ["templates/*"],
    ["templates/empty.yaml"],
    ["charts/s/templates/s.yaml"],
    ["templates/h.yaml"],
    ["templates/NOTES.txt"],
    ["crds/c.yaml"],
    ["templates/[ab].yaml"],
    ["templates/[.yaml"],
    ["t/templates/a.yaml"],
    ["templates\\a.yaml"],
  ].map((flags) => ({
    name: `-s ${flags.join(" ")}`,
    files: chart("a: 1\n---\na: 2\n", {
      "templates/b.yaml": "b: 1\n",
      "templates/d/c.yaml": "c: 1\n",
      "templates/empty.yaml": "{{- if false }}x{{ end }}",
      "templates/h.yaml": object("Job", "h", hook("pre-install")),
      "templates/NOTES.txt": "n",
      "crds/c.yaml": "kind: C",
      ...subchart("s", { "templates/s.yaml": "s: 1\n" }),
    }),
    flags: ["-s", ...flags],
  })),
  {
    name: "-s with CRDs",
    files: chart("a: 1\n", { "crds/c.yaml": "kind: C\n---\nkind: D\n" }),
    flags: ["--include-crds", "-s", "crds/c.yaml"],
  },
  {
    name: "which define wins",
    files: chart('a: {{ include "x" . }} {{ include "only" . }}\n', {
      "templates/_a.tpl": '{{ define "x" }}_a{{ end }}',
      "templates/_z.tpl": '{{ define "x" }}_z{{ end }}',
      "templates/d/_b.tpl": '{{ define "x" }}d/_b{{ end }}',
      ...subchart("s", {
        "templates/_s.tpl": '{{ define "x" }}s{{ end }}{{ define "only" }}only s{{ end }}',
        "templates/s.yaml": 's: {{ include "x" . }}\n',
      }),
    }),
  },
  {
    name: "empty define does not win",
    files: chart('a: {{ include "x" . }}\n', {
      "templates/_a.tpl": '{{ define "x" }}{{/* nothing */}}  {{ end }}',
      "templates/_z.tpl": '{{ define "x" }}_z{{ end }}',
    }),
  },
  { name: "define twice in a file", files: chart('{{ define "x" }}1{{ end }}{{ define "x" }}2{{ end }}a: 1\n') },
  {
    name: "template by its path",
    files: chart('a: {{ include "t/templates/_b.tpl" . }}\n', { "templates/_b.tpl": "b{{ .Chart.Name }}" }),
  },
  {
    name: "template of a subchart by its path",
    files: chart('a: {{ include "t/charts/s/templates/b.yaml" . | nindent 2 }}\n', {
      ...subchart("s", { "templates/b.yaml": "b: {{ .Chart.Name }} {{ .Template.Name }}\n" }),
    }),
  },
  {
    name: "BasePath in include",
    files: chart('a: {{ include (print $.Template.BasePath "/b.yaml") . | sha256sum }}\n', {
      "templates/b.yaml": "b: 1\n",
    }),
  },
  {
    name: "set in the root's context",
    files: chart('{{ $_ := set . "Mine" 5 }}a: {{ .Mine }}\n', {
      "templates/0.yaml": "z: {{ .Mine }}\n",
      "templates/z.yaml": "z: {{ .Mine }}\n",
    }),
  },
  {
    name: "strings that are no UTF-8",
    files: {
      ...chart(
        'a: {{ .Files.Get "x" | quote }} {{ .Files.Get "x" | len }} {{ .Files.Get "x" | b64enc }}\nb: {{ .Files.Get "x" | toJson }}\n',
      ),
      x: { base64: "/wBh" },
    },
  },
  {
    name: "template that is no UTF-8",
    files: {
      "Chart.yaml": CHART,
      "templates/a.yaml": { base64: Buffer.from([0x61, 0x3a, 0x20, 0x22, 0xff, 0x22, 0x0a]).toString("base64") },
    },
  },
  { name: "manifest with controls", files: chart('a: "{{ "\\x01" }}"\n') },
  {
    name: "annotations with numbers",
    files: chart(
      "kind: Job\nmetadata: {name: 5, annotations: {helm.sh/hook: pre-install, helm.sh/hook-weight: 10, x: true, z: null}}\n---\nkind: 5\nmetadata: {annotations: null}\n---\nmetadata: null\n",
    ),
  },
  {
    name: "fields in any case",
    files: chart("KIND: Job\nMetadata: {Name: x, ANNOTATIONS: {helm.sh/hook: pre-install}}\n---\nkind: Pod\n"),
  },
  { name: "anchors in manifests", files: chart("a: &x {b: 1}\nc: *x\nd: {<<: *x}\n") },
  { name: "duplicate keys in manifests", files: chart("a: 1\na: 2\n") },
  { name: "unsupported values in manifests", files: chart("a: .inf\n") },
  { name: "library", files: chart("a: 1\n", { "Chart.yaml": `${CHART}type: library\n` }) },
];
