import { isMap, type MapNode, type Node, nodeAt, readNode, toJson, writeNode } from "@hawser/goyaml";
import fc from "fast-check";
import { expect, test } from "vitest";
import { builtinSchema } from "../schema/builtin-schema.ts";
import { mergeStrategic } from "./strategic-merge.ts";

function read(text: string): MapNode {
  const node = readNode(text);
  if (!isMap(node)) throw new Error("a test needs a map");
  return node;
}

function merge(kind: string, target: string, patch: string): string {
  const [apiVersion = "", name = ""] = kind.split(" ");
  const merged = mergeStrategic(read(target), read(patch), builtinSchema.schemaOf(apiVersion, name));
  return merged === undefined ? "gone" : JSON.stringify(toJson(merged, { allowDuplicateKeys: true }));
}

const containers = (items: string): string => `{spec: {containers: ${items}}}`;
const ports = (items: string): string => `{spec: {ports: ${items}}}`;

type Case = readonly [kind: string, target: string, patch: string, want: string];

const cases: Record<string, Case> = {
  "maps merge": ["x/v1 Foo", "{a: {b: 1, c: 2}}", "{a: {c: 3}}", '{"a":{"b":1,"c":3}}'],
  "null deletes": ["x/v1 Foo", "{a: {b: 1, c: 2}}", "{a: {c: null}}", '{"a":{"b":1}}'],
  "nulls in new maps go": ["x/v1 Foo", "{}", "{a: {b: null, c: 1}}", '{"a":{"c":1}}'],
  "a map that loses all its fields stays": ["x/v1 Foo", "{a: {b: 1}}", "{a: {b: null}}", '{"a":{}}'],
  "a null of the target that is not written goes": [
    "x/v1 Foo",
    "a:\n  b:\n  c: null",
    "{a: {d: 1}}",
    '{"a":{"c":null,"d":1}}',
  ],
  "lists of unknown kinds are replaced": ["x/v1 Foo", "{a: [{name: b}]}", "{a: [{name: c}]}", '{"a":[{"name":"c"}]}'],
  "$patch in a list that is replaced is a field": [
    "x/v1 Foo",
    "{a: [1]}",
    "{a: [{$patch: replace}]}",
    '{"a":[{"$patch":"replace"}]}',
  ],
  "$patch: delete in a map deletes it": ["x/v1 Foo", "{a: {b: 1}, c: 1}", "{a: {$patch: delete}}", '{"c":1}'],
  "$patch: replace in a map replaces it": ["x/v1 Foo", "{a: {b: 1}}", "{a: {$patch: replace, c: 1}}", '{"a":{"c":1}}'],
  "$patch: delete deletes the object": ["x/v1 Foo", "{a: 1}", "{$patch: delete}", "gone"],
  "$patch: replace of the object changes nothing": ["x/v1 Foo", "{a: 1}", "{$patch: replace, b: 1}", '{"a":1}'],
  "other directives are fields": ["x/v1 Foo", "{}", "{$retainKeys: [a]}", '{"$retainKeys":["a"]}'],
  "a number for a quoted text is a text": ["x/v1 Foo", '{a: "5"}', "{a: 3}", '{"a":"3"}'],
  "a quoted number for a number is a text": ["x/v1 Foo", "{a: 5}", '{a: "3"}', '{"a":"3"}'],
  "the patch's elements come first": [
    "v1 Pod",
    containers("[{name: a, x: 1}, {name: b}]"),
    containers("[{name: c}, {name: b, y: 1}]"),
    '{"spec":{"containers":[{"name":"c"},{"name":"b","y":1},{"name":"a","x":1}]}}',
  ],
  "an element is deleted": [
    "v1 Pod",
    containers("[{name: a}, {name: b}]"),
    containers("[{name: b, $patch: delete}]"),
    '{"spec":{"containers":[{"name":"a"}]}}',
  ],
  "an element that replaces its like is forgotten": [
    "v1 Pod",
    containers("[{name: a, x: 1}, {name: b}]"),
    containers("[{name: b, $patch: replace, z: 1}]"),
    '{"spec":{"containers":[{"name":"b"},{"name":"a","x":1}]}}',
  ],
  "a list is replaced": [
    "v1 Pod",
    containers("[{name: a}]"),
    containers("[{name: c}, {$patch: replace}]"),
    '{"spec":{"containers":[{"name":"c"}]}}',
  ],
  "a list is deleted": ["v1 Pod", containers("[{name: a}]"), containers("[{$patch: delete}]"), '{"spec":{}}'],
  "an empty list changes nothing": [
    "v1 Pod",
    containers("[{name: a}]"),
    containers("[]"),
    '{"spec":{"containers":[{"name":"a"}]}}',
  ],
  "of elements with one name the last stays": [
    "v1 Pod",
    containers("[{name: a, x: 1}, {name: a, y: 1}]"),
    containers("[{name: a, z: 1}]"),
    '{"spec":{"containers":[{"name":"a","y":1}]}}',
  ],
  "an element without a name pushes out all others": [
    "v1 Pod",
    containers("[{x: 1}]"),
    containers("[{name: a}]"),
    '{"spec":{"containers":[{"x":1}]}}',
  ],
  "two keys are told apart": [
    "v1 Service",
    ports("[{port: 1, protocol: TCP}]"),
    ports("[{port: 1, protocol: UDP}]"),
    '{"spec":{"ports":[{"port":1,"protocol":"UDP"},{"port":1,"protocol":"TCP"}]}}',
  ],
  "with two keys, what was there stays where it is": [
    "v1 Service",
    ports("[{port: 1, protocol: TCP}, {port: 2, protocol: TCP}]"),
    ports("[{port: 2, protocol: TCP, n: 1}, {port: 3, protocol: TCP}]"),
    '{"spec":{"ports":[{"port":3,"protocol":"TCP"},{"port":1,"protocol":"TCP"},{"port":2,"protocol":"TCP","n":1}]}}',
  ],
  "an element that lacks the second key is lost where another has it": [
    "v1 Service",
    ports("[{port: 1, protocol: TCP}]"),
    ports("[{port: 1, n: 1}]"),
    '{"spec":{"ports":[{"port":1,"protocol":"TCP"}]}}',
  ],
  "an element whose like has the second key wins over it": [
    "v1 Service",
    ports("[{port: 1}]"),
    ports("[{port: 1, protocol: TCP, n: 1}]"),
    '{"spec":{"ports":[{"port":1}]}}',
  ],
  "without any second key the first decides": [
    "v1 Service",
    ports("[{port: 1}, {port: 2}]"),
    ports("[{port: 2, n: 1}]"),
    '{"spec":{"ports":[{"port":2,"n":1},{"port":1}]}}',
  ],
  "finalizers are united": [
    "v1 Pod",
    "{metadata: {finalizers: [a, b]}}",
    "{metadata: {finalizers: [c, b]}}",
    '{"metadata":{"finalizers":["c","b","a"]}}',
  ],
};

