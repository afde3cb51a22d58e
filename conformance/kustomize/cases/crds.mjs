import { boat, configMap, on, secret, service } from "../objects.mjs";

const definitions = (properties, more = {}) =>
  JSON.stringify({
    "example.com/v1.Boat": {
      Schema: {
        properties: {
          apiVersion: { type: "string" },
          kind: { type: "string" },
          metadata: { $ref: "k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta" },
          spec: { $ref: "example.com/v1.BoatSpec" },
        },
      },
      Dependencies: ["example.com/v1.BoatSpec"],
    },
    "example.com/v1.BoatSpec": { Schema: { properties }, Dependencies: [] },
    ...more,
  });
const crd = (properties, text, more) =>
  on([boat, configMap, secret, service], `crds: [types.json]\n${text}`, {
    "types.json": definitions(properties, more),
  });
const engine = (extensions) => ({ engine: { $ref: "example.com/v1.Engine" }, size: extensions });
const deep = (extensions) => ({
  "example.com/v1.Engine": {
    Schema: { properties: { image: extensions, power: { type: "string" } } },
    Dependencies: [],
  },
});

export const cases = {
  "a label selector": crd({ ports: { "x-kubernetes-label-selector": "" } }, "commonLabels: {a: b}\n"),
  "a label selector of a map": crd({ labels: { "x-kubernetes-label-selector": "" } }, "commonLabels: {a: b}\n"),
  "an annotation": crd({ notes: { "x-kubernetes-annotation": "" } }, "commonAnnotations: {a: b}\n"),
  "an identity": crd(engine({}), "namePrefix: x-\n", deep({ "x-kubernetes-identity": "" })),
  "a reference": crd(
    engine({}),
    "namePrefix: x-\n",
    deep({ "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret" }),
  ),
  "a reference by a key": crd(
    {
      crew: {
        "x-kubernetes-object-ref-api-version": "v1",
        "x-kubernetes-object-ref-kind": "Secret",
        "x-kubernetes-object-ref-name-key": "name",
      },
    },
    "namePrefix: x-\n",
  ),
  "a reference to another kind of it": crd(
    engine({}),
    "namePrefix: x-\n",
    deep({ "x-kubernetes-object-ref-api-version": "example.com/v1", "x-kubernetes-object-ref-kind": "Boat" }),
  ),
  "a reference that is used": on([boat.replace("motor:1", "token"), secret], "crds: [types.json]\nnamePrefix: x-\n", {
    "types.json": definitions(
      engine({}),
      deep({ "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret" }),
    ),
  }),
  "a reference by a key that is used": on(
    [boat.replace('{image: "motor:1", power: "90"}', "{name: token}"), secret],
    "crds: [types.json]\nnamePrefix: x-\n",
    {
      "types.json": definitions({
        engine: {
          "x-kubernetes-object-ref-api-version": "v1",
          "x-kubernetes-object-ref-kind": "Secret",
          "x-kubernetes-object-ref-name-key": "name",
        },
      }),
    },
  ),
  "an array of references": on(
    [boat.replace("[north, south]", "[{secret: token}, {secret: other}]"), secret],
    "crds: [types.json]\nnamePrefix: x-\n",
    {
      "types.json": definitions(
        { ports: { type: "array", items: { $ref: "example.com/v1.Port" } } },
        {
          "example.com/v1.Port": {
            Schema: {
              properties: {
                secret: { "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret" },
              },
            },
            Dependencies: [],
          },
        },
      ),
    },
  ),
  "two files": on([boat, secret], "crds: [types.json, more.json]\nnamePrefix: x-\n", {
    "types.json": definitions({}),
    "more.json": "{}",
  }),
  "a YAML file": on([boat], "crds: [types.yaml]\nnamePrefix: x-\n", {
    "types.yaml":
      "example.com/v1.Boat:\n  Schema:\n    properties:\n      apiVersion: {type: string}\n      kind: {type: string}\n      metadata: {$ref: x}\n      spec: {$ref: example.com/v1.Spec}\nexample.com/v1.Spec:\n  Schema:\n    properties:\n      size: {x-kubernetes-identity: ''}\n",
  }),
  "an empty file": on([boat], "crds: [types.json]\n", { "types.json": "" }),
  "a file that is missing": on([boat], "crds: [types.json]\n"),
  "a file that is broken": on([boat], "crds: [types.json]\n", { "types.json": "{" }),
  "a CustomResourceDefinition": on([boat], "crds: [crd.yaml]\nnamePrefix: x-\n", {
    "crd.yaml":
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: boats.example.com}\nspec: {group: example.com, names: {kind: Boat, plural: boats}, scope: Namespaced}\n",
  }),
  "of a base": {
    "kustomization.yaml": "resources: [base]\nnamePrefix: x-\n",
    "base/kustomization.yaml": "resources: [o.yaml]\ncrds: [types.json]\n",
    "base/o.yaml": `${boat.replace("motor:1", "token")}---\n${secret}`,
    "base/types.json": definitions(
      engine({}),
      deep({ "x-kubernetes-object-ref-api-version": "v1", "x-kubernetes-object-ref-kind": "Secret" }),
    ),
  },
  "a type that refers to itself": crd({ engine: { $ref: "example.com/v1.BoatSpec" } }, "namePrefix: x-\n"),
  "a type without schema": on([boat], "crds: [types.json]\nnamePrefix: x-\n", {
    "types.json": '{"example.com/v1.Boat": {}}',
  }),
  "a type that refers to nothing": crd({ engine: { $ref: "nothing" } }, "namePrefix: x-\n"),
};
