import { chart, CHART, subchart } from "../charts.mjs";

const A = "a: 1 # {{ .Chart.Name }} {{ .Values | toJson }} {{ .Chart.Dependencies | toJson }}\n";
const below = (name, chartYaml = "", values = "") =>
  subchart(name, { "templates/b.yaml": A, "values.yaml": values }, chartYaml);
const nested = (outer, files) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`charts/${outer}/${path}`, text]));
const given = (name, dependencies, files, ...flags) => ({
  name,
  files: chart(A, {
    "Chart.yaml": dependencies === "" ? CHART : `${CHART}dependencies: [${dependencies}]\n`,
    ...files,
  }),
  flags,
});
const switched = {
  ...below(
    "s",
    "dependencies: [{name: d, version: '*', condition: d.enabled, import-values: [e]}]\n",
    "d: {enabled: false}",
  ),
  ...nested("s", below("d", "", "x: {z: 1}\nexports: {e: {fromd: 1}}")),
};

export const cases = [
  given("nothing declared, switched off below", "", switched),
  given("nothing declared, switched on below", "", switched, "--set", "s.d.enabled=true"),
  given("declared, switched off below", "{name: s, version: '*'}", switched),
  given("declared, switched on below", "{name: s, version: '*'}", switched, "--set", "s.d.enabled=true"),
  given("alias, switched on below", "{name: s, version: '*', alias: al}", switched, "--set", "al.d.enabled=true"),
  given("switched on at the wrong place", "{name: s, version: '*'}", switched, "--set", "d.enabled=true"),
  given("no version", "{name: s, condition: s.enabled}", below("s"), "--set", "s.enabled=false"),
  given("no version, alias", "{name: s, alias: q}", below("s")),
  given(
    "version does not fit",
    "{name: s, version: '>2', condition: s.enabled}",
    below("s"),
    "--set",
    "s.enabled=false",
  ),
  given("version does not fit, kept", "{name: s, version: '>2'}", below("s")),
  given("version is nonsense", "{name: s, version: 'x z'}", below("s")),
  given(
    "two versions",
    "{name: s, version: '>2', condition: s.enabled},{name: s, alias: q, version: '1.x'}",
    below("s"),
    "--set",
    "s.enabled=false",
  ),
  given(
    "first condition decides",
    "{name: s, version: '*', condition: 's.one,s.off'}",
    below("s"),
    "--set",
    "s.one=true,s.off=false",
  ),
  given(
    "condition is no bool",
    "{name: s, version: '*', condition: 's.one,s.off'}",
    below("s"),
    "--set",
    "s.one=5,s.off=false",
  ),
  given(
    "condition is a text",
    "{name: s, version: '*', condition: 's.one'}",
    below("s"),
    "--set-string",
    "s.one=false",
  ),
  given("condition is a table", "{name: s, version: '*', condition: 's.one'}", below("s"), "--set", "s.one.x=5"),
  given("condition is null", "{name: s, version: '*', condition: 's.one'}", below("s"), "--set", "s.one=null"),
  given(
    "conditions are not trimmed",
    "{name: s, version: '*', condition: 's.nope, s.one'}",
    below("s"),
    "--set",
    "s.one=false",
  ),
  given("condition at the top", "{name: s, version: '*', condition: off}", below("s"), "--set", "off=false"),
  given(
    "condition in the values of the subchart",
    "{name: s, version: '*', condition: s.enabled}",
    below("s", "", "enabled: false"),
  ),
  given(
    "condition with empty parts",
    "{name: s, version: '*', condition: ',,s.enabled'}",
    below("s", "", "enabled: false"),
  ),
  given(
    "tags",
    "{name: s, version: '*', tags: [a,b]},{name: s, version: '*', alias: q, tags: [b]},{name: s, version: '*', alias: r, tags: [c]},{name: s, version: '*', alias: t, tags: [d]}",
    below("s"),
    "--set",
    "tags.a=true,tags.b=false,tags.c=x",
  ),
  given(
    "condition over tags",
    "{name: s, version: '*', tags: [a], condition: s.enabled}",
    below("s"),
    "--set",
    "tags.a=false,s.enabled=true",
  ),
  given("tags are no table", "{name: s, version: '*', tags: [a]}", below("s"), "--set", "tags=false"),
  given(
    "tags below",
    "{name: s, version: '*'}",
    { ...below("s", "dependencies: [{name: d, version: '*', tags: [x]}]\n"), ...nested("s", below("d")) },
    "--set",
    "tags.x=false",
  ),
  given(
    "import-values",
    "{name: s, version: '*', import-values: [x, {child: a.b, parent: p.q}, {child: a, parent: .}, 5, nope]}",
    {
      "values.yaml": "xx: {own: 1}\n",
      ...below("s", "", "exports: {x: {xx: {own: 2, th: 3}, z: null}}\na: {b: {c: 1, d: null}}"),
    },
  ),
  given(
    "import-values and the user",
    "{name: s, version: '*', import-values: [{child: a, parent: p}]}",
    { "values.yaml": "p: {z: null}\n", ...below("s", "", "a: {b: 1, z: 2}") },
    "--set",
    "s.a.b=9",
  ),
  given(
    "import-values and nulls of the user",
    "{name: s, version: '*', import-values: [x]}",
    below("s", "", "exports: {x: {xx: {own: 2, th: 3}, z: null}}"),
    "--set",
    "xx.own=null,xx.th=7",
  ),
  given(
    "import-values that are missing",
    "{name: s, version: '*', import-values: [{child: nope.b, parent: p.q}, {child: 5, parent: z}, {parent: z}, {child: a}]}",
    below("s", "", "a: {b: 1}"),
  ),
  given(
    "import-values of an alias",
    "{name: s, version: '*', alias: al, import-values: [x]}",
    below("s", "", "exports: {x: {z: 1}}"),
  ),
  given(
    "import-values of a list",
    "{name: s, version: '*', import-values: [{child: a, parent: p}]}",
    below("s", "", "a: [1]"),
  ),
  given(
    "import-values of two",
    "{name: s, version: '*', import-values: [x]},{name: r, version: '*', import-values: [x]}",
    { ...below("s", "", "exports: {x: {z: 1, k: s}}"), ...below("r", "", "exports: {x: {z: 2, j: r}}") },
  ),
  given("import-values through two levels", "{name: s, version: '*', import-values: [u]}", {
    ...below("s", "dependencies: [{name: d, version: '*', import-values: [{child: a, parent: exports.u}]}]\n"),
    ...nested("s", below("d", "", "a: {deep: 1}")),
  }),
  given(
    "import-values of a subchart that is off",
    "{name: s, version: '*', condition: s.enabled, import-values: [x]}",
    below("s", "", "enabled: false\nexports: {x: {z: 1}}"),
  ),
  given("import-values over the parent's list", "{name: s, version: '*', import-values: [x]}", {
    "values.yaml": "l: [1]\nm: {a: 1}\n",
    ...below("s", "", "exports: {x: {l: [2], m: 5}}"),
  }),
  given("globals and two of the same", "{name: s, version: '*'},{name: s, version: 1.0.0, alias: b}", {
    "values.yaml": "global: {g: 1}\ns: {z: 1}",
    ...below("s", "", "z: 5\nglobal: {g: 2, h: 3}"),
  }),
  given(
    "alias that is off",
    "{name: s, version: '*', alias: b, condition: b.enabled}",
    below("s"),
    "--set",
    "b.enabled=false",
  ),
  given(
    "alias that is off and does not fit",
    "{name: s, version: '>1.0.0', alias: b, condition: b.enabled}",
    below("s"),
    "--set",
    "b.enabled=false",
  ),
  ...[
    "^1.0.0",
    "~1",
    "1",
    "1.x",
    ">=0.9 <2",
    ">=0.9, <2",
    "<1 || 1.0.0",
    "1.0.0 - 2.0.0",
    "=1.0.0",
    "!=1.0.0",
    ">1.0.0-0",
    "v1",
    "1.0",
    "x",
    "",
    " 1.0.0 ",
    ">= 1.0.0",
    "~1.0.0-alpha",
    "^0",
    "=>1",
    "1.0.0+x",
  ].map((version) => given(`version ${version}`, `{name: s, version: '${version}', alias: q}`, below("s"))),
  given("library", "{name: s, version: '*'}", {
    "templates/c.yaml": 'c: {{ include "lib.x" . }}\n',
    ...subchart(
      "s",
      { "templates/_x.tpl": '{{ define "lib.x" }}from {{ .Chart.Name }}{{ end }}', "templates/b.yaml": "b: 1\n" },
      "type: library\n",
    ),
  }),
  given("values for a library", "{name: s, version: '*'}", subchart("s", { "values.yaml": "a: 1" }, "type: library\n")),
  given("a text for a declared one", "{name: s, version: '*'}", below("s"), "--set", "s=x"),
  {
    name: "declared and empty, switched off below",
    files: chart(A, { "Chart.yaml": `${CHART}dependencies: []\n`, ...switched }),
    flags: [],
  },
  {
    name: "declared and empty, a text for one",
    files: chart(A, { "Chart.yaml": `${CHART}dependencies: []\n`, ...below("s") }),
    flags: ["--set", "s=x"],
  },
  {
    name: "declared and null, a text for one",
    files: chart(A, { "Chart.yaml": `${CHART}dependencies: null\n`, ...below("s") }),
    flags: ["--set", "s=x"],
  },
  {
    name: "all switched off, import-values",
    files: chart(A, {
      "Chart.yaml": `${CHART}dependencies: [{name: s, version: '*', condition: s.enabled, import-values: [x]}]\n`,
      "values.yaml": "n: null\nm: {n: null}\n",
      ...below("s"),
    }),
    flags: ["--set", "s.enabled=false,m.n=1"],
  },
  {
    name: "nulls in a warning",
    files: chart(A, { "values.yaml": "q: {q: {a: null, b: 1}}\n" }),
    flags: ["--set", "q.q=5"],
  },
];
