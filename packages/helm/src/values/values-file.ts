import { ChartError } from "../chart/chart-error.ts";
import { readSigsYaml, SigsYamlError } from "./sigs-yaml.ts";
import { isTable, mergeMaps, type Value, type Values } from "./values.ts";

/**
 * Reads a values file. It may have several documents, each merged over those before it.
 *
 * `prefix` begins the message, as `cannot load values.yaml`; `file` is named in the error's place.
 */
export function readValuesFile(text: string, prefix: string, file: string): Values {
  let values: Values = new Map();
  for (const { content, line } of splitDocuments(text.replace(/^\uFEFF/, ""), prefix, file)) {
    try {
      values = mergeMaps(values, asMap(readSigsYaml(content, file)));
    } catch (error) {
      if (!(error instanceof SigsYamlError)) throw error;
      throw new ChartError(
        `${prefix}: cannot unmarshal yaml document: ${error.message}`,
        { file, line: error.line && error.line + line, column: error.column },
        { cause: error },
      );
    }
  }
  return values;
}

function asMap(value: Value): Values {
  if (value === null) return new Map();
  if (isTable(value)) return value;
  throw new SigsYamlError(
    `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`,
  );
}

/** What Go's JSON decoder calls a value in its errors. */
export function jsonKind(value: Value): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "string";
  return isTable(value) ? "object" : "number";
}

/** Documents are cut at lines that begin with `---`, whatever they stand in. */
function splitDocuments(text: string, prefix: string, file: string): { content: string; line: number }[] {
  if (!/^---/m.test(text)) return [{ content: text, line: 0 }];
  const documents: { content: string; line: number }[] = [];
  let lines: string[] = [];
  let start = 0;
  const all = text.split("\n");
  const end = (next: number): void => {
    if (lines.length > 0) documents.push({ content: `${lines.join("\n")}\n`, line: start });
    lines = [];
    start = next;
  };
  for (const [index, line] of all.entries()) {
    if (!line.startsWith("---")) {
      lines.push(line);
      continue;
    }
    const rest = line.slice(3).trim();
    if (rest !== "" && !rest.startsWith("#"))
      throw new ChartError(`${prefix}: error reading yaml document: invalid Yaml document separator: ${rest}`, {
        file,
        line: index + 1,
      });
    end(index + 1);
  }
  end(all.length);
  return documents;
}
