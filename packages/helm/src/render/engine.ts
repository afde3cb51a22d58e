import {
  dict,
  execute,
  type FunctionMap,
  type Limits,
  parseFile,
  type ParsedFile,
  StringMap,
  TemplateError,
  TemplateSet,
} from "@hawser/gotemplate";
import type { ChartFile } from "../chart/chart.ts";
import { type RenderableTemplate, valuesType } from "./context.ts";
import { executionError, parseError } from "./template-errors.ts";
import type { EngineHost } from "./functions.ts";

/** How templates are run. */
export interface EngineOptions {
  functions: FunctionMap;
  host: EngineHost;
  /** A missing key is an error. */
  strict?: boolean;
  limits?: Partial<Limits> | undefined;
  stop?: (() => string | undefined) | undefined;
}

/**
 * Runs all templates of a chart in one set; gives what each wrote, by its path.
 *
 * The deepest are parsed and run first, so the one of several definitions with the same name that counts is the one
 * nearest to the root, and of those the first by name.
 */
export function renderTemplates(templates: readonly RenderableTemplate[], options: EngineOptions): Map<string, string> {
  const sorted = [...templates].sort(byDepth);
  const set = new TemplateSet("gotpl");
  for (const { path, file } of sorted) set.add(parsed(path, file, options.functions));
  const rendered = new Map<string, string>();
  for (const { path, dot, basePath } of sorted) {
    if (baseName(path).startsWith("_")) continue;
    dot.entries.set(
      "Template",
      new StringMap(
        valuesType,
        dict([
          ["Name", path],
          ["BasePath", basePath],
        ]),
      ),
    );
    rendered.set(path, run(set, path, dot, options));
  }
  return rendered;
}

function run(set: TemplateSet, path: string, dot: StringMap, options: EngineOptions): string {
  try {
    const text = execute(set, path, dot, {
      missingKey: options.strict ? "error" : "zero",
      host: options.host,
      ...(options.limits ? { limits: options.limits } : {}),
      ...(options.stop ? { stop: options.stop } : {}),
    });
    return text.includes("<no value>") ? text.replaceAll("<no value>", "") : text;
  } catch (error) {
    if (error instanceof TemplateError) throw executionError(error);
    throw error;
  }
}

/** Files that were parsed, by the path that they were parsed under, for as long as the chart is kept. */
const remembered = new WeakMap<ChartFile, WeakMap<FunctionMap, Map<string, ParsedFile>>>();

function parsed(path: string, file: ChartFile, functions: FunctionMap): ParsedFile {
  let byFunctions = remembered.get(file);
  if (!byFunctions) remembered.set(file, (byFunctions = new WeakMap()));
  let byPath = byFunctions.get(functions);
  if (!byPath) byFunctions.set(functions, (byPath = new Map()));
  let result = byPath.get(path);
  if (!result) {
    try {
      result = parseFile(path, file.text, functions);
    } catch (error) {
      if (error instanceof TemplateError) throw parseError(error);
      throw error;
    }
    byPath.set(path, result);
  }
  return result;
}

function byDepth(a: RenderableTemplate, b: RenderableTemplate): number {
  const depth = b.path.split("/").length - a.path.split("/").length;
  return depth !== 0 ? depth : a.path < b.path ? 1 : a.path > b.path ? -1 : 0;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
