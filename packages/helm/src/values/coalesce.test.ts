import { expect, test } from "vitest";
import { loadFiles } from "../chart/load.ts";
import { ChartFile, type Chart } from "../chart/chart.ts";
import { coalesceValues } from "./coalesce.ts";
import { fromPlain, type Value, type Values } from "./values.ts";

function chart(values: string, sub?: string): Chart {
  const files: Record<string, string> = {
    "Chart.yaml": "apiVersion: v2\nname: t\nversion: 1.0.0\n",
    "values.yaml": values,
    ...(sub === undefined ? {} : { "charts/s/Chart.yaml": "name: s\nversion: 1.0.0\n", "charts/s/values.yaml": sub }),
  };
  return loadFiles(Object.entries(files).map(([name, text]) => new ChartFile(name, Buffer.from(text))));
}

function plain(value: Value): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

const cases: Record<string, { values: string; sub?: string; user: unknown; want: unknown; warnings?: string[] }> = {
  "the user wins, deep": { values: "a: {b: 1, c: 2}", user: { a: { b: 5 } }, want: { a: { b: 5, c: 2 } } },
  "lists are replaced": { values: "a: [1, 2]", user: { a: [3] }, want: { a: [3] } },
  "a null takes a default away": { values: "a: {b: 1, c: 2}", user: { a: { b: null } }, want: { a: { c: 2 } } },
  "a null that is unknown stays": { values: "a: 1", user: { x: null }, want: { a: 1, x: null } },
  "nulls among defaults go": { values: "a: null\nb: {c: null, d: 1}", user: {}, want: { b: { d: 1 } } },
  "a table over a text warns": {
    values: "a: x",
    user: { a: { b: 1 } },
    want: { a: { b: 1 } },
    warnings: ["warning: skipped value for t.a: Not a table."],
  },
  "globals come from above": {
    values: "global: {g: 1}",
    sub: "global: {g: 2, h: 3}",
    user: {},
    want: { global: { g: 1 }, s: { global: { g: 1, h: 3 } } },
  },
  "a null of the parent does nothing alone": {
    values: "s: {a: null}",
    sub: "a: 1",
    user: {},
    want: { s: { a: 1, global: {} } },
  },
  "a null of the parent counts once the user gives the table": {
    values: "s: {a: null}",
    sub: "a: 1",
    user: { s: {} },
    want: { s: { global: {} } },
  },
  "null for a subchart leaves its own defaults": {
    values: "s: {a: 5}",
    sub: "a: 1",
    user: { s: null },
    want: { s: { a: 1, global: {} } },
  },
};

test.each(Object.entries(cases))("%s", (_name, { values, sub, user, want, warnings = [] }) => {
  const said: string[] = [];
  const given = fromPlain(user) as Values;
  const before = JSON.stringify(plain(given));
  expect(plain(coalesceValues(chart(values, sub), given, (message) => said.push(message)))).toEqual(want);
  expect(said).toEqual(warnings);
  expect(JSON.stringify(plain(given))).toBe(before);
});

test("a text for a subchart is refused", () => {
  expect(() => coalesceValues(chart("", "a: 1"), fromPlain({ s: 5 }) as Values, () => {})).toThrow(
    "type mismatch on s: %!t(float64=5)",
  );
});

test("the defaults of a chart are not changed by what is done with the values", () => {
  const given = chart("a: {b: 1}");
  const first = coalesceValues(given, new Map(), () => {});
  (first.get("a") as Values).set("b", 2);
  expect(plain(coalesceValues(given, new Map(), () => {}))).toEqual({ a: { b: 1 } });
});
