import { formatPlain } from "@hawser/gotemplate";
import { coalesceTables, coalesceValues, mergeValues, type Warn } from "../values/coalesce.ts";
import { copyValues, isTable, tableAt, valueAt, type Value, type Values } from "../values/values.ts";
import { ChartError } from "./chart-error.ts";
import type { Chart, Dependency, Warning } from "./chart.ts";

/** Says whether a version fits a constraint; false where either cannot be read. */
export type VersionFits = (version: string, constraint: string) => boolean;

/** Takes what Helm would print while it processes dependencies. */
export interface DependencyWarnings {
  warn: Warn;
  add(warning: Warning): void;
}

/**
 * The chart as it is installed with these values: subcharts that conditions or tags turn off are gone, aliases stand
 * beside each other, and values that a chart imports from those below it have become its own defaults.
 */
export function processDependencies(
  chart: Chart,
  values: Values,
  fits: VersionFits,
  warnings: DependencyWarnings,
): Chart {
  return importValues(enableDependencies(chart, values, "", fits, warnings), warnings);
}

/** Throws where Chart.yaml names a chart that `charts/` does not have. */
export function checkDependencies(chart: Chart): void {
  const there = new Set(chart.dependencies.map(({ metadata }) => metadata.name));
  const missing = chart.metadata.dependencies.flatMap((each) => (each && !there.has(each.name) ? [each.name] : []));
  if (missing.length === 0) return;
  throw new ChartError(
    "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch " +
      `missing dependencies: found in Chart.yaml, but missing in charts/ directory: ${missing.join(", ")}`,
    { file: "Chart.yaml", chart: chart.metadata.name },
  );
}

function enableDependencies(
  chart: Chart,
  values: Values,
  path: string,
  fits: VersionFits,
  warnings: DependencyWarnings,
): Chart {
  // What lies below a chart that declares nothing is taken as it is, with all that lies below that.
  if (!chart.metadata.declaresDependencies) return chart;
  const declared = chart.metadata.dependencies.filter((each): each is Dependency => each !== null);
  const isDeclared = (below: Chart): boolean =>
    declared.some(({ name, version }) => name === below.metadata.name && fits(below.metadata.version, version));
  const charts = chart.dependencies.filter((below) => !isDeclared(below));
  const requirements: Dependency[] = [];
  for (const dependency of declared) {
    const { name, version, alias } = dependency;
    const found = chart.dependencies.find(({ metadata }) => metadata.name === name && fits(metadata.version, version));
    if (found) charts.push(alias === "" ? found : { ...found, metadata: { ...found.metadata, name: alias } });
    requirements.push({ ...dependency, name: alias || name, enabled: true });
  }

  const combined = coalesceValues({ ...chart, dependencies: charts }, values, warnings.warn);
  for (const requirement of requirements) {
    applyTags(requirement, combined, warnings);
    applyConditions(requirement, combined, path, warnings);
  }
  // Where nothing is left it is as if nothing had been declared.
  const disabled = new Set(requirements.flatMap(({ name, enabled }) => (enabled ? [] : [name])));
  const left = requirements.filter(({ name }) => !disabled.has(name));
  return {
    ...chart,
    metadata: { ...chart.metadata, dependencies: left, declaresDependencies: left.length > 0 },
    dependencies: charts
      .filter(({ metadata }) => !disabled.has(metadata.name))
      .map((below) => enableDependencies(below, combined, `${path}${below.metadata.name}.`, fits, warnings)),
  };
}

function applyTags(requirement: Dependency, values: Values, warnings: DependencyWarnings): void {
  const tags = values.get("tags");
  if (!isTable(tags)) return;
  let hasTrue = false;
  let hasFalse = false;
  for (const tag of requirement.tags) {
    if (!tags.has(tag)) continue;
    const value = tags.get(tag);
    if (value === true) hasTrue = true;
    else if (value === false) hasFalse = true;
    else
      warnings.add({
        level: "WARN",
        message: "returned non-bool value",
        fields: [
          ["tag", tag],
          ["chart", requirement.name],
        ],
      });
  }
  if (!hasTrue && hasFalse) requirement.enabled = false;
  else if (hasTrue) requirement.enabled = true;
}

function applyConditions(requirement: Dependency, values: Values, path: string, warnings: DependencyWarnings): void {
  for (const condition of requirement.condition.split(",")) {
    if (condition === "") continue;
    const value = valueAt(values, path + condition);
    if (value === undefined) continue;
    if (typeof value === "boolean") {
      requirement.enabled = value;
      return;
    }
    warnings.add({
      level: "WARN",
      message: "returned non-bool value",
      fields: [
        ["path", condition],
        ["chart", requirement.name],
      ],
    });
  }
}

function importValues(chart: Chart, warnings: DependencyWarnings): Chart {
  if (chart.dependencies.length === 0 && !chart.metadata.declaresDependencies) return chart;
  const dependencies = chart.dependencies.map((below) => importValues(below, warnings));
  const below = { ...chart, dependencies };
  if (!chart.metadata.declaresDependencies) return below;

  // What the user sets below a subchart is not what the subchart exports: only defaults are imported.
  const own = mergeValues(below, new Map(), warnings.warn);
  const imported: Values = new Map();
  const requirements = chart.metadata.dependencies.map((dependency) => {
    if (!dependency) return dependency;
    const pairs: Value[] = [];
    for (const entry of dependency.importValues) {
      const pair = pairOf(entry);
      if (!pair) continue;
      pairs.push(new Map(Object.entries({ child: pair.child, parent: pair.parent })));
      const table = tableAt(own, `${dependency.name}.${pair.child}`);
      if (table) mergeInto(imported, atPath(pair.parent, copyValues(table)), warnings.warn);
      else warnings.add(missingTable(dependency.name, pair, own));
    }
    return { ...dependency, importValues: pairs };
  });
  mergeInto(own, imported, warnings.warn);
  return { ...below, values: own, metadata: { ...chart.metadata, dependencies: requirements } };
}

interface Import {
  child: string;
  parent: string;
  isText: boolean;
}

function pairOf(entry: unknown): Import | undefined {
  if (typeof entry === "string") return { child: `exports.${entry}`, parent: ".", isText: true };
  if (!isTable(entry)) return undefined;
  return { child: printed(entry.get("child")), parent: printed(entry.get("parent")), isText: false };
}

function printed(value: Value | undefined): string {
  return formatPlain(value ?? null);
}

function missingTable(name: string, { child, isText }: Import, values: Values): Warning {
  let table: Values | undefined = values;
  let missing = name;
  for (const key of `${name}.${child}`.split(".")) {
    missing = key;
    const next: Value | undefined = table.get(key);
    if (!isTable(next)) break;
    table = next;
  }
  const error = `${JSON.stringify(missing)} is not a table`;
  return isText
    ? { level: "WARN", message: "ImportValues missing table", fields: [["error", error]] }
    : {
        level: "WARN",
        message: "ImportValues missing table from chart",
        fields: [
          ["chart", name],
          ["error", error],
        ],
      };
}

/** Nulls are kept, what is there wins. */
function mergeInto(target: Values, source: Values, warn: Warn): void {
  coalesceTables(target, source, { merge: true, prefix: "", warn });
}

function atPath(path: string, table: Values): Values {
  if (path === ".") return table;
  return path.split(".").reduceRight((inner: Values, key): Values => new Map([[key, inner]]), table);
}
