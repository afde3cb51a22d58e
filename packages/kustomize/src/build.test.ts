import { type FileTree, memoryTree } from "@hawser/source";
import { expect, test } from "vitest";
import { build, type BuildOptions } from "./build.ts";
import { fieldHistory } from "./trace/field-history.ts";

const CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n";
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - {name: web, image: nginx:1.25, envFrom: [{configMapRef: {name: settings}}]}
`;

/** A folder `app` with a kustomization and the two objects above. */
function app(kustomization: string, more: Record<string, string> = {}): FileTree {
  return memoryTree({
    "app/kustomization.yaml": kustomization,
    "app/config.yaml": CONFIG_MAP,
    "app/deployment.yaml": DEPLOYMENT,
    ...more,
  });
}

async function printed(tree: FileTree, path = "app", options: BuildOptions = {}): Promise<string> {
  return (await build(tree, path, options)).yaml();
}

/** `Kind/name` of what a build gives. */
async function names(tree: FileTree, path = "app", options: BuildOptions = {}): Promise<string[]> {
  return (await build(tree, path, options)).objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

async function failure(tree: FileTree, path = "app", options: BuildOptions = {}): Promise<unknown> {
  try {
    await build(tree, path, options);
  } catch (error) {
    return error;
  }
  return "builds";
}

// Every line is what the real tool makes of the same field.
test.each<[field: string, kustomization: string, has: readonly string[]]>([
  ["namePrefix", "namePrefix: eu-", ["name: eu-web", "name: eu-settings\n  "]],
  ["nameSuffix", "nameSuffix: -eu", ["name: web-eu", "name: settings-eu\n  "]],
  ["namespace", "namespace: shop", ["namespace: shop"]],
  ["commonLabels", "commonLabels: {team: x}", ["matchLabels:\n      team: x", "labels:\n        team: x"]],
  ["labels", "labels: [{pairs: {team: x}}]", ["labels:\n    team: x\n  name: web\nspec:\n  replicas: 1\n  template:"]],
  ["commonAnnotations", "commonAnnotations: {note: x}", ["annotations:\n    note: x"]],
  ["images", "images: [{name: nginx, newTag: '2'}]", ["image: nginx:2"]],
  ["imageTags", "imageTags: [{name: nginx, newTag: '2'}]", ["image: nginx:2"]],
  ["replicas", "replicas: [{name: web, count: 3}]", ["replicas: 3"]],
  [
    "patches",
    "patches: [{patch: '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4}}'}]",
    ["replicas: 4"],
  ],
  [
    "patchesStrategicMerge",
    "patchesStrategicMerge: ['{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 4}}']",
    ["replicas: 4"],
  ],
  [
    "patchesJson6902",
    `patchesJson6902: [{target: {group: apps, version: v1, kind: Deployment, name: web}, patch: '[{"op": "replace", "path": "/spec/replicas", "value": 4}]'}]`,
    ["replicas: 4"],
  ],
  ["configMapGenerator", "configMapGenerator: [{name: made, literals: [a=b]}]", ["name: made-4h2mbtbbt6"]],
  ["secretGenerator", "secretGenerator: [{name: made, literals: [a=b]}]", ["data:\n  a: Yg==\nkind: Secret"]],
  [
    "generatorOptions",
    "configMapGenerator: [{name: made, literals: [a=b]}]\ngeneratorOptions: {disableNameSuffixHash: true, labels: {x: z}, immutable: true}",
    ["name: made\n", "x: z", "immutable: true"],
  ],
  [
    "replacements",
    "replacements: [{source: {kind: ConfigMap, fieldPath: data.a}, targets: [{select: {kind: Deployment}, fieldPaths: [metadata.name]}]}]",
    ["name: b\nspec"],
  ],
  [
    "vars",
    "vars: [{name: R, objref: {apiVersion: apps/v1, kind: Deployment, name: web}, fieldref: {fieldpath: spec.replicas}}]\ncommonAnnotations: {note: $(R)}",
    ['note: "1"'],
  ],
  ["configurations", "configurations: [c.yaml]\nnamePrefix: x-", ["a: x-b"]],
  [
    "generators",
    "generators: ['{apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: made}, literals: [a=b]}']",
    ["name: made-4h2mbtbbt6"],
  ],
  [
    "transformers",
    "transformers: ['{apiVersion: builtin, kind: PrefixTransformer, metadata: {name: p}, prefix: x-, fieldSpecs: [{path: metadata/name}]}']",
    ["name: x-web"],
  ],
  [
    "buildMetadata",
    "buildMetadata: [originAnnotations, managedByLabel]",
    ["path: config.yaml", "managed-by: kustomize-v5.8.1"],
  ],
  ["components", "components: [../part]", ["name: part-web"]],
  ["names of fields in other cases", "NAMEprefix: eu-", ["name: eu-web"]],
])("%s", async (_field, kustomization, has) => {
  const text = await printed(
    app(`resources: [config.yaml, deployment.yaml]\n${kustomization}\n`, {
      "app/c.yaml": "namePrefix: [{kind: ConfigMap, path: data/a}]",
      "part/kustomization.yaml": "kind: Component\nnamePrefix: part-\n",
    }),
  );
  for (const part of has) expect(text).toContain(part);
});

test("references follow prefixes and digests", async () => {
  const text = await printed(
    app("resources: [deployment.yaml]\nnamePrefix: eu-\nconfigMapGenerator: [{name: settings, literals: [a=b]}]\n"),
  );
  expect(text.match(/eu-settings-4h2mbtbbt6/g)).toHaveLength(2);
});

test("an overlay merges into the generated map of its base, by the name that the base gave it at first", async () => {
  const text = await printed(
    memoryTree({
      "base/kustomization.yaml": "namePrefix: b-\nconfigMapGenerator: [{name: settings, literals: [a=1, b=2]}]\n",
      "top/kustomization.yaml":
        "resources: [../base]\nconfigMapGenerator: [{name: settings, behavior: merge, literals: [b=3]}]\n",
    }),
    "top",
  );
  expect(text).toMatch(
    /^apiVersion: v1\ndata:\n {2}a: "1"\n {2}b: "3"\nkind: ConfigMap\nmetadata:\n {2}name: b-settings-[a-z0-9]{10}\n$/,
  );
});

test("objects that help to build others are no output", async () => {
  const local = CONFIG_MAP.replace(
    "{name: settings}",
    '{name: l, annotations: {config.kubernetes.io/local-config: "true"}}',
  );
  expect(await names(app("resources: [config.yaml, local.yaml]\n", { "app/local.yaml": local }))).toEqual([
    "ConfigMap/settings",
  ]);
});

test("lists are taken apart behind the other documents of their file, and empty documents are none", async () => {
  const item = (name: string): string => `{kind: A, metadata: {name: ${name}}}`;
  const text = `kind: List\nitems: [${item("one")}, {kind: AList, items: [${item("two")}]}, null]\n---\n# nothing\n---\n${item("three")}\n`;
  expect(await names(app("resources: [list.yaml]\nsortOptions: {order: fifo}\n", { "app/list.yaml": text }))).toEqual([
    "A/three",
    "A/one",
    "A/two",
  ]);
});

