import { expect, test } from "vitest";
import {
  addBuildMetadata,
  addGenerator,
  addPairs,
  addPatch,
  addPaths,
  editKustomization,
  fixDeprecated,
  type KustomizationChange,
  parseImageArgument,
  removeGenerators,
  removePairs,
  removePaths,
  setGenerator,
  setImages,
  setNamePrefix,
  setNamespace,
  setPairs,
  setReplicas,
} from "../index.ts";

const image = (text: string): KustomizationChange => setImages([parseImageArgument(text)]);

const cases: Record<string, { text: string; change: KustomizationChange; want: string }> = {
  "a tag changes, and nothing else": {
    text: `# Deployed by CI
resources:   # what there is
  - ../../base

images:
  # the shop
  - name:   shopapi       # keep
    newTag: 'v1'   # bumped by the pipeline
  - name: other
    newTag: "2"
`,
    change: image("shopapi:v2"),
    want: `# Deployed by CI
resources:   # what there is
  - ../../base

images:
  # the shop
  - name:   shopapi       # keep
    newTag: 'v2'   # bumped by the pipeline
  - name: other
    newTag: "2"
`,
  },
  "a tag that would be a number gets quotes": {
    text: "images:\n- name: a\n  newTag: v1\n",
    change: image("a:1"),
    want: 'images:\n- name: a\n  newTag: "1"\n',
  },
  "a new image is quoted and indented as the one before": {
    text: "images:\n    -   name: a\n        newTag: 'v1'\n",
    change: image("b:v2"),
    want: "images:\n    -   name: a\n        newTag: 'v1'\n    -   name: b\n        newTag: 'v2'\n",
  },
  "the list is not sorted": {
    text: "images:\n- name: z\n  newTag: v1\n# about a\n- newTag: v1\n  name: a\n",
    change: image("a:v2"),
    want: "images:\n- name: z\n  newTag: v1\n# about a\n- newTag: v2\n  name: a\n",
  },
  "a new name goes where none is said": {
    text: "images:\n- name: a\n  newName: r/a # here\n  newTag: v1\n",
    change: image("a:v2"),
    want: "images:\n- name: a\n  newTag: v2\n",
  },
  "a digest takes the place of a tag": {
    text: "images:\n- newTag: v1\n  name: a\nnamespace: x\n",
    change: image("a@sha256:aa"),
    want: "images:\n- name: a\n  digest: sha256:aa\nnamespace: x\n",
  },
  "images in braces stay in braces": {
    text: 'images: [{name: a, newTag: "v1"},{name: b}]\n',
    change: image("a:v2"),
    want: 'images: [{name: a, newTag: "v2"},{name: b}]\n',
  },
  "JSON stays JSON": {
    text: '{\n  "images": [\n    {"name": "a", "newTag": "v1"}\n  ],\n  "namespace": "x"\n}\n',
    change: image("b:v2"),
    want: '{\n  "images": [\n    {"name": "a", "newTag": "v1"},\n    {"name": "b", "newTag": "v2"}\n  ],\n  "namespace": "x"\n}\n',
  },
  "the first image of a file comes behind its fields": {
    text: "resources:\n  - a\n# - b\n",
    change: image("a:v2"),
    want: "resources:\n  - a\n# - b\nimages:\n  - name: a\n    newTag: v2\n",
  },
  "fields that stand apart stay apart": {
    text: "resources:\n- a\n\nnamespace: x\n\n# end\n",
    change: setNamePrefix("p-"),
    want: "resources:\n- a\n\nnamespace: x\n\n# end\n\nnamePrefix: p-\n",
  },
  "line ends stay": {
    text: "resources:\r\n- a\r\nnamespace: x\r\n",
    change: addPaths("resources", ["b"]),
    want: "resources:\r\n- a\r\n- b\r\nnamespace: x\r\n",
  },
  "a file without a line end at its end keeps it so": {
    text: "resources:\n- a",
    change: addPaths("resources", ["b"]),
    want: "resources:\n- a\n- b",
  },
  "an empty list gets entries": {
    text: "resources: [] # none yet\nnamespace: x\n",
    change: addPaths("resources", ["b"]),
    want: "resources:\n- b # none yet\nnamespace: x\n",
  },
  "a list in brackets stays in brackets": {
    text: "resources: [a,   b]\n",
    change: addPaths("resources", ["c"]),
    want: "resources: [a,   b, c]\n",
  },
  "an entry goes with its line": {
    text: "resources:\n- a # one\n# about b\n- b\n- c\n",
    change: removePaths("resources", ["a"]),
    want: "resources:\n# about b\n- b\n- c\n",
  },
  "the last entry takes its field with it": {
    text: "resources:\n- a\nnamespace: x\n",
    change: removePaths("resources", ["*"]),
    want: "namespace: x\n",
  },
  "an entry goes from brackets": {
    text: "resources: [a, b, c]\n",
    change: removePaths("resources", ["[ac]"]),
    want: "resources: [b]\n",
  },
  "a namespace is set": {
    text: '---\nnamespace: "old" # here\nresources: [a]\n...\n',
    change: setNamespace("new"),
    want: '---\nnamespace: "new" # here\nresources: [a]\n...\n',
  },
  "a namespace is removed": {
    text: "# a\nnamespace: x # y\nresources: [a]\n",
    change: setNamespace(""),
    want: "# a\nresources: [a]\n",
  },
  "a new field stands before the end of the document": {
    text: "resources: [a]\n...\n",
    change: setNamespace("new"),
    want: "resources: [a]\nnamespace: new\n...\n",
  },
  "an empty file gets fields": { text: "", change: setNamespace("x"), want: "namespace: x\n" },
  "a file of comments gets fields": { text: "# a\n", change: setNamespace("x"), want: "# a\nnamespace: x\n" },
  "a field without a value gets one": {
    text: "namespace:\nnamePrefix: a\n",
    change: setNamespace("x"),
    want: "namespace: x\nnamePrefix: a\n",
  },
  "a count": {
    text: "replicas:\n- {name: b, count: 1}\n- name: a\n  count: 0x2 # two\n",
    change: setReplicas([{ name: "a", count: 3 }]),
    want: "replicas:\n- {name: b, count: 1}\n- name: a\n  count: 3 # two\n",
  },
  "labels are set and added in place": {
    text: "commonLabels:\n    team: shop # t\n    tier: x\n",
    change: setPairs(
      "label",
      new Map([
        ["tier", "yes"],
        ["new", "1"],
      ]),
    ),
    want: 'commonLabels:\n    team: shop # t\n    tier: "yes"\n    new: "1"\n',
  },
  "a label is removed": {
    text: "commonLabels:\n  team: shop # t\n  tier: x\n",
    change: removePairs("label", ["team"]),
    want: "commonLabels:\n  tier: x\n",
  },
  "annotations are added to a file without them": {
    text: "namespace: x\n",
    change: addPairs("annotation", new Map([["a/b", "c: d"]])),
    want: 'namespace: x\ncommonAnnotations:\n  a/b: "c: d"\n',
  },
  "a patch is added as a block": {
    text: "patches:\n- path: a.yaml # first\n",
    change: addPatch({ patch: "- op: remove\n  path: /a", target: { kind: "X" } }),
    want: "patches:\n- path: a.yaml # first\n- patch: |-\n    - op: remove\n      path: /a\n  target:\n    kind: X\n",
  },
  "a literal is changed where it is": {
    text: "configMapGenerator:\n- name: a\n  literals:\n  # level\n  - level=info # l\n  - other=1\n",
    change: setGenerator("configmap", { name: "a", literals: ["level=debug"] }),
    want: "configMapGenerator:\n- name: a\n  literals:\n  # level\n  - level=debug # l\n  - other=1\n",
  },
  "a generator is added": {
    text: "configMapGenerator:\n- name: a\n  literals:\n  - x=y\n",
    change: addGenerator("configmap", { name: "b", files: ["f"] }),
    want: "configMapGenerator:\n- name: a\n  literals:\n  - x=y\n- name: b\n  files:\n  - f\n",
  },
  "a generator is removed": {
    text: "configMapGenerator:\n- name: a\n  literals:\n  - x=y\n- name: b\n  files:\n  - f\n# end\n",
    change: removeGenerators("configmap", ["b"]),
    want: "configMapGenerator:\n- name: a\n  literals:\n  - x=y\n# end\n",
  },
  buildMetadata: {
    text: "buildMetadata: [originAnnotations] # o\n",
    change: addBuildMetadata(["managedByLabel"]),
    want: "buildMetadata: [originAnnotations, managedByLabel] # o\n",
  },
  "of a field that comes twice, the last counts": {
    text: "namespace: a\nnamespace: b\n",
    change: setNamespace("c"),
    want: "namespace: a\nnamespace: c\n",
  },
  "names of fields in any case": { text: "NameSpace: a\n", change: setNamespace("c"), want: "NameSpace: c\n" },
  "deprecated fields are replaced": {
    text: "# top\ncommonLabels:\n  a: b\nresources:\n- x # y\n",
    change: fixDeprecated(() => true),
    want: "# top\nresources:\n- x # y\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nlabels:\n- includeSelectors: true\n  pairs:\n    a: b\n",
  },
  "a mark at the start stays": {
    text: "\ufeffnamespace: a\n",
    change: setNamespace("c"),
    want: "\ufeffnamespace: c\n",
  },
};

