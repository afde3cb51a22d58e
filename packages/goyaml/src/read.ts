import yaml from "js-yaml";
import { type Dialect, resolvePlain } from "./scalars.ts";

/** Text that is no YAML. `line` and `column` count from 1. */
export class YamlError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(line === undefined ? `yaml: ${message}` : `yaml: line ${line}: ${message}`);
    this.name = "YamlError";
    this.line = line;
    this.column = column;
  }
}

export interface ReadOptions {
  dialect?: Dialect;
  /** Later keys win instead of being an error, as where Go decodes into a map. */
  allowDuplicateKeys?: boolean;
}

/** Larger texts are refused before they are parsed. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Values after aliases are expanded: a small text must not become a large object. */
const MAX_NODES = 5_000_000;
const MAX_DEPTH = 1000;

const schemas: Record<Dialect, yaml.Schema> = { v2: goSchema("v2"), v3: goSchema("v3") };

/**
 * Reads all documents of a text, as Go's library of the dialect (default v3) does; empty documents are dropped.
 *
 * Integers beyond 2⁵³ are bigints; timestamps are RFC 3339 text in v3 and stay as written in v2. Throws `YamlError`.
 */
export function readYaml(text: string, options: ReadOptions = {}): unknown[] {
  if (text.length > MAX_BYTES)
    throw new YamlError(`a text of ${text.length} characters is larger than the limit of ${MAX_BYTES}`);
  const documents: unknown[] = [];
  try {
    yaml.loadAll(
      text.charCodeAt(0) === 0xfeff ? text.slice(1) : text,
      (document) => {
        if (document !== undefined && document !== null) documents.push(document);
      },
      { schema: schemas[options.dialect ?? "v3"], json: options.allowDuplicateKeys === true },
    );
  } catch (error) {
    if (error instanceof yaml.YAMLException) throw translate(error);
    if (error instanceof RangeError) throw new YamlError("exceeded max depth");
    throw error;
  }
  for (const document of documents) checkSize(document);
  return documents;
}

function goSchema(dialect: Dialect): yaml.Schema {
  // One implicit type decides for all plain scalars: a text is resolved once, in the order that Go tries.
  const plain = new yaml.Type("tag:yaml.org,2002:go", {
    kind: "scalar",
    resolve: (text: string | null) => text === null || resolvePlain(text, dialect).kind !== "string",
    construct: (text: string | null) => {
      if (text === null) return null;
      const scalar = resolvePlain(text, dialect);
      switch (scalar.kind) {
        case "null":
          return null;
        case "timestamp":
          return dialect === "v3" ? scalar.value : text;
        case "string":
          return text;
        default:
          return scalar.value;
      }
    },
  });
  const tagged = (tag: string, construct: (text: string) => unknown): yaml.Type =>
    new yaml.Type(`tag:yaml.org,2002:${tag}`, {
      kind: "scalar",
      resolve: () => true,
      construct: (text: string | null) => construct(text ?? ""),
    });
  const number = (text: string): unknown => {
    const scalar = resolvePlain(text, dialect);
    if (scalar.kind === "int" || scalar.kind === "float") return scalar.value;
    throw new YamlError(`cannot decode !!str \`${text}\` as a !!int`);
  };
  const merge = new yaml.Type("tag:yaml.org,2002:merge", { kind: "scalar", resolve: (text: unknown) => text === "<<" });
  return yaml.FAILSAFE_SCHEMA.extend({
    implicit: [merge, plain],
    explicit: [
      tagged("int", number),
      tagged("float", number),
      tagged(
        "bool",
        (text) =>
          resolvePlain(text, "v2").kind === "bool" &&
          ["y", "t", "o"].includes(text[0]?.toLowerCase() ?? "") &&
          text.toLowerCase() !== "off",
      ),
      tagged("null", () => null),
      tagged("timestamp", (text) => text),
      tagged("binary", (text) => Buffer.from(text, "base64").toString("utf8")),
    ],
  });
}

function translate(error: yaml.YAMLException): YamlError {
  const mark = error.mark as { line: number; column: number } | undefined;
  const line = mark === undefined ? undefined : mark.line + 1;
  return new YamlError(goWords(error.reason), line, mark === undefined ? undefined : mark.column + 1);
}

/** The words of the library that reads here, in those of Go's, where the two mean the same mistake. */
function goWords(reason: string): string {
  if (/bad indentation of a mapping entry/.test(reason)) return "mapping values are not allowed in this context";
  if (/tab characters must not be used in indentation/.test(reason))
    return "found character that cannot start any token";
  if (/unidentified alias/.test(reason))
    return reason.replace(/unidentified alias "(.*)"/, "unknown anchor '$1' referenced");
  if (/duplicated mapping key/.test(reason)) return "mapping key already defined";
  if (/unexpected end of the stream within a (double|single) quoted scalar/.test(reason))
    return "found unexpected end of stream";
  return reason;
}

/** Counts what a document becomes when its aliases are written out. */
function checkSize(document: unknown): void {
  const sizes = new Map<object, number>();
  const size = (value: unknown, depth: number): number => {
    if (typeof value !== "object" || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    if (depth > MAX_DEPTH) throw new YamlError("exceeded max depth");
    sizes.set(value, 1);
    let total = 1;
    for (const inner of Array.isArray(value) ? value : Object.values(value)) {
      total += size(inner, depth + 1);
      if (total > MAX_NODES) throw new YamlError("document contains excessive aliasing");
    }
    sizes.set(value, total);
    return total;
  };
  size(document, 0);
}
