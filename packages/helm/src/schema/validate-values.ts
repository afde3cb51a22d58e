import { decodeJson, GoError } from "@hawser/gotemplate";
import { ChartError } from "../chart/chart-error.ts";
import type { Chart, ChartFile, Warning } from "../chart/chart.ts";
import { isTable, type Values } from "../values/values.ts";
import { compileSchema, type Schema } from "./compile.ts";
import { Documents, SchemaError } from "./documents.ts";
import { type Failure, formatFailures } from "./failure.ts";
import { type Draft, draftOf, METASCHEMAS } from "./metaschemas.ts";

const ADDRESS = "file:///values.schema.json";

/** Throws where the values do not fit the schemas of the chart and of those below it. */
export function validateValues(chart: Chart, values: Values, warn: (warning: Warning) => void): void {
  const text = check(chart, values, warn);
  if (text === "") return;
  throw new ChartError(
    `values don't meet the specifications of the schema(s) in the following chart(s):\n${text.trimEnd()}`,
    { file: "values.schema.json", chart: chart.metadata.name },
  );
}

function check(chart: Chart, values: Values, warn: (warning: Warning) => void): string {
  let text = "";
  if (chart.schema) {
    const problem = problemWith(chart.schema, values, warn);
    if (problem !== undefined) text += `${chart.metadata.name}:\n${problem}\n`;
  }
  const sorted = [...chart.dependencies].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  for (const below of sorted) {
    const { name } = below.metadata;
    const own = values.get(name);
    if (own === undefined || own === null) continue;
    if (isTable(own)) text += check(below, own, warn);
  }
  return text;
}

function problemWith(file: ChartFile, values: Values, warn: (warning: Warning) => void): string | undefined {
  const { schema, problem, unresolved } = compiledOf(file);
  for (const urn of unresolved)
    warn({
      level: "WARN",
      message: "unresolved URN reference ignored; using permissive schema",
      fields: [["urn", urn]],
    });
  if (!schema) return problem;
  try {
    const { failure } = schema.run(values, [], undefined);
    return failure && formatFailures(failure);
  } catch (error) {
    return reasonOf(error);
  }
}

/** Compiled schemas, or what is wrong with them, for as long as the chart is kept. */
const remembered = new WeakMap<ChartFile, Compiled>();

interface Compiled {
  schema?: Schema;
  problem?: string;
  /** Addresses that stand for anything. */
  unresolved: readonly string[];
}

function compiledOf(file: ChartFile): Compiled {
  let compiled = remembered.get(file);
  if (compiled === undefined) remembered.set(file, (compiled = compile(file.text)));
  return compiled;
}

function compile(text: string): Compiled {
  const failed = (problem: string): Compiled => ({ problem, unresolved: [] });
  try {
    if (text.trim() === "") return failed("EOF");
    const root = toPlain(decodeJson(text));
    const draft = draftIn(root);
    const wrong = checkAgainstMetaschema(root, draft);
    if (wrong) {
      const { url } = METASCHEMAS[draft];
      return failed(
        `"${ADDRESS}#" is not valid against metaschema: jsonschema validation failed with '${url}#'\n${formatFailures(wrong)}`,
      );
    }
    const documents = new Documents();
    for (const document of METASCHEMAS[draft].documents) addMetaschema(documents, document, draft);
    const resource = documents.add(ADDRESS, root, draft);
    const schema = compileSchema({ schema: root, resource }, { documents, assertsFormat: draft <= 7 });
    return { schema, unresolved: [...documents.unresolved] };
  } catch (error) {
    if (error instanceof GoError)
      return failed(error.message === "unexpected end of JSON input" ? "unexpected EOF" : error.message);
    return failed(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SchemaError) return error.message;
  // The stack's end is the one RangeError that can happen here.
  if (error instanceof RangeError) return "the schema is nested too deep";
  throw error;
}

function draftIn(root: unknown): Draft {
  const named = typeof root === "object" && root !== null ? (root as Record<string, unknown>).$schema : undefined;
  if (typeof named !== "string") return 2020;
  const draft = draftOf(named);
  if (draft === undefined)
    throw new SchemaError(`failing loading ${JSON.stringify(named)}: schemas from elsewhere are not loaded`);
  return draft;
}

const metaschemas = new Map<Draft, Schema>();

function checkAgainstMetaschema(root: unknown, draft: Draft): Failure | undefined {
  let schema = metaschemas.get(draft);
  if (!schema) {
    const documents = new Documents();
    const resources = METASCHEMAS[draft].documents.map((document) => addMetaschema(documents, document, draft));
    const resource = resources[0];
    if (!resource) return undefined;
    schema = compileSchema({ schema: resource.root, resource }, { documents, assertsFormat: true });
    metaschemas.set(draft, schema);
  }
  return schema.run(root, [], undefined).failure;
}

function addMetaschema(documents: Documents, document: object, draft: Draft): ReturnType<Documents["add"]> {
  const { $id, id } = document as { $id?: string; id?: string };
  return documents.add(($id ?? id ?? "").replace(/#$/, ""), document, draft);
}

/** Schemas are kept as plain objects: they are walked by the names of keywords. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!(value instanceof Map)) return value;
  const plain: Record<string, unknown> = {};
  for (const [key, item] of value as Map<string, unknown>)
    Object.defineProperty(plain, key, { value: toPlain(item), enumerable: true, configurable: true, writable: true });
  return plain;
}