test("the order is that of kinds unless another is asked for", async () => {
  const tree = app("resources: [deployment.yaml, config.yaml]\n");
  expect(await names(tree)).toEqual(["ConfigMap/settings", "Deployment/web"]);
  expect(await names(tree, "app", { reorder: "none" })).toEqual(["Deployment/web", "ConfigMap/settings"]);
  const own = "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Deployment]}}\n";
  expect(await names(app(`resources: [config.yaml, deployment.yaml]\n${own}`))).toEqual([
    "Deployment/web",
    "ConfigMap/settings",
  ]);
});

test("a base that several overlays build on is read once, and each has its own copy", async () => {
  const files = {
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": CONFIG_MAP,
    "one/kustomization.yaml": "resources: [../base]\nnamePrefix: one-\n",
    "two/kustomization.yaml": "resources: [../base]\nnamePrefix: two-\n",
    "all/kustomization.yaml": "resources: [../one, ../two]\n",
  };
  const tree = memoryTree(files);
  const reads: string[] = [];
  const counting = { ...tree, readFile: (path: string) => (reads.push(path), tree.readFile(path)) };
  expect(await names(counting, "all")).toEqual(["ConfigMap/one-settings", "ConfigMap/two-settings"]);
  expect(reads.filter((path) => path === "base/kustomization.yaml")).toHaveLength(1);
});

