import { type MapNode, readNode, writeNode } from "@hawser/goyaml";
import { expect, test } from "vitest";
import { applyJsonPatch } from "./json-patch.ts";
import { readJsonPatch } from "./read-patch.ts";

function patch(object: string, operations: string): string {
  return writeNode(applyJsonPatch(readNode(object) as MapNode, readJsonPatch(operations, "patch.json")));
}

const OBJECT = "{a: 1, l: [1, 2, 3], m: {x: z}, n: null}";

const cases: Record<string, readonly [operation: string, want: RegExp | string]> = {
  "adds to a list's end": ['{"op":"add","path":"/l/-","value":4}', "- 3\n- 4\n"],
  "counts from the end": ['{"op":"add","path":"/l/-1","value":4}', "- 3\n- 4\n"],
  "adds before an index": ['{"op":"add","path":"/l/1","value":9}', "- 1\n- 9\n- 2\n"],
  "replaces what is not there": ['{"op":"replace","path":"/q","value":9}', "q: 9\n"],
  "adds null where no value is given": ['{"op":"add","path":"/q"}', "q: null\n"],
  moves: ['{"op":"move","from":"/a","path":"/b"}', /^b: 1/],
  "copies null where there is nothing": ['{"op":"copy","from":"/zz","path":"/q"}', "q: null\n"],
  "follows escapes": ['{"op":"add","path":"/m/a~1b~0c","value":1}', "a/b~c: 1\n"],
  "forgets what stands before the first slash": ['{"op":"add","path":"m/q","value":1}', /^q: 1$/m],
  "tests what is there": ['{"op":"test","path":"/m","value":{"x":"z"}}', "x: z\n"],
};

test.each(Object.entries(cases))("%s", (_name, [operation, want]) => {
  expect(patch(OBJECT, `[${operation}]`)).toMatch(want);
});

const failures: Record<string, readonly [operation: string, message: string]> = {
  "a parent that is missing": [
    '{"op":"add","path":"/q/r","value":1}',
    'add operation does not apply: doc is missing path: "/q/r": missing value',
  ],
  "an index out of range": [
    '{"op":"remove","path":"/l/5"}',
    "error in remove for path: '/l/5': Unable to access invalid index: 5: invalid index referenced",
  ],
  "an index that is none": [
    '{"op":"add","path":"/l/x","value":1}',
    "error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
  ],
  "a key that is not there to be removed": [
    '{"op":"remove","path":"/zz"}',
    "error in remove for path: '/zz': Unable to remove nonexistent key: zz: missing value",
  ],
  "another value than tested for": ['{"op":"test","path":"/a","value":2}', "testing value /a failed: test failed"],
  "a number that is written in another way": [
    '{"op":"test","path":"/a","value":1.0}',
    "testing value /a failed: test failed",
  ],
  "an unknown operation": ['{"op":"bogus","path":"/a"}', "Unexpected kind: bogus"],
  "an operation without a path": ['{"op":"add","value":1}', "add operation failed to decode path: missing value"],
};

test.each(Object.entries(failures))("fails for %s", (_name, [operation, message]) => {
  expect(() => patch(OBJECT, `[${operation}]`)).toThrow(message);
});

test("the object goes through JSON", () => {
  expect(patch("{big: 12345678901234567890, f: 1.50, d: 2020-01-01, h: 0x1F, e: 1e3, s: '5'}", "[]")).toBe(
    'big: 12345678901234567000\nd: "2020-01-01T00:00:00Z"\ne: 1000\nf: 1.5\nh: 31\ns: "5"\n',
  );
});

test("a patch in YAML is YAML 1.1", () => {
  expect(patch("{}", "- {op: add, path: /x, value: {n: 1, b: yes, o: 0777, d: 2020-01-01}}")).toBe(
    'x:\n  b: true\n  d: "2020-01-01"\n  "false": 1\n  o: 511\n',
  );
});
