import { expect, test } from "vitest";
import { defaultConfig } from "../config/default-config.ts";
import { annotationsTransformer } from "./annotations.ts";
import { imageTagTransformer } from "./image-tag.ts";
import { labelTransformer } from "./label.ts";
import { namespaceTransformer } from "./namespace.ts";
import { prefixTransformer } from "./prefix.ts";
import { replicaCountTransformer } from "./replica-count.ts";
import { suffixTransformer } from "./suffix.ts";
import { readSet, testContext, writeSet } from "./test-resources.ts";
import { valueAddTransformer } from "./value-add.ts";

const foo = (body: string): string => `{apiVersion: x/v1, kind: Foo, ${body}}`;

test("a prefix keeps quotes, and makes numbers of what has none", () => {
  const set = readSet(foo('metadata: {name: "2"}, spec: {a: 5, b: "5"}'));
  const fieldSpecs = [
    { path: "metadata/name" },
    { path: "spec/a" },
    { path: "spec/b" },
    { path: "spec/c", create: true },
  ];
  prefixTransformer(set, { prefix: "1", fieldSpecs });
  expect(writeSet(set)).toContain('name: "12"\nspec:\n  a: 15\n  b: "15"\n  c: 1\n');
  expect(set.list[0]).toMatchObject({ prefixes: ["1"], previous: [{ name: "2" }] });
});

