import { describe, expect, test } from "vitest";
import { builtinSchema } from "../schema/builtin.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { applyJsonPatch } from "./json-patch.ts";
import { applyMergePatch, createMergePatch, createThreeWayMergePatch } from "./merge-patch.ts";
import { applyStrategicMergePatch, createThreeWayStrategicPatch } from "./strategic-merge.ts";

const type = builtinSchema({ group: "apps", version: "v1", kind: "Deployment" }) as TypeSchema;
const pod = (spec: object): Record<string, unknown> => ({ spec: { template: { spec } } });

describe("strategic merge", () => {
  const cases: Record<
    string,
    { original: Record<string, unknown>; patch: Record<string, unknown>; want: Record<string, unknown> }
  > = {
    "containers merge by name": {
      original: pod({ containers: [{ name: "a", image: "1", args: ["x"] }, { name: "b" }] }),
      patch: pod({ containers: [{ name: "a", image: "2" }, { name: "c" }] }),
      want: pod({ containers: [{ name: "a", image: "2", args: ["x"] }, { name: "b" }, { name: "c" }] }),
    },
    "an element is deleted by directive": {
      original: pod({ containers: [{ name: "a" }, { name: "b" }] }),
      patch: pod({ containers: [{ $patch: "delete", name: "a" }] }),
      want: pod({ containers: [{ name: "b" }] }),
    },
    "a list without a strategy is replaced": {
      original: pod({ tolerations: [{ key: "a" }] }),
      patch: pod({ tolerations: [{ key: "b" }] }),
      want: pod({ tolerations: [{ key: "b" }] }),
    },
    "null removes a field": {
      original: { spec: { replicas: 1, paused: true } },
      patch: { spec: { paused: null } },
      want: { spec: { replicas: 1 } },
    },
    "retained keys drop the others": {
      original: { spec: { strategy: { type: "RollingUpdate", rollingUpdate: {} } } },
      patch: { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } },
      want: { spec: { strategy: { type: "Recreate" } } },
    },
    "the element order is obeyed": {
      original: pod({ containers: [{ name: "a" }, { name: "b" }] }),
      patch: pod({ "$setElementOrder/containers": [{ name: "b" }, { name: "a" }] }),
      want: pod({ containers: [{ name: "b" }, { name: "a" }] }),
    },
    "a primitive list unites": {
      original: { metadata: { finalizers: ["a"] } },
      patch: { metadata: { finalizers: ["b"] } },
      want: { metadata: { finalizers: ["a", "b"] } },
    },
  };
  test.each(Object.entries(cases))("%s", (_name, { original, patch, want }) => {
    expect(applyStrategicMergePatch(original, patch, type)).toEqual(want);
  });

  test("a three-way patch removes what is no longer applied and leaves what others added", () => {
    const original = {
      spec: { paused: true, ...(pod({ containers: [{ name: "a", image: "1" }, { name: "gone" }] })["spec"] as object) },
    };
    const modified = pod({ containers: [{ name: "a", image: "2" }] });
    const current = {
      spec: {
        paused: true,
        replicas: 7,
        ...(pod({
          containers: [{ name: "a", image: "1", terminationMessagePath: "/x" }, { name: "gone" }, { name: "injected" }],
        })["spec"] as object),
      },
    };
    const patch = createThreeWayStrategicPatch(original, modified, current, type);
    expect(applyStrategicMergePatch(current, patch ?? {}, type)).toEqual({
      spec: {
        replicas: 7,
        template: {
          spec: { containers: [{ name: "a", image: "2", terminationMessagePath: "/x" }, { name: "injected" }] },
        },
      },
    });
    expect(createThreeWayStrategicPatch(modified, modified, current, type)).toEqual({
      spec: { template: { spec: expect.anything() } },
    });
  });

  test("nothing to do is no patch", () => {
    const object = pod({ containers: [{ name: "a", image: "1" }] });
    expect(createThreeWayStrategicPatch(object, object, { ...object, status: {} }, type)).toBeUndefined();
  });
});

describe("merge patch", () => {
  test("what is created can be applied", () => {
    const before = { a: 1, b: { c: 1, d: 2 }, list: [1] };
    const after = { b: { c: 2 }, list: [2], e: {} };
    expect(createMergePatch(before, after)).toEqual({ a: null, b: { c: 2, d: null }, list: [2], e: {} });
    expect(applyMergePatch(before, createMergePatch(before, after))).toEqual(after);
  });

  test("a key of the language is data", () => {
    const patched = applyMergePatch({}, JSON.parse('{"__proto__":{"polluted":1}}')) as object;
    expect(JSON.stringify(patched)).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("a three-way patch leaves what only the cluster has", () => {
    expect(createThreeWayMergePatch({ a: 1, b: 1 }, { a: 2 }, { a: 1, b: 1, c: 1 })).toEqual({ a: 2, b: null });
  });
});

describe("JSON patch", () => {
  test("negative indices count from the end, - appends", () => {
    expect(
      applyJsonPatch({ a: [1, 2] }, [
        { op: "replace", path: "/a/-1", value: 3 },
        { op: "add", path: "/a/-", value: 4 },
      ]),
    ).toEqual({ a: [1, 3, 4] });
  });

  test.each([
    [{ op: "remove", path: "/x" } as const, "remove operation does not apply"],
    [{ op: "test", path: "/a", value: 2 } as const, "test failed"],
    [{ op: "add", path: "/x/y", value: 2 } as const, "doc is missing path"],
  ])("%j is refused", (operation, message) => {
    expect(() => applyJsonPatch({ a: 1 }, [operation])).toThrow(message);
  });

  test("the argument is not changed", () => {
    const document = { a: { b: 1 } };
    applyJsonPatch(document, [{ op: "add", path: "/a/c", value: 1 }]);
    expect(document).toEqual({ a: { b: 1 } });
  });
});
