// What is localized, and how. $WEB is a web server, $GIT the address of a folder of repositories on this machine;
// https://h.invalid/, git@h.invalid: and their kin lead there too.
const K = "kustomization.yaml";
const CM = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}   # kept\n";

/** The cases: files of the working folder by path, links by path, arguments, and the folder to run in. */
export const cases = [
  // The command line.
  given("a folder", { [`t/${K}`]: "# top\nresources: [a.yaml] # end\n", "t/a.yaml": CM }),
  given("the default name", { [`t/${K}`]: "namePrefix: x\n" }, ["t"]),
  given("the default target", { [`t/${K}`]: "namePrefix: x\n" }, [], "t"),
  given("a target with dots", { [`t/${K}`]: "namePrefix: x\n", "t/s/x": "" }, [".."], "t/s"),
  given("a target with a slash", { [`t/${K}`]: "namePrefix: x\n" }, ["t/"]),
  given("a destination with dots", { [`t/${K}`]: "namePrefix: x\n" }, ["t", "./out/"]),
  given("a destination in the target", { [`t/${K}`]: "namePrefix: x\n" }, ["t", "t/out"]),
  given("a destination that is there", { [`t/${K}`]: "namePrefix: x\n", "out/x": "" }),
  given("a destination in a folder that is not there", { [`t/${K}`]: "namePrefix: x\n" }, ["t", "x/y"]),
  given("a target that is not there", {}),
  given("a target that is a file", { t: "x" }),
  given("a target without a kustomization", { "t/x": "" }),
  given("a scope above", { [`x/t/${K}`]: "resources: [a.yaml]\n", "x/t/a.yaml": CM }, ["x/t", "--scope", "."]),
  given(
    "a scope above, with a base beside",
    {
      [`t/${K}`]: "resources: [../b]\n",
      [`b/${K}`]: "namePrefix: x\n",
    },
    ["t", "out", "--scope", "."],
  ),
  given("a scope beside", { [`t/${K}`]: "namePrefix: x\n", "s/x": "" }, ["t", "out", "--scope", "s"]),
  given("a scope that is a file", { [`t/${K}`]: "namePrefix: x\n", s: "" }, ["t", "out", "--scope", "s"]),
  given("a scope that is not there", { [`t/${K}`]: "namePrefix: x\n" }, ["t", "out", "--scope", "s"]),
  given("a linked target", { [`r/${K}`]: "namePrefix: x\n" }, ["t"], ".", { t: "r" }),
  given("a repository", {}, ["$GIT/org/repo//p?ref=v1"]),
  given("a repository, its root", {}, ["https://h.invalid/org/repo?ref=v1"]),
  given("a repository with suffix and a branch with a slash", {}, [
    "https://h.invalid/org/repo.git//p/q?ref=feature/x",
  ]),
  given("a repository into a folder", {}, ["https://h.invalid/org/repo//app?ref=v1", "out"]),
  given("a repository without ref", {}, ["https://h.invalid/org/repo//p"]),
  given("a repository and a scope", {}, ["https://h.invalid/org/repo//p?ref=v1", "--scope", "."]),
  given("a folder that the repository does not have", {}, ["$GIT/org/repo//none?ref=v1"]),
  given("a ref that the repository does not have", {}, ["$GIT/org/repo//p?ref=none"]),

  // The kustomization.
  one("an empty kustomization", ""),
  one("a kustomization of comments", "# x\n"),
  one("another name", undefined, { "kustomization.yml": "namePrefix: x\n" }),
  one("yet another name", undefined, { Kustomization: "namePrefix: x\n" }),
  one("two names", "namePrefix: x\n", { Kustomization: "namePrefix: x\n" }),
  one("a linked kustomization", undefined, { "k.yaml": "namePrefix: x\n" }, { [`t/${K}`]: "k.yaml" }),
  one("a list that is none", "resources: x\n"),
  one("an unknown field", "foo: x\n"),
  one("another kind", "kind: Foo\nnamePrefix: x\n"),
  one("a component", "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: x\n"),
  one(
    "fields in any case, empty fields",
    "NamePrefix: q\nnamespace: ''\nimages: []\nlabels: [{pairs: {}}]\ngeneratorOptions: {}\n",
  ),
  one(
    "fields of every type",
    `replicas: [{name: a, count: 0}]
vars: [{name: A, objref: {kind: X, name: b}}]
sortOptions: {order: fifo}
replacements: [{source: {kind: a}, targets: [{select: {kind: b}, fieldPaths: [x]}]}]
metadata: {name: x}
commonLabels: {b: "1", a: "yes"}
images: [{name: x, newTag: "1.10"}]
secretGenerator: [{name: s, type: x, literals: ["a=1"], options: {immutable: true}}]
`,
    {},
    {},
    ["--no-verify"],
  ),

  // Names of files and folders.
  one("a linked file", "resources: [l.yaml]\n", { "a.yaml": CM }, { "t/l.yaml": "a.yaml" }),
  one("a linked folder", "resources: [l]\n", { [`b/${K}`]: "resources: [a.yaml]\n", "b/a.yaml": CM }, { "t/l": "b" }),
  one("a file behind a linked folder", "resources: [l/sub/a.yaml]\n", { "b/sub/a.yaml": CM }, { "t/l": "b" }),
  one(
    "names with dots",
    'resources: [./x/../a.yaml, ".//b.yaml"]\npatches: [{path: x/../p.yaml}]\ncomponents: [x/../c/]\n',
    {
      "a.yaml": CM,
      "b.yaml": CM,
      "p.yaml": CM,
      "x/y": "",
      [`c/${K}`]: "namePrefix: x\n",
    },
  ),
  one("a base that two folders name", "resources: [b, c]\n", {
    [`b/${K}`]: "resources: [../d]\n",
    [`c/${K}`]: "resources: [../d]\n",
    [`d/${K}`]: "namePrefix: x\n",
  }),
  given("a base outside of the scope", { [`t/${K}`]: "resources: [../b]\n", [`b/${K}`]: "namePrefix: x\n" }),
  given(
    "a linked base outside of the scope",
    { [`t/${K}`]: "components: [l]\n", [`b/${K}`]: "namePrefix: x\n" },
    ["t", "out"],
    ".",
    { "t/l": "../b" },
  ),
  one("a mistake in a base of a base", "resources: [b]\n", {
    [`b/${K}`]: "components: [c]\n",
    [`b/c/${K}`]: "patches: [{path: nn}]\n",
  }),
  one("a base without kustomization", "resources: [b]\n", { "b/x": "" }),
  ...[
    'resources: [""]',
    'patches: [{path: ""}]',
    'configMapGenerator: [{files: [""]}]',
    'configMapGenerator: [{files: ["a=b=c"]}]',
    'configMapGenerator: [{files: ["="]}]',
    'configMapGenerator: [{files: ["k="]}]',
    'configMapGenerator: [{files: ["=a"]}]',
    "resources: [/etc]",
    "resources: [/etc/hostname]",
    "resources: [../x]",
    "resources: [../t]",
    "resources: [.]",
    "components: [../x]",
    "resources: [nn]",
    "bases: [nn]",
    "configurations: [nn]",
    "crds: [nn]",
    "configMapGenerator: [{name: a}, {name: b, files: [a, k=nn]}]",
    "configMapGenerator: [{envs: [nn]}]",
    "configMapGenerator: [{env: nn}]",
    "secretGenerator: [{files: [nn]}]",
    "generators: [nn]",
    "transformers: [nn]",
    "validators: [nn]",
    "openapi: {path: nn}",
    "openapi: {version: x}",
    "patches: [{path: nn}]",
    "patches: [{path: sub}]",
    "patches: [{path: ../o}]",
    "patchesJson6902: [{path: nn}]",
    "patchesStrategicMerge: [nn]",
    "patchesStrategicMerge: [sub]",
    "patchesStrategicMerge: ['{']",
    "patchesStrategicMerge: ['a: b']",
    "patchesStrategicMerge: [a]",
    "replacements: [{path: nn}]",
    "helmCharts: [{valuesFile: nn}]",
    "helmCharts: [{additionalValuesFiles: [nn]}]",
    "helmChartInflationGenerator: [{values: nn}]",
    "helmGlobals: {chartHome: nn}",
    "helmGlobals: {configHome: nn}",
    "helmGlobals: {chartHome: /etc}\nhelmCharts: [{name: d}]",
    "helmGlobals: {chartHome: a}\nhelmCharts: [{name: d}]",
    "configurations: [sub]",
    "generators: [sub]",
    "transformers: ['a: b']",
    "transformers: [a]",
    "transformers: [em]",
    "resources: [a]",
    'resources: ["$WEB/nope"]',
    'resources: ["$WEB/html"]',
    'resources: ["$WEB/500"]',
    'patches: [{path: "$WEB/nope"}]',
    'patches: [{path: "$WEB/a/b/nope"}]',
    'bases: ["$WEB/cm.yaml"]',
    'openapi: {path: "$WEB/html"}',
  ].map((text) => one(text, `${text}\n`, { a: "x", em: "", "sub/x": CM })),
  // Several mistakes: the order in which fields are looked at.
  ...[
    "openapi: {path: x1}\nconfigMapGenerator: [{files: [x2]}]",
    "configMapGenerator: [{files: [x2]}]\nsecretGenerator: [{files: [x3]}]\npatches: [{path: x4}]",
    "secretGenerator: [{files: [x3]}]\nhelmCharts: [{valuesFile: x4}]\nhelmChartInflationGenerator: [{values: x5}]",
    "helmCharts: [{valuesFile: x4}]\nhelmChartInflationGenerator: [{values: x5}]\npatches: [{path: x4}]",
    "patchesStrategicMerge: [x8]\npatches: [{path: x4}]\npatchesJson6902: [{path: x7}]",
    "patchesStrategicMerge: [x8]\nreplacements: [{path: x4}]\npatchesJson6902: [{path: x7}]",
    "generators: [x8]\nreplacements: [{path: x4}]\nresources: [xe]",
  ].map((text) => one(`mistakes: ${text}`, `${text}\n`)),

  // What is fetched.
  one(
    "web files everywhere",
    'resources: ["$WEB/cm.yaml"]\npatches: [{path: "$WEB/patch.yaml"}]\nconfigMapGenerator:\n- name: x\n  files: ["$WEB/cm.yaml", "k=$WEB/html"]\n  envs: ["$WEB/empty"]\n',
  ),
  one(
    "web files of one name",
    'resources: ["$WEB/cm.yaml?x=1"]\nconfigMapGenerator: [{name: x, files: ["$WEB/cm.yaml?x=2"]}]\n',
  ),
  one("a web file with a name to decode", 'resources: ["$WEB/a%20b/%7Ec.yaml"]\n'),
  one("a web file with slashes", 'resources: ["$WEB/x//patch.yaml"]\n'),
  one("a web file with a user", 'resources: ["$USERWEB/cm.yaml"]\n'),
  one("a folder for what is fetched, and a web file", 'resources: ["$WEB/cm.yaml"]\n', { "localized-files/a": "x" }),
  one("a folder for what is fetched, and a repository", 'components: ["$GIT/org/repo//comp?ref=v1"]\n', {
    "localized-files/a": "x",
  }),
  one("a folder for what is fetched that nothing needs", "resources: [localized-files/a.yaml]\n", {
    "localized-files/a.yaml": CM,
  }),
  one("bases in repositories", 'resources: ["$GIT/org/repo//app?ref=v1", "https://h.invalid/org/repo//web?ref=v1"]\n'),
  one("a base in a repository that names another", 'resources: ["$GIT/org/repo//nested?ref=v1"]\n'),
  one(
    "addresses of repositories",
    `resources:
- https://h.invalid/org/repo/p?ref=v1
- git@h.invalid:a/b//p?ref=v1
- ssh://git@h.invalid:2222/c/d.git//p?ref=v1
- ssh://user@h.invalid/e/f.git//p/q?ref=feature/x
- https://user@h.invalid/g/h//p?version=v1
- https://h.invalid/i/_git/j/p?ref=v1
- https://h.invalid/k/../l//p?ref=v1
`,
    {},
    {},
    ["--no-verify"],
  ),

  // Plugins.
  one(
    "an inline patch stays as it is",
    "patchesStrategicMerge:\n- |\n  apiVersion: v1\n  kind: X\n  metadata: {name: a}   # c\n",
    {},
    {},
    ["--no-verify"],
  ),
  plugin(
    "an inline transformer is written anew",
    undefined,
    "transformers:\n- |\n  # top\n  apiVersion: builtin\n  kind: PrefixTransformer\n  metadata: {name: a}   # c\n  prefix: x\n",
  ),
  plugin(
    "a list of transformers",
    "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: builtin, kind: PatchTransformer, metadata: {name: z}, path: p.yaml}\n",
  ),
  plugin("a transformer with annotations", builtin("PatchTransformer", "path: p.yaml", "annotations: {a: b}, ")),
  plugin(
    "two transformers of one name",
    `${builtin("PrefixTransformer", "prefix: a")}---\n${builtin("PrefixTransformer", "prefix: b")}`,
  ),
  plugin("a patch that is not there", builtin("PatchTransformer", "path: q.yaml")),
  plugin("patches that are not there", builtin("PatchStrategicMergeTransformer", "paths: [q.yaml]")),
  plugin(
    "patches in the text and in files",
    builtin("PatchStrategicMergeTransformer", 'paths: ["apiVersion: v1\\nkind: X\\nmetadata: {name: q}\\n", p.yaml]'),
  ),
  plugin("a JSON patch", builtin("PatchJson6902Transformer", "path: p.yaml")),
  plugin("replacements", builtin("ReplacementTransformer", "replacements: [{path: p.yaml}, {source: {}}]")),
  plugin("replacements that are not there", builtin("ReplacementTransformer", "replacements: [{path: x}]")),
  plugin("an empty path", builtin("PatchTransformer", 'path: ""')),
  plugin("no path", builtin("PatchTransformer", "path:")),
  plugin("a number for a path", builtin("PatchTransformer", "path: 1")),
  plugin("a web file for a path", builtin("PatchTransformer", 'path: "$WEB/patch.yaml"')),
  plugin("a generator", builtin("ConfigMapGenerator", 'name: gen\nfiles: [p.yaml, "k=$WEB/html"]\nenvs: [e]\nenv: e')),
  plugin("a generator with one text for files", builtin("ConfigMapGenerator", "files: x")),
  plugin("files of a generator that are not there", builtin("SecretGenerator", "files: [x]")),
  plugin("envs of a generator that are not there", builtin("SecretGenerator", "envs: [x]")),
  plugin("an env of a generator that is not there", builtin("SecretGenerator", "env: x")),
  plugin(
    "a chart",
    builtin("HelmChartInflationGenerator", "name: c\nvaluesFile: p.yaml\nadditionalValuesFiles: [e]"),
    undefined,
    { "charts/c/Chart.yaml": "x" },
  ),
  plugin("values of a chart that are not there", builtin("HelmChartInflationGenerator", "name: c\nvaluesFile: v.yaml")),
  plugin(
    "kinds that are not built in",
    "apiVersion: builtin\nkind: Foo\nmetadata: {name: z}\npath: x\n---\napiVersion: v1\nkind: PatchTransformer\nmetadata: {name: n}\npath: x\n",
  ),

  // Charts.
  one(
    "charts and what lies beside them",
    "helmCharts:\n- {name: c, version: '1', repo: r}\n",
    { "charts/c/Chart.yaml": "x", "charts/c-1/c/x": "y", "charts/zz": "u" },
    { "t/charts/l": "zz", "t/charts/bad": "nowhere" },
    ["--no-verify"],
  ),
  one("a home of charts", "helmGlobals: {chartHome: ch}\n", { "ch/x": "" }, {}, ["--no-verify"]),
  given("a home of charts outside", {
    [`t/${K}`]: "helmGlobals: {chartHome: ../ch}\nhelmCharts: [{name: d}]\n",
    "ch/x": "",
  }),
  given(
    "a home of charts in the scope",
    { [`t/${K}`]: "helmGlobals: {chartHome: ../ch}\nhelmCharts: [{name: d}]\n", "ch/x": "" },
    ["t", "out", "--scope", ".", "--no-verify"],
  ),
  one(
    "charts of the old kind",
    "helmChartInflationGenerator:\n- {chartName: d, chartHome: hh}\n- {chartName: d}\n",
    { "hh/a": "", "charts/b": "" },
    {},
    ["--no-verify"],
  ),

  // Target and copy are built.
  one("a target that does not build", "resources: [a.yaml]\npatches: [{patch: 'a: b'}]\n", { "a.yaml": CM }),
  one("a target with a warning", "resources: [a.yaml]\ncommonLabels: {a: b}\n", { "a.yaml": CM }),
];

function given(name, files, args = ["t", "out"], folder = ".", links = {}) {
  return { name, files, args, folder, links };
}

/** One kustomization in `t`. */
function one(name, text, files = {}, links = {}, flags = []) {
  const inTarget = Object.fromEntries(Object.entries(files).map(([file, content]) => [`t/${file}`, content]));
  return given(
    name,
    { ...(text === undefined ? {} : { [`t/${K}`]: text }), ...inTarget },
    ["t", "out", ...flags],
    ".",
    links,
  );
}

function plugin(name, text, kustomization = "transformers: [plugin.yaml]\n", files = {}) {
  const content = text === undefined ? {} : { "plugin.yaml": text };
  return one(`plugin: ${name}`, kustomization, { ...content, "p.yaml": CM, e: "A=1\n", ...files }, {}, ["--no-verify"]);
}

function builtin(kind, fields, metadata = "") {
  return `apiVersion: builtin\nkind: ${kind}\nmetadata: {${metadata}name: z}   # c\n${fields}\n`;
}