test.each(Object.entries(cases))("%s", (_name, { text, change, want }) => {
  expect(editKustomization(text, change, { keepFormat: true }).text).toBe(want);
});

const refused: Record<string, { text: string; change: KustomizationChange; why: RegExp }> = {
  "an alias": { text: "namePrefix: &a x\nnamespace: *a\n", change: setNamespace("c"), why: /namespace is an alias/ },
  "what an alias repeats": {
    text: "namePrefix: &a x\nnamespace: *a\n",
    change: setNamePrefix("c"),
    why: /something else/,
  },
  "a value from a merge key": {
    text: "commonLabels: &a {q: w}\ncommonAnnotations:\n  <<: *a\n  z: x\n",
    change: removePairs("annotation", ["q"]),
    why: /merge key/,
  },
  "what nests too deep": {
    text: `helmCharts:\n- valuesInline: ${"{a: ".repeat(900)}x${"}".repeat(900)}\n`,
    change: setNamespace("c"),
    why: /nests too deep|something else/,
  },
  "deprecated images": {
    text: "imageTags:\n- name: a\n",
    change: image("a:v2"),
    why: /imageTags, which is images now/,
  },
};

test.each(Object.entries(refused))("%s is refused", (_name, { text, change, why }) => {
  expect(() => editKustomization(text, change, { keepFormat: true })).toThrow(why);
});
