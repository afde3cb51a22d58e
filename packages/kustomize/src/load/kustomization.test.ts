import { expect, test } from "vitest";
import { parseKustomization } from "./kustomization.ts";

const parse = (text: string): ReturnType<typeof parseKustomization> =>
  parseKustomization(text, "app/kustomization.yaml", "/src/app");

// Every message is the real tool's for this text.
test.each<[text: string, message: string, line: number, column: number]>([
  [`foo: 1`, `invalid Kustomization: json: unknown field "foo"`, 1, 1],
  [
    `resources: x`,
    `invalid Kustomization: json: cannot unmarshal string into Go struct field Kustomization.resources of type []string`,
    1,
    12,
  ],
  [
    `namespace: a\nresources:\n- 1`,
    `invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.resources of type string`,
    3,
    3,
  ],
  [
    `images: [{name: a, newtag: 1, x: 1}]`,
    `invalid Kustomization: json: cannot unmarshal number into Go struct field Image.images.newTag of type string`,
    1,
    28,
  ],
  [
    `images: [a]`,
    `invalid Kustomization: json: cannot unmarshal string into Go struct field Kustomization.images of type types.Image`,
    1,
    10,
  ],
  [
    `replicas: [{name: a, count: 1.5}]`,
    `invalid Kustomization: json: cannot unmarshal number 1.5 into Go struct field Replica.replicas.count of type int64`,
    1,
    29,
  ],
  [
    `replicas: [{name: a, count: 99999999999999999999}]`,
    `invalid Kustomization: json: cannot unmarshal number 100000000000000000000 into Go struct field Replica.replicas.count of type int64`,
    1,
    29,
  ],
  [
    `commonLabels: {a: [b]}`,
    `invalid Kustomization: json: cannot unmarshal array into Go struct field Kustomization.commonLabels of type string`,
    1,
    19,
  ],
  [
    `generatorOptions: {disableNameSuffixHash: "yes"}`,
    `invalid Kustomization: json: cannot unmarshal string into Go struct field GeneratorOptions.generatorOptions.disableNameSuffixHash of type bool`,
    1,
    43,
  ],
  [
    `patches: [{path: a, target: {kind: 1}}]`,
    `invalid Kustomization: json: cannot unmarshal number into Go struct field Selector.patches.target.ResId.Gvk.kind of type string`,
    1,
    36,
  ],
  [
    `kind: 1`,
    `invalid Kustomization: json: cannot unmarshal number into Go struct field Kustomization.TypeMeta.kind of type string`,
    1,
    7,
  ],
  [
    `replacements: [{targets: [{options: {index: a}}]}]`,
    `invalid Kustomization: json: cannot unmarshal string into Go struct field FieldOptions.replacements.Replacement.targets.options.index of type int`,
    1,
    45,
  ],
  [`- a`, `invalid Kustomization: json: cannot unmarshal array into Go value of type types.Kustomization`, 1, 1],
  [
    `resources: []\nkind: Foo`,
    `Failed to read kustomization file under /src/app:\nkind should be Kustomization or Component`,
    2,
    7,
  ],
  [
    `resources: []\napiVersion: v9`,
    `Failed to read kustomization file under /src/app:\napiVersion for Kustomization should be kustomize.config.k8s.io/v1beta1`,
    2,
    13,
  ],
])("%s fails", (text, message, line, column) => {
  let error: unknown;
  try {
    parse(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ message, file: "app/kustomization.yaml", line, column });
});

test.each(["", "# nothing", "{}", "null", "namePrefix: ''", "namePrefix: null", "kind: Kustomization"])(
  "%j is empty",
  (text) => expect(() => parse(text)).toThrow("kustomization.yaml is empty"),
);

test.each(["metadata: {name: a}", "resources: []"])("%j is not empty", (text) =>
  expect(() => parse(text)).not.toThrow(),
);

test("names of fields count in any case, of two spellings the last in the order of bytes, of one spelling the last", () => {
  expect(parse("nameprefix: b-\nNAMEPREFIX: a-").fields.namePrefix).toBe("b-");
  expect(parse("namePrefix: a-\nnamePrefix: b-").fields.namePrefix).toBe("b-");
});

test("a word of YAML 1.1 is a flag", () => {
  expect(parse("generatorOptions: {disableNameSuffixHash: yes}").fields.generatorOptions).toEqual({
    disableNameSuffixHash: true,
  });
});

test("names of objects' prototypes are ordinary keys", () => {
  expect([...(parse("commonLabels: {__proto__: a, constructor: b}").fields.commonLabels ?? [])]).toEqual([
    ["__proto__", "a"],
    ["constructor", "b"],
  ]);
  expect(() => parse("__proto__: {a: b}")).toThrow('unknown field "__proto__"');
});

test("deprecated fields warn, and say the same as those that took their place", () => {
  const parsed = parse("resources: [a]\nbases: [b]\nimages: [{name: x}]\nimageTags: [{name: z}]\nvars: []");
  expect(parsed.resources.map(({ value, what }) => [value, what])).toEqual([
    ["a", "resources[0]"],
    ["b", "bases[0]"],
  ]);
  expect(parsed.images.map(({ value }) => value.name)).toEqual(["x", "z"]);
  expect(parsed.warnings).toEqual([
    "# Warning: 'bases' is deprecated. Please use 'resources' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
    "# Warning: 'imageTags' is deprecated. Please use 'images' instead. Run 'kustomize edit fix' to update your Kustomization automatically.",
    "# Warning: 'vars' is deprecated. Please use 'replacements' instead. [EXPERIMENTAL] Run 'kustomize edit fix' to update your Kustomization automatically.",
  ]);
  expect(parsed.place("resources", 0)).toMatchObject({ line: 1, column: 13 });
});

test("merge keys are followed", () => {
  expect(parse("commonAnnotations: &a {b: c}\ncommonLabels: {<<: *a, d: e}").fields.commonLabels).toEqual(
    new Map([
      ["b", "c"],
      ["d", "e"],
    ]),
  );
});