test("warnings of bases are told", async () => {
  const tree = memoryTree({
    "base/kustomization.yaml": "resources: [a.yaml]\ncommonLabels: {}\n",
    "base/a.yaml": CONFIG_MAP,
    "top/kustomization.yaml": "bases: [../base]\n",
  });
  expect((await build(tree, "top")).warnings.map((line) => line.slice(0, 40))).toEqual([
    "# Warning: 'bases' is deprecated. Please",
    "# Warning: 'commonLabels' is deprecated.",
  ]);
});

test("objects are plain, and fresh for every build", async () => {
  const tree = app("resources: [config.yaml]\n");
  const { objects } = await build(tree, "app");
  expect(objects).toEqual([{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "b" } }]);
  expect((await build(tree, "app")).objects[0]).not.toBe(objects[0]);
});

test("prototype names are ordinary keys", async () => {
  const text =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {constructor: x}}\ndata: {__proto__: b, toString: c}\n";
  const result = await printed(
    app("resources: [odd.yaml]\ncommonLabels: {__proto__: d}\nnamePrefix: x-\n", { "app/odd.yaml": text }),
  );
  expect(result).toContain("data:\n  __proto__: b\n  toString: c\n");
  expect(result).toContain("labels:\n    __proto__: d\n    constructor: x\n");
});

