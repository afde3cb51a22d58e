import { expect, test } from "vitest";
import { ChartFile, type Warning } from "../chart/chart.ts";
import { loadFiles } from "../chart/load.ts";
import { readSigsYaml } from "../values/sigs-yaml.ts";
import type { Values } from "../values/values.ts";
import { validateValues } from "./validate-values.ts";

function problemsWith(schema: unknown, values: string): string[] {
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  const chart = loadFiles([
    new ChartFile("Chart.yaml", Buffer.from("name: t\nversion: 1\n")),
    new ChartFile("values.schema.json", Buffer.from(text)),
  ]);
  try {
    validateValues(chart, (readSigsYaml(values) ?? new Map()) as Values, () => {});
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").slice(2);
  }
}

const a = (schema: unknown): unknown => ({ properties: { a: schema } });

const cases: Record<string, [schema: unknown, values: string, want: string[]]> = {
  "a wrong type": [a({ type: "integer" }), "a: x", ["- at '/a': got string, want integer"]],
  "one of several types": [
    a({ type: ["string", "integer"] }),
    "a: 1.5",
    ["- at '/a': got number, want integer or string"],
  ],
  "a whole float is an integer": [a({ type: "integer" }), "a: 5.0", []],
  "nothing else is said where the type is wrong": [
    a({ type: "string", minimum: 10 }),
    "a: 5",
    ["- at '/a': got number, want string"],
  ],
  "numbers have commas": [a({ maximum: 1000 }), "a: 12345", ["- at '/a': maximum: got 12,345, want 1,000"]],
  "large numbers have powers": [a({ maximum: 1 }), "a: 1e30", ["- at '/a': maximum: got 1×10³⁰, want 1"]],
  "fractions are exact": [a({ multipleOf: 0.1 }), "a: 0.3", []],
  "missing properties": [{ required: ["q", "r'"] }, "a: 1", ["- at '': missing properties 'q', 'r\\''"]],
  "properties that nobody knows": [
    { properties: {}, additionalProperties: false },
    "b: 1\na: 1",
    ["- at '': additional properties 'a', 'b' not allowed"],
  ],
  "two failures of one property": [
    a({ minLength: 5, pattern: "^x" }),
    "a: abc",
    ["- at '/a': minLength: got 3, want 5", "- at '/a': 'abc' does not match pattern '^x'"],
  ],
  "causes stand below": [
    a({ anyOf: [{ minLength: 5, pattern: "^x" }, { type: "null" }] }),
    "a: abc",
    [
      "- at '/a': 'anyOf' failed",
      "  - at '/a': validation failed",
      "    - at '/a': minLength: got 3, want 5",
      "    - at '/a': 'abc' does not match pattern '^x'",
      "  - at '/a': got string, want null",
    ],
  ],
  "a reference": [
    { $defs: { q: { type: "string" } }, ...(a({ $ref: "#/$defs/q" }) as object) },
    "a: 5",
    ["- at '/a': got number, want string"],
  ],
  "a reference to an anchor": [
    { $defs: { q: { $anchor: "x", type: "string" } }, ...(a({ $ref: "#x" }) as object) },
    "a: 5",
    ["- at '/a': got number, want string"],
  ],
  "nothing beside a reference counts in draft 7": [
    {
      $schema: "http://json-schema.org/draft-07/schema#",
      definitions: { q: {} },
      ...(a({ $ref: "#/definitions/q", type: "string" }) as object),
    },
    "a: 5",
    [],
  ],
  "exclusive limits of draft 4": [
    { $schema: "http://json-schema.org/draft-04/schema#", ...(a({ minimum: 3, exclusiveMinimum: true }) as object) },
    "a: 3",
    ["- at '/a': exclusiveMinimum: got 3, want 3"],
  ],
  "formats count in draft 7": [
    { $schema: "http://json-schema.org/draft-07/schema#", ...(a({ format: "email" }) as object) },
    "a: x",
    ["- at '/a': 'x' is not valid email: missing @"],
  ],
  "and not in 2020-12": [a({ format: "email" }), "a: x", []],
  "what nothing else looked at": [
    a({ allOf: [{ properties: { b: {} } }], unevaluatedProperties: false }),
    "a: {b: 1, c: 2}",
    ["- at '/a/c': false schema"],
  ],
  "a schema that is wrong itself": [
    a({ type: "nope" }),
    "a: 1",
    [
      "\"file:///values.schema.json#\" is not valid against metaschema: jsonschema validation failed with 'https://json-schema.org/draft/2020-12/schema#'",
      "- at '': 'allOf' failed",
      "  - at '/properties/a': 'allOf' failed",
      "    - at '/properties/a/type': 'anyOf' failed",
      "      - at '/properties/a/type': value must be one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'",
      "      - at '/properties/a/type': got string, want array",
    ],
  ],
  "no JSON": ["{", "a: 1", ["unexpected EOF"]],
  "a schema from elsewhere": [
    a({ $ref: "https://example.com/x.json" }),
    "a: 1",
    ['failing loading "https://example.com/x.json": schemas from elsewhere are not loaded'],
  ],
  "a file of this machine": [
    a({ $ref: "file:///etc/passwd" }),
    "a: 1",
    ['failing loading "file:///etc/passwd": schemas from elsewhere are not loaded'],
  ],
  "a schema that goes round in circles": [
    a({ $ref: "#/properties/a" }),
    "a: 1",
    [
      `- at '/a': both /properties/a/$ref and /properties/a resolve to "file:///values.schema.json#/properties/a" causing reference cycle`,
    ],
  ],
  "names that mean something to the language": [
    { properties: { constructor: { type: "string" } }, required: ["__proto__"] },
    "constructor: 1",
    ["- at '': missing property '__proto__'", "- at '/constructor': got number, want string"],
  ],
};

test.each(Object.entries(cases))("%s", (_name, [schema, values, want]) => {
  expect(problemsWith(schema, values)).toEqual(want);
});

test("schemas that double at every step, or are nested without end, are refused", () => {
  const definitions: Record<string, unknown> = { d40: { type: "string" } };
  for (let i = 0; i < 40; i++)
    definitions[`d${i}`] = { allOf: [{ $ref: `#/$defs/d${i + 1}` }, { $ref: `#/$defs/d${i + 1}` }] };
  expect(problemsWith({ $defs: definitions, $ref: "#/$defs/d0" }, "a: 1")).toEqual([
    "the schema takes more than 1000000 steps",
  ]);
  expect(problemsWith(`${'{"not":'.repeat(20_000)}{}${"}".repeat(20_000)}`, "a: 1")).toHaveLength(1);
});

test("an expression that backtracks elsewhere ends at once here", () => {
  expect(problemsWith(a({ pattern: "^(a+)+$" }), `a: ${"a".repeat(5000)}!`)).toHaveLength(1);
});

test("an address that stands for anything is a warning", () => {
  const warnings: Warning[] = [];
  const chart = loadFiles([
    new ChartFile("Chart.yaml", Buffer.from("name: t\nversion: 1\n")),
    new ChartFile("values.schema.json", Buffer.from(JSON.stringify(a({ $ref: "urn:x:y" })))),
  ]);
  validateValues(chart, new Map([["a", 5]]), (warning) => warnings.push(warning));
  expect(warnings).toMatchObject([{ fields: [["urn", "urn:x:y"]] }]);
});
