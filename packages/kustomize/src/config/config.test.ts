import { expect, test } from "vitest";
import type { ConfigFile } from "../transformers/context.ts";
import { configFromCrds } from "./crd-config.ts";
import { defaultConfig } from "./default-config.ts";
import { mergeConfigs, mergeFieldSpecs } from "./merge-configs.ts";
import { readConfiguration } from "./read-configuration.ts";

function file(text: string): ConfigFile {
  return { path: "c.yaml", text, bytes: new TextEncoder().encode(text) };
}

test("a configuration adds to what is built in", () => {
  const merged = mergeConfigs(defaultConfig, readConfiguration(file("namePrefix: [{path: spec/q, create: true}]")));
  expect(merged.namePrefix).toEqual([{ path: "metadata/name" }, { path: "spec/q", create: true }]);
  expect(merged.images).toEqual(defaultConfig.images);
});

test("a spec stands for one that is about more kinds", () => {
  expect(mergeFieldSpecs([{ path: "a", kind: "Foo" }], [{ path: "a" }])).toEqual([{ path: "a", kind: "Foo" }]);
  expect(mergeFieldSpecs([{ path: "a" }], [{ path: "a", kind: "Foo" }])).toHaveLength(2);
});

test.each([
  ["namePrefix: [{path: metadata/name, create: true}]", "failed to merge NamePrefix fieldSpec: conflicting fieldspecs"],
  ["commonLabels: [{path: metadata/labels}]", "failed to merge CommonLabels fieldSpec: conflicting fieldspecs"],
  [
    "nameReference: [{kind: Secret, version: v1, fieldSpecs: [{path: spec/tls/secretName, kind: Ingress, create: true}]}]",
    "failed to merge NameReference fieldSpec: conflicting fieldspecs",
  ],
])("%s contradicts what is built in", (text, message) => {
  expect(() => mergeConfigs(defaultConfig, readConfiguration(file(text)))).toThrow(message);
});

test.each([
  ["foo: []", 'error unmarshaling JSON: while decoding JSON: json: unknown field "foo"'],
  [
    "namePrefix: x",
    "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field TransformerConfig.namePrefix of type types.FsSlice",
  ],
  ["a: {", "error converting YAML to JSON: yaml: line 1: did not find expected node content"],
])("%s is no configuration", (text, message) => {
  expect(() => readConfiguration(file(text))).toThrow(message);
});

test("kinds that others need come first", () => {
  const kinds = defaultConfig.replicas.map(({ kind }) => kind);
  expect(kinds).toEqual(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"]);
});

test("definitions of types mark the fields that name objects", () => {
  const definitions = {
    "x.v1.Foo": { Schema: { properties: { apiVersion: {}, kind: {}, metadata: {}, spec: { $ref: "x.v1.Spec" } } } },
    "x.v1.Spec": {
      Schema: {
        properties: {
          secret: { "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret" },
          labels: { "x-kubernetes-label-selector": "" },
          again: { $ref: "x.v1.Spec" },
        },
      },
    },
  };
  const config = configFromCrds([file(JSON.stringify(definitions))]);
  expect(config.nameReference).toEqual([
    { version: "v1", kind: "Secret", fieldSpecs: [{ kind: "Foo", path: "spec/secret/name" }] },
  ]);
  expect(config.commonLabels).toEqual([{ kind: "Foo", path: "spec/labels" }]);
});