test.each(Object.entries(cases))("%s", (_name, [kind, target, patch, want]) => {
  expect(merge(kind, target, patch)).toBe(want);
});

test.each([
  ["{a: 5}", "{a: {x: 1}}", "wrong node kind: expected ScalarNode but got MappingNode: node contents:\n{x: 1}"],
  ["{a: {x: 1}}", "{a: [1]}", "wrong node kind: expected MappingNode but got SequenceNode: node contents:\n[1]"],
  ["{a: {x: 1}}", "{a: {$patch: foo}}", "unknown patch strategy 'foo'"],
])("%s and %s cannot be merged", (target, patch, message) => {
  expect(() => merge("x/v1 Foo", target, patch)).toThrow(message);
});

test("keys of prototypes are ordinary keys", () => {
  expect(
    writeNode(mergeStrategic(read("{__proto__: {a: 1}}"), read("{__proto__: {b: 2}}"), undefined) as MapNode),
  ).toBe("__proto__:\n  a: 1\n  b: 2\n");
});

test("what comes from the patch keeps the patch's place", () => {
  const patch = readNode("a:\n  b: 2", { file: "patch.yaml" }) as MapNode;
  const merged = mergeStrategic(read("{a: {b: 1}}"), patch, undefined) as MapNode;
  const value = nodeAt(merged, "a", "b") as Node;
  expect(value.place).toMatchObject({ line: 2, source: { file: "patch.yaml" } });
});

const scalar = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("x", "y", ""), fc.boolean());
const element = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  image: scalar,
  q: fc.dictionary(fc.constantFrom("m", "n"), scalar),
});
const pod = fc.record({
  spec: fc.record({
    containers: fc.uniqueArray(element, { selector: ({ name }) => name, maxLength: 3 }),
    volumes: fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "b") }), { selector: ({ name }) => name }),
  }),
});

test("a patch that is merged twice changes nothing the second time, and never its input", () => {
  const schema = builtinSchema.schemaOf("v1", "Pod");
  fc.assert(
    fc.property(pod, pod, (before, change) => {
      const [target, patch] = [read(JSON.stringify(before)), read(JSON.stringify(change))];
      const [targetText, patchText] = [JSON.stringify(toJson(target)), JSON.stringify(toJson(patch))];
      const once = mergeStrategic(target, patch, schema) as MapNode;
      const twice = mergeStrategic(once, patch, schema) as MapNode;
      expect(writeNode(twice)).toBe(writeNode(once));
      expect([JSON.stringify(toJson(target)), JSON.stringify(toJson(patch))]).toEqual([targetText, patchText]);
    }),
    { numRuns: 200 },
  );
});

test("a patch that says nothing new gives the very node", () => {
  const target = read(containers("[{name: a, image: x}, {name: b}]"));
  const schema = builtinSchema.schemaOf("v1", "Pod");
  expect(mergeStrategic(target, read("{spec: {}}"), schema)).toBe(target);
  expect(mergeStrategic(target, read(containers("[]")), schema)).toBe(target);
});
