import { describe, expect, test } from "vitest";
import type { KubeObject } from "../object.ts";
import { builtinSchema } from "../schema/builtin.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { trackUpdate } from "./managed-fields.ts";
import { applyServerSide } from "./server-side-apply.ts";

const type = builtinSchema({ group: "apps", version: "v1", kind: "Deployment" }) as TypeSchema;
const deployment = (spec: object, metadata: object = {}): KubeObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "dev", ...metadata },
  spec,
});
const apply = (live: KubeObject | undefined, applied: KubeObject, manager = "a", force = false): KubeObject =>
  applyServerSide(live, applied, { manager, force, type, now: "2026-01-01T00:00:00Z" });
const containers = (...list: object[]): object => ({ template: { spec: { containers: list } } });
const fieldsOf = (object: KubeObject, manager: string): unknown =>
  object.metadata.managedFields?.find((entry) => entry.manager === manager)?.fieldsV1;

describe("server-side apply", () => {
  test("owns exactly what is applied", () => {
    const object = apply(
      undefined,
      deployment(
        { replicas: 2, ...containers({ name: "c", image: "x:1", ports: [{ containerPort: 80 }] }) },
        { labels: { app: "web" } },
      ),
    );
    expect(fieldsOf(object, "a")).toEqual({
      "f:metadata": { "f:labels": { "f:app": {} } },
      "f:spec": {
        "f:replicas": {},
        "f:template": {
          "f:spec": {
            "f:containers": {
              'k:{"name":"c"}': {
                ".": {},
                "f:name": {},
                "f:image": {},
                "f:ports": { 'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} } },
              },
            },
          },
        },
      },
    });
  });

  test("kubectl may change what its client-side apply wrote, as long as it is as it was written", () => {
    const config = deployment({ replicas: 2, minReadySeconds: 3 });
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(config) };
    const written = deployment({ replicas: 2, minReadySeconds: 3 }, { annotations });
    const now = "2026-01-01T00:00:00Z";
    const created: KubeObject = {
      ...written,
      metadata: {
        ...written.metadata,
        managedFields: trackUpdate(undefined, written, { manager: "kubectl-client-side-apply", type, now }),
      },
    };
    const next = deployment({ replicas: 3, minReadySeconds: 3 });
    expect(apply(created, next, "kubectl").spec).toMatchObject({ replicas: 3 });
    expect(() => apply(created, next, "somebody")).toThrow(/conflict with "kubectl-client-side-apply"/);
    const scaled = { ...created, spec: { replicas: 7, minReadySeconds: 3 } };
    expect(() => apply(scaled, next, "kubectl")).toThrow(/\.spec\.replicas/);
  });

  test("takes away what it no longer applies, and leaves what others own", () => {
    const first = apply(
      undefined,
      deployment({
        replicas: 2,
        minReadySeconds: 3,
        ...containers({ name: "c", image: "x:1" }, { name: "d", image: "y:1" }),
      }),
    );
    const shared = apply(first, deployment({ minReadySeconds: 3 }), "b");
    const second = apply(shared, deployment(containers({ name: "c", image: "x:2" })));
    expect(second["spec"]).toEqual({ minReadySeconds: 3, ...containers({ name: "c", image: "x:2" }) });
  });

  test("a value that another manager owns is a conflict, until forced", () => {
    const first = apply(undefined, deployment({ replicas: 2 }), "b");
    expect(() => apply(first, deployment({ replicas: 3 }))).toThrow(
      'Apply failed with 1 conflict: conflict with "b": .spec.replicas',
    );
    const forced = apply(first, deployment({ replicas: 3 }), "a", true);
    expect(forced["spec"]).toEqual({ replicas: 3 });
    expect(fieldsOf(forced, "b")).toBeUndefined();
  });

  test("the same value is owned together, without a conflict", () => {
    const both = apply(apply(undefined, deployment({ replicas: 2 }), "b"), deployment({ replicas: 2 }));
    expect(both.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["a", "b"]);
  });

  test("an apply that changes nothing keeps its time", () => {
    const first = apply(undefined, deployment({ replicas: 2 }));
    const again = applyServerSide(first, deployment({ replicas: 2 }), {
      manager: "a",
      force: false,
      type,
      now: "2027-01-01T00:00:00Z",
    });
    expect(again).toEqual(first);
  });

  test("an atomic list is replaced and owned as a whole", () => {
    const object = apply(undefined, deployment(containers({ name: "c", args: ["a", "b"] })));
    const changed = apply(object, deployment(containers({ name: "c", args: ["b"] })));
    expect(changed["spec"]).toEqual(containers({ name: "c", args: ["b"] }));
  });
});

describe("updates", () => {
  const update = (
    before: KubeObject | undefined,
    after: KubeObject,
    manager: string,
    subresource?: string,
  ): KubeObject => ({
    ...after,
    metadata: {
      ...after.metadata,
      managedFields: trackUpdate(before, after, {
        manager,
        type,
        now: "2026-01-01T00:00:00Z",
        ...(subresource === undefined ? {} : { subresource }),
      }),
    },
  });

  test("a writer owns what it changed, and the former owner loses it", () => {
    const created = update(undefined, deployment({ replicas: 1, paused: true }), "kubectl");
    const scaled = update(
      created,
      deployment({ replicas: 5, paused: true }, { managedFields: created.metadata.managedFields }),
      "scaler",
      "scale",
    );
    expect(fieldsOf(scaled, "kubectl")).toEqual({ "f:spec": { "f:paused": {} } });
    expect(scaled.metadata.managedFields?.find(({ manager }) => manager === "scaler")).toMatchObject({
      subresource: "scale",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
    });
  });

  test("an update without a change keeps the account as it is", () => {
    const created = update(undefined, deployment({ replicas: 1 }), "kubectl");
    const again = trackUpdate(created, created, { manager: "other", type, now: "2027-01-01T00:00:00Z" });
    expect(again).toBe(created.metadata.managedFields);
  });
});