// The message of the real tool, whose paths are those of the tree here, and the place where the mistake is.
test.each<[string, Record<string, string>, { message: string; file?: string; line?: number; column?: number }]>([
  [
    "a resource that is missing",
    { "app/kustomization.yaml": "resources:\n- nope.yaml\n" },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from 'nope.yaml': evalsymlink failure on 'app/nope.yaml' : lstat app/nope.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on 'app/nope.yaml' : lstat app/nope.yaml: no such file or directory",
      file: "app/kustomization.yaml",
      line: 2,
      column: 3,
    },
  ],
  [
    "bad YAML, late in the file",
    { "app/kustomization.yaml": "resources: [bad.yaml]\n", "app/bad.yaml": `${CONFIG_MAP}---\na: b\n c: d\n` },
    {
      message:
        "accumulating resources: accumulating resources from 'bad.yaml': MalformedYAMLError: yaml: line 2: mapping values are not allowed in this context in File: bad.yaml",
      file: "app/bad.yaml",
      line: 7,
    },
  ],
  [
    "an object without a kind",
    { "app/kustomization.yaml": "resources: [bad.yaml]\n", "app/bad.yaml": `${CONFIG_MAP}---\nmetadata: {name: a}\n` },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from 'bad.yaml': missing kind in object {{ } {{a } map[] map[]}}': must build at directory: 'app/bad.yaml': file is not directory",
      file: "app/bad.yaml",
      line: 6,
      column: 1,
    },
  ],
  [
    "an object twice",
    { "app/kustomization.yaml": "resources: [config.yaml, again.yaml]\n", "app/again.yaml": `# two\n${CONFIG_MAP}` },
    {
      message:
        "accumulating resources: accumulation err='merging resources from 'again.yaml': may not add resource with an already registered id: ConfigMap.v1.[noGrp]/settings.[noNs]': must build at directory: 'app/again.yaml': file is not directory",
      file: "app/again.yaml",
      line: 2,
    },
  ],
  [
    "a file outside",
    { "app/kustomization.yaml": "resources: [../b/a.yaml]\n", "b/a.yaml": CONFIG_MAP },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from '../b/a.yaml': security; file 'b/a.yaml' is not in or below 'app'': must build at directory: 'b/a.yaml': file is not directory",
      line: 1,
      column: 13,
    },
  ],
  [
    "a cycle",
    { "app/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../app]\n" },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from '../b': 'b' must resolve to a file': recursed accumulation of path 'b': accumulating resources: accumulation err='accumulating resources from '../app': 'app' must resolve to a file': cycle detected: candidate root 'app' contains visited root 'app'",
      file: "b/kustomization.yaml",
      line: 1,
    },
  ],
  [
    "a mistake in the kustomization of a base",
    { "app/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "namePrefix: a-\nfoo: 1\n" },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from '../b': 'b' must resolve to a file': couldn't make target for path 'b': invalid Kustomization: json: unknown field \"foo\"",
      file: "b/kustomization.yaml",
      line: 2,
    },
  ],
  [
    "a component among resources",
    { "app/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "kind: Component\nnamePrefix: a-\n" },
    {
      message:
        "accumulating resources: accumulation err='accumulating resources from '../b': 'b' must resolve to a file': expected kind != 'Component' for path 'b'",
    },
  ],
  [
    "a kustomization among components",
    { "app/kustomization.yaml": "components: [../b]\n", "b/kustomization.yaml": "namePrefix: a-\n" },
    {
      message:
        "accumulating components: accumulateDirectory: \"expected kind 'Component' for path 'b' but got 'Kustomization'\"",
    },
  ],
  [
    "a literal without a value",
    { "app/kustomization.yaml": "configMapGenerator:\n- name: a\n  literals: [b]\n" },
    {
      message: "loading KV pairs: literal sources [b]: invalid literal source b, expected key=value",
      file: "app/kustomization.yaml",
      line: 2,
    },
  ],
  [
    "a chart",
    { "app/kustomization.yaml": "helmCharts: [{name: a}]\n" },
    {
      message:
        "trouble configuring builtin HelmChartInflationGenerator with config: `\nname: a\n`: must specify --enable-helm",
      line: 1,
    },
  ],
  [
    "a plugin that is a program",
    {
      "app/kustomization.yaml": "transformers: [t.yaml]\n",
      "app/t.yaml": "# own\napiVersion: x/v1\nkind: Mine\nmetadata: {name: m}\n",
    },
    { message: "external plugins disabled; unable to load external plugin 'Mine'", file: "app/t.yaml", line: 2 },
  ],
  [
    "a sort order that is none",
    { "app/kustomization.yaml": "resources: []\nsortOptions: {order: x}\n" },
    { message: "the field 'sortOptions.order' must be one of [fifo, legacy]", line: 2 },
  ],
  [
    "a var twice",
    {
      "app/kustomization.yaml":
        "resources: [config.yaml]\nvars: [{name: A, objref: {kind: ConfigMap, name: settings}}, {name: A}]\n",
    },
    {
      message:
        "merging vars [{A ConfigMap.[noVer].[noGrp] {}} {A [noKind].[noVer].[noGrp] {}}]: var 'A' already encountered",
      line: 2,
    },
  ],
  [
    "no kustomization",
    {},
    {
      message: "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory 'app'",
    },
  ],
  [
    "two kustomizations",
    { "app/kustomization.yaml": "resources: []\n", "app/Kustomization": "resources: []\n" },
    { message: "Found multiple kustomization files under: app" },
  ],
])("%s fails", async (_name, files, wanted) => {
  const tree = memoryTree({ "app/config.yaml": CONFIG_MAP, ...files });
  expect(await failure(tree)).toMatchObject({ name: "KustomizeError", ...wanted });
});

