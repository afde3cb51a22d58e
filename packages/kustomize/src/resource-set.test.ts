import { fromJson, type MapNode } from "@hawser/goyaml";
import { expect, test } from "vitest";
import { newResource, rememberId, type Resource } from "./resource.ts";
import { ResourceSet } from "./resource-set.ts";

function named(name: string, namespace = ""): Resource {
  const metadata = { name, ...(namespace === "" ? {} : { namespace }) };
  return newResource(fromJson({ apiVersion: "v1", kind: "ConfigMap", metadata }) as MapNode);
}

test("two of one id do not go together, and default is the namespace of those without", () => {
  const set = new ResourceSet();
  set.append(named("a"));
  set.append(named("a", "shop"));
  expect(() => set.append(named("a", "default"))).toThrow(
    "may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.default",
  );
});

test("what was renamed is found by all its names, once", () => {
  const set = new ResourceSet();
  const resource = named("a");
  set.append(resource);
  for (const next of ["b", "a", "c"]) {
    rememberId(resource);
    resource.node = named(next).node;
  }
  set.changed();
  for (const name of ["a", "b", "c"]) expect(set.withAnyId("ConfigMap", name, () => true)).toEqual([resource]);
  expect(set.withAnyId("ConfigMap", "d", () => true)).toEqual([]);
});

test("there is an end to how many a build may have", () => {
  const one = named("a");
  const set = new ResourceSet();
  set.replaceAll(Array.from({ length: 250_000 }, () => one));
  expect(() => set.append(named("b"))).toThrow("a build has more than 250000 resources");
});
