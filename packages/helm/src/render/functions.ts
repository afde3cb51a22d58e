import {
  type CallContext,
  contextFunction,
  dict,
  type FunctionMap,
  GoError,
  goFunction,
  type GoFunction,
  parseFile,
  type ParsedFile,
  TemplateError,
  type TemplateSet,
} from "@hawser/gotemplate";
import { fromJsonText, toJsonText } from "./json.ts";
import type { Lookup } from "./lookup.ts";
import { DeliberateError } from "./template-errors.ts";
import { fromTomlText } from "./from-toml.ts";
import { toTomlText } from "./to-toml.ts";
import { readSigsYaml, SigsYamlError } from "../values/sigs-yaml.ts";
import { jsonKind } from "../values/values-file.ts";
import { isTable, type Value } from "../values/values.ts";
import { toYamlText } from "./to-yaml.ts";
import { toYamlPrettyText } from "./to-yaml-pretty.ts";

/** What Helm's functions know of the run they are called in: `RunOptions.host`. */
export interface EngineHost {
  /** How often a template is included at the moment, by its name. */
  readonly includes: Map<string, number>;
  readonly lookup: Lookup | undefined;
  /** Whether `fail` and `required` only note what they would have said. */
  readonly lint: boolean;
  note(message: string): void;
  /** Answers `getHostByName`; undefined unless `--enable-dns`. */
  readonly resolve?: ((host: string) => string) | undefined;
}

const MAX_INCLUDES = 1000;

/** Helm's functions over those of Sprig and of Go. */
export function helmFunctions(base: FunctionMap): FunctionMap {
  const functions = new Map(base);
  for (const name of ["env", "expandenv"]) functions.delete(name);
  const own: Record<string, GoFunction> = {
    include: contextFunction("string any", include),
    tpl: contextFunction("string any", (context: CallContext, text: string, data: unknown) =>
      tpl(functions, context, text, data),
    ),
    required: contextFunction("string any", required),
    fail: contextFunction("string", fail),
    lookup: contextFunction("string string string string", lookup),
    getHostByName: contextFunction(
      "string",
      (context: CallContext, host: string) => hostOf(context).resolve?.(host) ?? "",
    ),
    toYaml: goFunction("any", (value: unknown) => toYamlText(value) ?? ""),
    mustToYaml: goFunction("any", (value: unknown) => must(toYamlText(value), value)),
    toYamlPretty: goFunction("any", (value: unknown) => toYamlPrettyText(value) ?? ""),
    fromYaml: goFunction("string", fromYaml),
    fromYamlArray: goFunction("string", fromYamlArray),
    toJson: goFunction("any", (value: unknown) => toJsonText(value) ?? ""),
    mustToJson: goFunction("any", (value: unknown) => must(toJsonText(value), value)),
    fromJson: goFunction("string", (text: string) => orError(() => fromJsonText(text, "map"))),
    fromJsonArray: goFunction("string", (text: string) => orErrorList(() => fromJsonText(text, "list"))),
    toToml: goFunction("any", (value: unknown) => toTomlText(value).text),
    mustToToml: goFunction("any", (value: unknown) => {
      const { text, error } = toTomlText(value);
      if (error !== undefined) throw new GoError(error);
      return text;
    }),
    fromToml: goFunction("string", (text: string) => orError(() => fromTomlText(text))),
  };
  for (const [name, func] of Object.entries(own)) functions.set(name, func);
  return functions;
}

function hostOf(context: CallContext): EngineHost {
  return context.host as EngineHost;
}

function include(context: CallContext, name: string, data: unknown): string {
  const { includes } = hostOf(context);
  const depth = includes.get(name) ?? 0;
  if (depth > MAX_INCLUDES)
    throw new GoError(`rendering template has a nested reference name: ${name}: unable to execute template`);
  includes.set(name, depth + 1);
  try {
    return context.execute(name, data);
  } finally {
    includes.set(name, depth);
  }
}

/** Texts that were parsed by `tpl`; each once for its functions. */
const parsedTexts = new WeakMap<FunctionMap, Map<string, ParsedFile>>();
const MAX_REMEMBERED = 5000;
const MAX_REMEMBERED_LENGTH = 20_000;

function tpl(functions: FunctionMap, context: CallContext, text: string, data: unknown): string {
  if (!text.includes("{{")) return text.replaceAll("<no value>", "");
  let file: ParsedFile;
  try {
    file = parseTpl(functions, text);
  } catch (error) {
    if (error instanceof TemplateError)
      throw new GoError(`cannot parse template ${JSON.stringify(text)}: ${error.message}`);
    throw error;
  }
  const set = (context.set as TemplateSet).overlay();
  set.add(file);
  // A text that says nothing would not take the place of the text around it.
  const own = file.templates.find(({ tree }) => tree.name === file.name);
  if (own && set.lookup(file.name) !== own) return "";
  try {
    return context.executeIn(set, file.name, data).replaceAll("<no value>", "");
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw wrapped(`error during tpl function execution for ${JSON.stringify(text)}: ${error.message}`, error);
  }
}

function parseTpl(functions: FunctionMap, text: string): ParsedFile {
  let known = parsedTexts.get(functions);
  if (!known) parsedTexts.set(functions, (known = new Map()));
  let file = known.get(text);
  if (!file) {
    file = parseFile("gotpl", text, functions);
    if (known.size >= MAX_REMEMBERED) known.clear();
    if (text.length <= MAX_REMEMBERED_LENGTH) known.set(text, file);
  }
  return file;
}

/** What `fail` and `required` say comes out of `tpl` as they said it. */
function wrapped(message: string, error: TemplateError): GoError {
  let cause: unknown = error;
  while (cause instanceof TemplateError) cause = cause.cause;
  return cause instanceof DeliberateError ? cause : new GoError(message, { cause: error });
}

function required(context: CallContext, message: string, value: unknown): unknown {
  if (value !== null && value !== undefined && value !== "") return value;
  const host = hostOf(context);
  if (!host.lint) throw new DeliberateError(message);
  host.note(`[INFO] Missing required value: ${message}`);
  return "";
}

function fail(context: CallContext, message: string): string {
  const host = hostOf(context);
  if (!host.lint) throw new DeliberateError(message);
  host.note(`[INFO] Fail: ${message}`);
  return "";
}

function lookup(context: CallContext, apiVersion: string, kind: string, namespace: string, name: string): unknown {
  return hostOf(context).lookup?.(apiVersion, kind, namespace, name) ?? dict();
}

function must(text: string | undefined, value: unknown): string {
  if (text === undefined) throw new GoError(`json: unsupported value: ${String(value)}`);
  return text;
}

function fromYaml(text: string): unknown {
  return orError(() => {
    const value = readSigsYaml(text);
    if (value === null) return dict();
    if (!isTable(value)) throw wrongKind(value, "map[string]interface {}");
    return value;
  });
}

function fromYamlArray(text: string): unknown {
  return orErrorList(() => {
    const value = readSigsYaml(text);
    if (value === null) return [];
    if (!Array.isArray(value)) throw wrongKind(value, "[]interface {}");
    return value;
  });
}

function wrongKind(value: Value, wanted: string): SigsYamlError {
  return new SigsYamlError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type ${wanted}`,
  );
}

function orError(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof SigsYamlError || error instanceof GoError) return dict([["Error", error.message]]);
    throw error;
  }
}

function orErrorList(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof SigsYamlError || error instanceof GoError) return [error.message];
    throw error;
  }
}
