import { int64 } from "@hawser/gotemplate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { setJson, setLiteral, setStrings, setValues, SetError } from "./set-values.ts";
import type { Value, Values } from "./values.ts";

function plain(value: Value): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  return value;
}

function result(set: (values: Values, argument: string) => void, argument: string): unknown {
  const values: Values = new Map();
  try {
    set(values, argument);
  } catch (error) {
    if (error instanceof SetError) return error.message;
    throw error;
  }
  return plain(values);
}

const cases: [argument: string, want: unknown][] = [
  ["a=1,b.c=x", { a: int64(1), b: { c: "x" } }],
  ["a=007,b=1.5,c=1e3,d=-5,e=0", { a: "007", b: "1.5", c: "1e3", d: int64(-5), e: int64(0) }],
  ["a=TRUE,b=nULL", { a: true, b: null }],
  ["a={x,1,null}", { a: ["x", int64(1), null] }],
  ["a={}", { a: [""] }],
  ["a[2]=x", { a: [null, null, "x"] }],
  ["a[0].b=1,a[0].c=2", { a: [{ b: int64(1), c: int64(2) }] }],
  ["a[0]", { a: [] }],
  ["a\\.b=x\\,y", { "a.b": "x,y" }],
  ["=1", {}],
  ["a", 'key "a" has no value'],
  ["a,b=1", 'key "a" has no value (cannot end with ,)'],
  ["a..b=1", 'key map "a" has no value'],
  ["a={x", "list must terminate with '}'"],
  ["a[x]=1", 'error parsing index: strconv.Atoi: parsing "x": invalid syntax'],
  ["a[-1]=1", "negative -1 index not allowed"],
  ["a[65537]=1", "index of 65537 is greater than maximum supported index of 65536"],
  ["a=1,a.b=2", "unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}"],
  ["a[0]x=1", "unexpected data at end of array index: ['x']"],
];

test.each(cases)("--set %s", (argument, want) => {
  expect(result(setValues, argument)).toEqual(want);
});

test("keys can be 31 names deep", () => {
  const deep = (names: number): string => `${Array.from({ length: names }, () => "a").join(".")}=1`;
  expect(result(setValues, deep(31))).not.toBeTypeOf("string");
  expect(result(setValues, deep(32))).toBe(
    "value name nested level is greater than maximum supported nested level of 30",
  );
});

test("--set-string types nothing", () => {
  expect(result(setStrings, "a=1,b=true,c={null}")).toEqual({ a: "1", b: "true", c: ["null"] });
});

test("--set-literal takes the rest as it is", () => {
  expect(result(setLiteral, "a\\.b={x},\\y=z")).toEqual({ "a\\": { b: "{x},\\y=z" } });
});

test("--set-json reads one value after the other", () => {
  expect(result(setJson, 'a={"x":[1,null]},b="y" c=true')).toEqual({ a: { x: [1, null] }, b: "y", c: true });
});

test("names that mean something to the language are ordinary", () => {
  expect(result(setValues, "constructor.x=1")).toEqual({ constructor: { x: int64(1) } });
  const values: Values = new Map();
  setValues(values, "__proto__.polluted=1");
  expect(values.get("__proto__")).toEqual(new Map([["polluted", int64(1)]]));
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("any text is a result or a SetError", () => {
  const pieces = fc.constantFrom("a", ".", "[", "]", "=", ",", "{", "}", "\\", "0", "1", '"', " ", "é", "null");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      for (const set of [setValues, setStrings, setLiteral, setJson]) expect(result(set, parts.join(""))).toBeDefined();
    }),
    { numRuns: 500 },
  );
});