test("charts that are allowed are still refused", async () => {
  expect(await failure(app("helmCharts: [{name: a}]\n"), "app", { enableHelm: true })).toMatchObject({
    message: 'the chart "a" is not rendered: Helm charts are not supported yet',
  });
});

test("functions are refused by name even where plugins are allowed", async () => {
  const plugin =
    "apiVersion: x/v1\nkind: Mine\nmetadata: {name: m, annotations: {config.kubernetes.io/function: 'container: {image: reg/fn:v1}'}}\n";
  const tree = app("generators: [g.yaml]\n", { "app/g.yaml": plugin });
  expect(await failure(tree, "app", { enableAlphaPlugins: true })).toMatchObject({
    code: "unsupported",
    file: "app/g.yaml",
    message: expect.stringContaining("container: {image: reg/fn:v1}") as string,
  });
});

test("a build that nobody wants any more stops", async () => {
  const controller = new AbortController();
  controller.abort(new Error("not wanted"));
  expect(await failure(app("resources: [config.yaml]\n"), "app", { signal: controller.signal })).toMatchObject({
    message: "not wanted",
  });
});

test("a traced build tells which step and which line gave a field its value", async () => {
  const tree = memoryTree({
    "base/kustomization.yaml": "resources: [deployment.yaml]\n",
    "base/deployment.yaml": DEPLOYMENT,
    "top/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\nreplicas: [{name: web, count: 7}]\n",
    "top/p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 5\n",
  });
  const { resources } = await build(tree, "top", { trace: true });
  const chain = fieldHistory(resources[0]?.history ?? [], ["spec", "replicas"]);
  expect(chain.map(({ step, place }) => `${step.what} ${place?.source.file}:${place?.line}`)).toEqual([
    "resources[0] base/deployment.yaml:5",
    "patches[0] top/p.yaml:5",
    "replicas[0] top/kustomization.yaml:3",
  ]);
  expect((await build(tree, "top")).resources[0]?.history).toBeUndefined();
});

test("a literal of a generator has the place where it is written", async () => {
  const tree = app("configMapGenerator:\n- name: made\n  literals:\n  - a=b\n  - c=d\n");
  const { resources } = await build(tree, "app", { trace: true });
  const [change] = fieldHistory(resources[0]?.history ?? [], ["data", "c"]);
  expect(change?.place).toMatchObject({ source: { file: "app/kustomization.yaml" }, line: 5, column: 5 });
});

test("folders that name each other twice, without end, take no time", async () => {
  const files: Record<string, string> = { "f0/kustomization.yaml": "metadata: {}\ncommonLabels: {}\n" };
  for (let i = 1; i <= 40; i++) {
    for (const side of ["a", "b"]) files[`f${i}${side}/kustomization.yaml`] = `resources: [../f${i - 1}]\n`;
    files[`f${i}/kustomization.yaml`] = `resources: [../f${i}a, ../f${i}b]\n`;
  }
  const result = await build(memoryTree(files), "f40");
  expect(result.objects).toEqual([]);
  expect(result.warnings.length).toBe(10_000);
});

test("labels of an object that a generator merges into become texts, as they are written", async () => {
  const tree = memoryTree({
    "cm.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, labels: {a: 5, b: true, c: ~, d: 0x1F}}\ndata: {x: null}\n",
    "kustomization.yaml":
      "resources: [cm.yaml]\nconfigMapGenerator: [{name: m, behavior: merge, literals: [z=1], options: {disableNameSuffixHash: true}}]\n",
  });
  const [object] = (await build(tree, "")).objects;
  expect(object).toMatchObject({
    metadata: { labels: { a: "5", b: "true", c: "~", d: "0x1F" } },
    data: { x: "", z: "1" },
  });
});
