import { formatPlain, sprintf } from "@hawser/gotemplate";
import { ChartError } from "../chart/chart-error.ts";
import type { Chart } from "../chart/chart.ts";
import { copyValue, copyValues, isTable, type Value, type Values } from "./values.ts";

const GLOBAL = "global";

/** Takes what Helm would print as a warning. */
export type Warn = (message: string) => void;

/**
 * The values that a chart is rendered with: the user's over the defaults of the chart and of all charts below it.
 * A null of the user takes the default away. Neither the user's values nor the chart change.
 */
export function coalesceValues(chart: Chart, values: Values, warn: Warn): Values {
  return coalesce(chart, copyValues(values), { merge: false, prefix: "", warn });
}

/** The same with nulls kept, so that they can take away defaults further down. */
export function mergeValues(chart: Chart, values: Values, warn: Warn): Values {
  return coalesce(chart, copyValues(values), { merge: true, prefix: "", warn });
}

interface Pass {
  /** Whether nulls are kept. */
  merge: boolean;
  prefix: string;
  warn: Warn;
}

function coalesce(chart: Chart, target: Values, pass: Pass): Values {
  coalesceDefaults(chart, target, pass);
  return coalesceDependencies(chart, target, pass);
}

function coalesceDependencies(chart: Chart, target: Values, pass: Pass): Values {
  for (const { name, below } of chart.dependencies.map((each) => ({ name: each.metadata.name, below: each }))) {
    const prefix = concat(pass.prefix, chart.metadata.name);
    if (!target.has(name)) target.set(name, new Map());
    const table = target.get(name);
    if (!isTable(table)) throw new ChartError(`type mismatch on ${name}: ${sprintf("%t", [table])}`);
    coalesceGlobals(table, target, { ...pass, prefix });
    target.set(name, coalesce(below, table, { ...pass, prefix }));
  }
  return target;
}

/** Gives the globals of a chart to the one below it; what the chart says wins. */
function coalesceGlobals(target: Values, source: Values, pass: Pass): void {
  const globals = target.has(GLOBAL) ? target.get(GLOBAL) : new Map<string, Value>();
  if (!isTable(globals)) return pass.warn(`warning: skipping globals because destination ${GLOBAL} is not a table.`);
  const given = source.has(GLOBAL) ? source.get(GLOBAL) : new Map<string, Value>();
  if (!isTable(given)) return pass.warn(`warning: skipping globals because source ${GLOBAL} is not a table.`);
  for (const [key, value] of given) {
    const own = globals.get(key);
    if (isTable(value)) {
      if (own === undefined) globals.set(key, new Map(value));
      else if (isTable(own)) {
        const merged: Values = new Map(value);
        coalesceTables(merged, own, { ...pass, merge: true, prefix: concat(pass.prefix, key) });
        globals.set(key, merged);
      } else pass.warn(`Conflict: cannot merge map onto non-map for "${key}". Skipping.`);
    } else if (isTable(own)) pass.warn(`key ${key} is table. Skipping`);
    else globals.set(key, copyValue(value));
  }
  target.set(GLOBAL, globals);
}

function coalesceDefaults(chart: Chart, target: Values, pass: Pass): void {
  const prefix = concat(pass.prefix, chart.metadata.name);
  for (const [key, standard] of chart.values ?? []) {
    if (!target.has(key)) {
      if (standard !== null || pass.merge) target.set(key, pass.merge ? copyValue(standard) : withoutNulls(standard));
      continue;
    }
    const value = target.get(key) as Value;
    if (value === null) {
      if (!pass.merge) target.delete(key);
    } else if (isTable(value)) {
      if (isTable(standard)) {
        // A null in the values of a subchart is kept: it has yet to meet that chart's own defaults.
        const merge = pass.merge || chart.dependencies.some(({ metadata }) => metadata.name === key);
        const defaults = merge ? copyValues(standard) : withoutNulls(standard);
        coalesceTables(value, defaults, { ...pass, merge, prefix: concat(prefix, key) });
      } else if (standard !== null) pass.warn(`warning: skipped value for ${concat(prefix, key)}: Not a table.`);
    }
  }
}

/** Fills `target` with what it lacks; `source` is given away. */
export function coalesceTables(target: Values, source: Values, pass: Pass): void {
  for (const [key, value] of source) {
    const path = concat(pass.prefix, key);
    const own = target.get(key);
    if (own === undefined) {
      if (pass.merge) target.set(key, value);
      else if (value !== null) target.set(key, withoutNulls(value));
    } else if (own === null) {
      if (!pass.merge && value !== null) target.delete(key);
    } else if (isTable(value)) {
      if (isTable(own)) coalesceTables(own, value, { ...pass, prefix: path });
      else pass.warn(`warning: cannot overwrite table with non table for ${path} (${formatPlain(value)})`);
    } else if (isTable(own) && value !== null)
      pass.warn(`warning: destination for ${path} is a table. Ignoring non-table value (${formatPlain(value)})`);
  }
}

function withoutNulls<T extends Value>(value: T): T {
  if (!isTable(value)) return copyValue(value);
  const clean: Values = new Map();
  for (const [key, item] of value as Values) if (item !== null) clean.set(key, withoutNulls(item));
  return clean as T;
}

function concat(prefix: string, key: string): string {
  return prefix === "" ? key : `${prefix}.${key}`;
}
