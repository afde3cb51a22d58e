import { expect, test } from "vitest";
import {
  addLabelsWithoutSelector,
  addPaths,
  addPatch,
  decodeKustomization,
  editKustomization,
  fixDeprecated,
  type KustomizationChange,
  newKustomizationText,
  parseImageArgument,
  parsePair,
  parseReplicaArgument,
  removePaths,
  removePatch,
  setGenerator,
  setImages,
  setNamePrefix,
  setNamespace,
  setReplicas,
} from "./index.ts";

const prefix = setNamePrefix("foo");
const NEW = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

const cases: Record<string, { text: string; change: KustomizationChange; want: string }> = {
  "a field that is there keeps its place, new ones come last in a fixed order": {
    text: "resources:\n- a.yaml\n",
    change: prefix,
    want: `resources:\n- a.yaml\n${NEW}namePrefix: foo\n`,
  },
  "comments inside of a field go above it, those at the end are lost": {
    text: "# top\n\n# about res\nresources: # eol\n- a.yaml # one\n# inner\n- b.yaml\n\n# ns\nnamespace: old\n# tail\n",
    change: setNamespace("foo"),
    want: `# top\n\n# about res\n# inner\nresources:\n- a.yaml\n- b.yaml\n\n# ns\nnamespace: foo\n${NEW}`,
  },
  "what looks like a comment in a text goes above as well": {
    text: "patches:\n- patch: |-\n    # inside\n    a\nnamePrefix: a\n",
    change: prefix,
    want: `    # inside\npatches:\n- patch: |-\n    # inside\n    a\nnamePrefix: foo\n${NEW}`,
  },
  "a field that comes twice is written twice": {
    text: "namespace: x\nnamespace: z\n",
    change: prefix,
    want: `namespace: z\nnamespace: z\n${NEW}namePrefix: foo\n`,
  },
  "deprecated fields become those that replace them": {
    text: "# c\nbases:\n- a\n# d\nimageTags:\n- name: a\n",
    change: prefix,
    want: `# c\n# d\n${NEW}resources:\n- a\nnamePrefix: foo\nimages:\n- name: a\n`,
  },
  "empty fields go, their comments stay": {
    text: "# c\nimages: []\nnamespace: x\n",
    change: prefix,
    want: `# c\nnamespace: x\n${NEW}namePrefix: foo\n`,
  },
  "an empty file gets its kind": { text: "", change: prefix, want: `${NEW}namePrefix: foo\n` },
  "a component keeps its kind": {
    text: "kind: Component\n",
    change: prefix,
    want: "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nnamePrefix: foo\n",
  },
  "images are replaced whole, sorted, and once by name": {
    text: "images:\n- name: z\n  newName: q\n- name: a\n  newTag: v1\n  tagSuffix: -x\n- name: a\n",
    change: setImages(["z:2", "b=c"].map(parseImageArgument)),
    want: `images:\n- name: a\n  newTag: v1\n  tagSuffix: -x\n- name: b\n  newName: c\n- name: z\n  newTag: "2"\n${NEW}`,
  },
  "counts beyond what a number holds": {
    text: "",
    change: setReplicas([parseReplicaArgument("b=9223372036854775807"), parseReplicaArgument("a=+5")]),
    want: `${NEW}replicas:\n- count: 5\n  name: a\n- count: 9223372036854775807\n  name: b\n`,
  },
  "keys that objects have by themselves": {
    text: "commonLabels:\n  __proto__: a\n  constructor: b\n",
    change: prefix,
    want: `commonLabels:\n  __proto__: a\n  constructor: b\n${NEW}namePrefix: foo\n`,
  },
  "labels without selectors join an entry of their kind": {
    text: "labels:\n- pairs: {a: b}\n  includeSelectors: true\n- pairs: {c: d}\n",
    change: addLabelsWithoutSelector(new Map([["z", "1"]])),
    want: `labels:\n- includeSelectors: true\n  pairs:\n    a: b\n- pairs:\n    c: d\n    z: "1"\n${NEW}`,
  },
  "deprecated patches and labels are fixed": {
    text: "commonLabels: {a: b}\npatchesStrategicMerge: [p.yaml, 'a: b']\n",
    change: fixDeprecated((path) => path === "p.yaml"),
    want: `${NEW}labels:\n- includeSelectors: true\n  pairs:\n    a: b\npatches:\n- path: p.yaml\n- patch: 'a: b'\n`,
  },
};

test.each(Object.entries(cases))("%s", (_name, { text, change, want }) => {
  expect(editKustomization(text, change)).toMatchObject({ text: want, isWritten: true });
});

test("what is there already is noted", () => {
  const { notes, text } = editKustomization("resources: [a]\n", addPaths("resources", ["a", "b"]));
  expect(notes).toEqual(["resource a already in kustomization file"]);
  expect(text).toBe(`resources:\n- a\n- b\n${NEW}`);
});

test.each([
  ["no pattern fits", removePaths("resources", ["z*"])],
  ["no such patch", removePatch({ path: "z" })],
  ["the patch is there", addPatch({ path: "p" })],
])("nothing is written: %s", (_name, change) => {
  const text = "# as it was\nresources: [a]\npatches: [{path: p}]\n";
  expect(editKustomization(text, change)).toMatchObject({ text, isWritten: false });
});

test.each([
  ["foo: bar\n", 'invalid Kustomization: json: unknown field "foo"', 1],
  ["resources:\n- a\nnamespace: 1\n", "cannot unmarshal number into Go struct field Kustomization.namespace", 3],
  ["resources: [\n", "invalid Kustomization: yaml: ", undefined],
])("%j is no kustomization", (text, message, line) => {
  expect(() => editKustomization(text, prefix, { file: "k.yaml" })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(message) as string,
      file: "k.yaml",
      ...(line === undefined ? {} : { line }),
    }) as Error,
  );
});

test("arguments that are none", () => {
  expect(() => parsePair("label", ":a")).toThrow("invalid label: ':a' (need k:v pair where v may be quoted)");
  expect(parsePair("label", 'a:"b:c"')).toEqual(["a", "b:c"]);
  expect(() => parseReplicaArgument("a=1e3")).toThrow(
    "invalid format of replica, use the following format: <name>=<count>",
  );
  expect(() => editKustomization("", setGenerator("secret", { name: "x", literals: ["a=b"] }))).toThrow(
    'failed to create secret: could not set new Secret value: unable to find Secret with name "x"',
  );
});

test("a new file", () => {
  const text = newKustomizationText({ resources: ["a"], namespace: "x" });
  expect(text).toBe(`${NEW}resources:\n- a\nnamespace: x\n`);
  expect(decodeKustomization(text)).toMatchObject({ kind: "Kustomization", resources: ["a"], namespace: "x" });
});