test.each([
  ["{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "a"],
  ["{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a}}", "a"],
  ["{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: a}}", "a"],
  ["{apiVersion: x/v1, kind: APIService, metadata: {name: a}}", "p-a-s"],
])("names that others count on stay: %s", (object, want) => {
  const set = readSet(object);
  prefixTransformer(set, { prefix: "p-", fieldSpecs: defaultConfig.namePrefix });
  suffixTransformer(set, { suffix: "-s", fieldSpecs: defaultConfig.nameSuffix });
  expect(writeSet(set)).toContain(`name: ${want}\n`);
});

test("what a spec cannot change is named", () => {
  const set = readSet(foo("metadata: {name: a}, spec: {a: 5}"));
  expect(() => prefixTransformer(set, { prefix: "p", fieldSpecs: [{ path: "spec/a/b" }] })).toThrow(
    "considering field 'spec/a/b' of object Foo.v1.x/a.[noNs]: expected sequence or mapping node",
  );
});

const namespaces: Record<string, readonly [object: string, want: string]> = {
  "objects that may be in one are moved": [foo("metadata: {name: a, namespace: b}"), "namespace: new"],
  "a namespace takes the name": ["{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "metadata:\n  name: new\n"],
  "a Namespace of another group is moved": [
    "{apiVersion: x/v1, kind: Namespace, metadata: {name: a}}",
    "name: a\n  namespace: new\n",
  ],
  "what lives outside stays": ["{apiVersion: v1, kind: Node, metadata: {name: a}}", "metadata:\n  name: a\n"],
  "a subject called default moves along": [
    "{apiVersion: x/v1, kind: RoleBinding, metadata: {name: a}, subjects: [{name: default}, {name: other}]}",
    "subjects:\n- name: default\n  namespace: new\n- name: other\n",
  ],
};

test.each(Object.entries(namespaces))("%s", (_name, [object, want]) => {
  const set = readSet(object);
  namespaceTransformer(set, { namespace: "new", fieldSpecs: defaultConfig.namespace }, testContext());
  expect(writeSet(set)).toContain(want);
});

test("a namespace that looks like a number is a text", () => {
  const set = readSet(foo("metadata: {name: a}"));
  namespaceTransformer(set, { namespace: "123", fieldSpecs: [{ path: "spec/ns", create: true }] }, testContext());
  expect(writeSet(set)).toBe(
    'apiVersion: x/v1\nkind: Foo\nmetadata:\n  name: a\n  namespace: "123"\nspec:\n  ns: "123"\n',
  );
});

test("namespaces that are there stay when only missing ones are wanted", () => {
  const set = readSet(`${foo("metadata: {name: a, namespace: old}")}\n---\n${foo("metadata: {name: b}")}`);
  namespaceTransformer(set, { namespace: "new", unsetOnly: true }, testContext());
  expect(
    set.list.map(({ node }) => (node.get("metadata") as { get(key: string): { text: string } }).get("namespace").text),
  ).toEqual(["old", "new"]);
});

test("objects that would be one are named", () => {
  const set = readSet(`${foo("metadata: {name: a, namespace: b}")}\n---\n${foo("metadata: {name: a, namespace: c}")}`);
  expect(() => namespaceTransformer(set, { namespace: "new" }, testContext())).toThrow(
    'namespace transformation produces ID conflict: [{"apiVersion":"x/v1","kind":"Foo","metadata":{"annotations":{"internal.config.kubernetes.io/previousKinds":"Foo"',
  );
});

test("labels and annotations are texts", () => {
  const set = readSet(foo("metadata: {name: a, labels: {b: 2}}, spec: {template: {metadata: {}}}"));
  labelTransformer(set, {
    labels: new Map([
      ["b", "1"],
      ["a", "x"],
    ]),
    fieldSpecs: defaultConfig.labels,
  });
  annotationsTransformer(set, { annotations: new Map([["t", "5"]]), fieldSpecs: defaultConfig.commonAnnotations });
  expect(writeSet(set)).toContain('annotations:\n    t: "5"\n  labels:\n    a: x\n    b: "1"\n');
});

test("labels that are there already leave the very node", () => {
  const set = readSet(foo("metadata: {name: a, labels: {b: x}}"));
  const before = set.list[0]?.node;
  labelTransformer(set, { labels: new Map([["b", "x"]]), fieldSpecs: defaultConfig.labels });
  expect(set.list[0]?.node).toBe(before);
});

test("replicas are set where the name is one that the object has or had", () => {
  const set = readSet('{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: "5"}}');
  prefixTransformer(set, { prefix: "p-", fieldSpecs: defaultConfig.namePrefix });
  replicaCountTransformer(set, { replica: { name: "a", count: 3 }, fieldSpecs: defaultConfig.replicas });
  expect(writeSet(set)).toContain('replicas: "3"\n');
  expect(() =>
    replicaCountTransformer(set, { replica: { name: "z", count: 3 }, fieldSpecs: defaultConfig.replicas }),
  ).toThrow(
    "resource with name z does not match a config with the following GVK [Deployment.[noVer].[noGrp] StatefulSet.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] ReplicationController.[noVer].[noGrp]]",
  );
});

const images: Record<string, readonly [image: string, entry: object, want: string]> = {
  "a new tag drops the digest": ["nginx:1@sha256:aa", { name: "nginx", newTag: "2" }, "nginx:2"],
  "a new digest drops the tag": ["nginx:1", { name: "nginx", digest: "sha256:bb" }, "nginx@sha256:bb"],
  "tag and digest": ["nginx", { name: "nginx", newTag: "2", digest: "sha256:bb" }, "nginx:2@sha256:bb"],
  "a new name keeps the tag": ["nginx:1", { name: "nginx", newName: "mirror/nginx" }, "mirror/nginx:1"],
  "a tag's suffix appears twice": ["nginx:1", { name: "nginx", tagSuffix: "-x" }, "nginx:1-x-x"],
  "the name is a pattern": ["nginx:1", { name: "ngin.", newTag: "2" }, "nginx:2"],
  "a registry's port is no tag": ["reg:5000/app", { name: "reg:5000/app", newTag: "2" }, "reg:5000/app:2"],
  "another image stays": ["nginx-exporter:1", { name: "nginx", newTag: "2" }, "nginx-exporter:1"],
};

test.each(Object.entries(images))("%s", (_name, [image, imageTag, want]) => {
  const set = readSet(`{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: "${image}"}]}}`);
  imageTagTransformer(set, { imageTag, fieldSpecs: defaultConfig.images });
  expect(writeSet(set)).toContain(`- image: ${want}\n`);
});

test("images are found in lists of containers of any kind, but not in definitions of kinds", () => {
  const text = (kind: string): string =>
    `{apiVersion: x/v1, kind: ${kind}, metadata: {name: a}, q: [{containers: [{image: nginx}]}]}`;
  const set = readSet(`${text("Foo")}\n---\n${text("CustomResourceDefinition")}`);
  imageTagTransformer(set, { imageTag: { name: "nginx", newTag: "2" }, fieldSpecs: defaultConfig.images });
  expect(writeSet(set).match(/image: .*/g)).toEqual(["image: nginx:2", "image: nginx"]);
});

test("a list of containers that is null becomes an empty one", () => {
  const set = readSet("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: null}}");
  imageTagTransformer(set, { imageTag: { name: "nginx", newTag: "2" }, fieldSpecs: defaultConfig.images });
  expect(writeSet(set)).toContain("containers: []\n");
});

test("a name that is no pattern is refused, and one that takes long to match does not", () => {
  const set = readSet(
    `{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: ${"a".repeat(5000)}!}]}}`,
  );
  expect(() => imageTagTransformer(set, { imageTag: { name: "bad(" } })).toThrow("image name 'bad('");
  imageTagTransformer(set, { imageTag: { name: "(a*)*", newTag: "2" } });
  expect(writeSet(set)).toContain("!");
});

test("a value is put into a path", async () => {
  const set = readSet(foo("metadata: {name: a}, spec: {path: /x/y}"));
  const targets = [{ fieldPath: "spec/path", filePathPosition: 2 }];
  await valueAddTransformer(set, { value: "new", targets }, testContext());
  expect(writeSet(set)).toContain("path: /x/new/y\n");
});
