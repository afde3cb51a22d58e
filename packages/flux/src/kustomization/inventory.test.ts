import { expect, test } from "vitest";
import { entryOf, refOfEntry, subtract, union } from "./inventory.ts";

test.each([
  [
    "default_podinfo_apps_Deployment",
    "v1",
    { group: "apps", kind: "Deployment", namespace: "default", name: "podinfo" },
  ],
  ["_redis__Namespace", "v1", { group: "", kind: "Namespace", namespace: "", name: "redis" }],
  [
    "_system__reader_rbac.authorization.k8s.io_ClusterRole",
    "v1",
    { group: "rbac.authorization.k8s.io", kind: "ClusterRole", namespace: "", name: "system:reader" },
  ],
])("%s", (id, v, ref) => {
  const { group, kind, namespace, name } = ref;
  const apiVersion = group === "" ? v : `${group}/${v}`;
  const object = { apiVersion, kind, metadata: { name, ...(namespace === "" ? {} : { namespace }) } };
  expect(entryOf(object)).toEqual({ id, v });
  expect(refOfEntry({ id, v })).toEqual({ ...ref, version: v });
});

test("an object whose version changed is the same object", () => {
  const [old, current, other] = [
    { id: "a_b__C", v: "v1beta1" },
    { id: "a_b__C", v: "v1" },
    { id: "a_d__C", v: "v1" },
  ];
  expect(subtract([old, other], [current])).toEqual([other]);
  expect(union([current], [old, other])).toEqual([current, other]);
  expect(refOfEntry({ id: "nothing", v: "v1" })).toBeUndefined();
});
