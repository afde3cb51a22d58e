import { expect, test } from "vitest";
import { builtinSchema } from "./builtin-schema.ts";
import type { TypeSchema } from "./open-api-schema.ts";
import { readSwagger } from "./swagger-schema.ts";

function at(type: TypeSchema | undefined, ...path: string[]): TypeSchema | undefined {
  return path.reduce<TypeSchema | undefined>(
    (found, step) => (step === "*" ? found?.items() : found?.field(step)),
    type,
  );
}

test.each([
  ["apps/v1", "Deployment", ["spec", "template", "spec", "containers"], ["name"]],
  ["apps/v1", "Deployment", ["spec", "template", "spec", "containers", "*", "ports"], ["containerPort", "protocol"]],
  ["batch/v1beta1", "CronJob", ["spec", "jobTemplate", "spec", "template", "spec", "volumes"], ["name"]],
  ["v1", "Service", ["spec", "ports"], ["port", "protocol"]],
  ["v1", "Pod", ["metadata", "ownerReferences"], ["uid"]],
  ["v1", "Pod", ["metadata", "finalizers"], []],
])("%s %s: the list %s merges", (apiVersion, kind, path, keys) => {
  const list = at(builtinSchema.schemaOf(apiVersion, kind), ...path);
  expect(list).toMatchObject({ patchStrategy: "merge", mergeKeys: keys });
});

test.each([
  ["v1", "Pod", ["spec", "tolerations"]],
  ["networking.k8s.io/v1", "Ingress", ["spec", "rules"]],
  ["v1", "ServiceAccount", ["imagePullSecrets"]],
  ["x/v1", "Pod", ["spec", "containers"]],
  ["v1", "Pod", ["__proto__"]],
])("%s %s: the list %s is replaced", (apiVersion, kind, path) => {
  expect(at(builtinSchema.schemaOf(apiVersion, kind), ...path)).toBeUndefined();
});

test("only what Kubernetes 1.21 has outside of namespaces is known to be there", () => {
  const scope = (group: string, version: string, kind: string): boolean =>
    builtinSchema.isClusterScoped({ group, version, kind });
  expect(scope("", "v1", "Node")).toBe(true);
  expect(scope("apiregistration.k8s.io", "v1", "APIService")).toBe(true);
  expect(scope("", "v1", "Pod")).toBe(false);
  expect(scope("x", "v1", "Node")).toBe(false);
  expect(scope("admissionregistration.k8s.io", "v1", "ValidatingAdmissionPolicy")).toBe(false);
});

const swagger = (definitions: object, paths: object = {}): string => JSON.stringify({ definitions, paths });
const GVK = { "x-kubernetes-group-version-kind": [{ group: "x.io", version: "v1", kind: "Foo" }] };

test("an own schema stands in for the built-in one", () => {
  const list = { type: "array", "x-kubernetes-patch-strategy": "merge", "x-kubernetes-patch-merge-key": "k" };
  const schema = readSwagger(
    swagger({
      Foo: { properties: { spec: { $ref: "#/definitions/Spec" } }, ...GVK },
      Spec: { properties: { l: list } },
    }),
    "s.json",
  );
  expect(at(schema.schemaOf("x.io/v1", "Foo"), "spec", "l")).toMatchObject({
    patchStrategy: "merge",
    mergeKeys: ["k"],
  });
  expect(schema.schemaOf("v1", "Pod")).toBeUndefined();
});

test("definitions may refer to each other in circles", () => {
  const schema = readSwagger(
    swagger({
      Foo: { properties: { foo: { $ref: "#/definitions/Foo" } }, ...GVK },
      Bar: { $ref: "#/definitions/Bar" },
    }),
    "s.json",
  );
  expect(at(schema.schemaOf("x.io/v1", "Foo"), "foo", "foo", "foo")).toBeDefined();
});

test("its paths tell which kinds live outside of namespaces", () => {
  const get = (kind: string): object => ({
    get: { "x-kubernetes-group-version-kind": { group: "x.io", version: "v1", kind } },
  });
  const schema = readSwagger(
    swagger(
      {},
      {
        "/apis/x.io/v1/foos": get("Foo"),
        "/apis/x.io/v1/bars": get("Bar"),
        "/apis/x.io/v1/namespaces/{namespace}/bars": get("Bar"),
      },
    ),
    "s.json",
  );
  const scope = (kind: string): boolean => schema.isClusterScoped({ group: "x.io", version: "v1", kind });
  expect([scope("Foo"), scope("Bar")]).toEqual([true, false]);
});

test.each(["{", "hello", "[]", ""])("%j is no schema", (text) => {
  expect(() => readSwagger(text, "s.json")).toThrow("invalid schema file");
});
