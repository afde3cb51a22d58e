import { expect, test } from "vitest";
import type { Values } from "../values/values.ts";
import { fromPlain, type Value } from "../values/values.ts";
import { satisfies } from "../version/satisfies.ts";
import { type Chart, ChartFile, formatWarning, type Warning } from "./chart.ts";
import { checkDependencies, processDependencies } from "./dependencies.ts";
import { loadFiles } from "./load.ts";

function chart(dependencies: string, sub = ""): Chart {
  const files = {
    "Chart.yaml": `apiVersion: v2\nname: t\nversion: 1.0.0\ndependencies: [${dependencies}]\n`,
    "charts/s/Chart.yaml": "name: s\nversion: 1.5.0\n",
    "charts/s/values.yaml": sub,
  };
  return loadFiles(Object.entries(files).map(([name, text]) => new ChartFile(name, Buffer.from(text))));
}

function processed(given: Chart, user: unknown): { chart: Chart; warnings: string[] } {
  const warnings: string[] = [];
  const add = (warning: Warning): void => void warnings.push(formatWarning(warning));
  const result = processDependencies(given, fromPlain(user) as Values, satisfies, {
    warn: (message) => add({ level: "INFO", message }),
    add,
  });
  return { chart: result, warnings };
}

function names(given: Chart): string[] {
  return given.dependencies.map(({ metadata }) => metadata.name);
}

const cases: Record<
  string,
  { dependencies: string; sub?: string; user?: unknown; want: string[]; warnings?: string[] }
> = {
  "a condition turns off": {
    dependencies: "{name: s, version: '*', condition: s.enabled}",
    sub: "enabled: false",
    want: [],
  },
  "the first condition that is a bool decides": {
    dependencies: "{name: s, version: '*', condition: 's.a,s.b'}",
    user: { s: { a: 5, b: false } },
    want: [],
    warnings: ['level=WARN msg="returned non-bool value" path=s.a chart=s'],
  },
  "a tag turns off": { dependencies: "{name: s, version: '*', tags: [x]}", user: { tags: { x: false } }, want: [] },
  "one tag that is on is enough": {
    dependencies: "{name: s, version: '*', tags: [x, z]}",
    user: { tags: { x: false, z: true } },
    want: ["s"],
  },
  "a condition is stronger than a tag": {
    dependencies: "{name: s, version: '*', tags: [x], condition: s.enabled}",
    user: { tags: { x: false }, s: { enabled: true } },
    want: ["s"],
  },
  "one chart under two names": {
    dependencies: "{name: s, version: '1.x'},{name: s, version: '*', alias: a}",
    want: ["s", "a"],
  },
  "a version that does not fit leaves the chart as it is": {
    dependencies: "{name: s, version: '>2', alias: a}",
    want: ["s"],
  },
  "but its condition still counts": {
    dependencies: "{name: s, version: '>2', condition: s.enabled}",
    user: { s: { enabled: false } },
    want: [],
  },
};

test.each(Object.entries(cases))("%s", (_name, { dependencies, sub, user = {}, want, warnings = [] }) => {
  const given = chart(dependencies, sub);
  const result = processed(given, user);
  expect(names(result.chart)).toEqual(want);
  expect(result.warnings).toEqual(warnings);
  expect(names(given)).toEqual(["s"]);
});

test("imported values lose against the chart's own", () => {
  const imports = "{name: s, version: '*', import-values: [x, {child: a, parent: p.q}]}";
  const { chart: result } = processed(chart(imports, "exports: {x: {z: 1}}\na: {b: 1}"), { s: { a: { b: 5 } } });
  const values = result.values as Map<string, Value>;
  expect(values.get("z")).toBe(1);
  expect(values.get("p")).toEqual(new Map([["q", new Map([["b", 1]])]]));
});

test("a table that is missing is a warning", () => {
  expect(processed(chart("{name: s, version: '*', import-values: [x]}"), {}).warnings).toEqual([
    'level=WARN msg="ImportValues missing table" error="\\"exports\\" is not a table"',
  ]);
});

test("charts that are named and not there", () => {
  expect(() => checkDependencies(chart("{name: s},{name: b},{name: c}"))).toThrow(
    /found in Chart.yaml, but missing in charts\/ directory: b, c$/,
  );
});
