import { expect, test } from "vitest";
import { builtinResources, builtinSchema } from "./builtin.ts";
import { applyDefaults } from "./defaults.ts";
import type { TypeSchema } from "./schema.ts";
import { pruneUnknown } from "./unknown-fields.ts";
import { validate } from "./validate.ts";

const type = builtinSchema({ group: "apps", version: "v1", kind: "Deployment" }) as TypeSchema;

test("every kind that can be listed has a schema and columns", () => {
  for (const resource of builtinResources.filter(({ verbs }) => verbs.includes("list"))) {
    expect(builtinSchema(resource), resource.kind).toBeDefined();
    expect(
      resource.columns.map(({ name }) => name),
      resource.kind,
    ).toContain("Name");
  }
});

test("the defaults of the API server are filled in, at every depth", () => {
  const object = { spec: { template: { spec: { containers: [{ name: "c", ports: [{ containerPort: 80 }] }] } } } };
  expect(applyDefaults(object, type)).toMatchObject({
    spec: {
      replicas: 1,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%" } },
      template: {
        spec: {
          restartPolicy: "Always",
          containers: [{ ports: [{ protocol: "TCP" }], terminationMessagePath: "/dev/termination-log" }],
        },
      },
    },
  });
  expect(object.spec.template.spec.containers[0]).not.toHaveProperty("terminationMessagePath");
});

test("a null is dropped, and defaulted where there is a default", () => {
  expect(applyDefaults({ spec: { replicas: null, minReadySeconds: null } }, type)).toMatchObject({
    spec: { replicas: 1 },
  });
  expect(applyDefaults({ spec: { minReadySeconds: null } }, type).spec).not.toHaveProperty("minReadySeconds");
});

test("unknown fields are told by their path and dropped", () => {
  const { object, unknown } = pruneUnknown(
    { metadata: { name: "x", foo: 1 }, spec: { bar: 1, template: { spec: { containers: [{ name: "c", baz: 1 }] } } } },
    type,
  );
  expect(unknown).toEqual(["metadata.foo", "spec.bar", "spec.template.spec.containers[0].baz"]);
  expect(object).toEqual({ metadata: { name: "x" }, spec: { template: { spec: { containers: [{ name: "c" }] } } } });
});

test.each([
  [
    { spec: { replicas: "three" } },
    "spec.replicas",
    'Invalid value: "string": spec.replicas in body must be of type integer: "string"',
  ],
  [{ spec: { template: { spec: {} } } }, "spec.template.spec.containers", "Required value"],
  [
    { spec: { template: { metadata: { labels: { a: 1 } } } } },
    "spec.template.metadata.labels.a",
    'Invalid value: "integer": spec.template.metadata.labels.a in body must be of type string: "integer"',
  ],
])("%j is refused", (object, field, message) => {
  expect(validate(object, type)).toContainEqual(expect.objectContaining({ field, message }));
});

test("ports and quantities may be numbers or texts", () => {
  const container = (port: unknown, cpu: unknown): object => ({
    spec: {
      selector: {},
      template: {
        spec: { containers: [{ name: "c", resources: { limits: { cpu } }, readinessProbe: { httpGet: { port } } }] },
      },
    },
  });
  expect(validate(container("http", "1"), type)).toEqual([]);
  expect(validate(container(80, 1), type)).toEqual([]);
});
