import { ChartError } from "../chart/chart-error.ts";
import { parseJsonValue } from "./json-prefix.ts";
import { setFiles, setJson, setLiteral, setStrings, setValues, SetError } from "./set-values.ts";
import { readValuesFile } from "./values-file.ts";
import { mergeMaps, type Values } from "./values.ts";

/** A values file, as the caller names it in messages. */
export interface ValuesFile {
  name: string;
  text: string;
}

/** Values as `helm` takes them from its command line. */
export interface ValuesOptions {
  /** `--values`, in order. */
  files?: readonly ValuesFile[];
  json?: readonly string[];
  set?: readonly string[];
  setString?: readonly string[];
  setFile?: readonly string[];
  setLiteral?: readonly string[];
  /** Reads what `--set-file` names; throws where there is no such file. */
  readFile?: (path: string) => string;
}

/** Merges values in the order that Helm keeps whatever stands first on the line: files, JSON, set, string, file, literal. */
export function userValues(options: ValuesOptions): Values {
  let values: Values = new Map();
  for (const { name, text } of options.files ?? [])
    values = mergeMaps(values, readValuesFile(text, `failed to parse ${name}`, name));
  for (const argument of options.json ?? []) values = withJson(values, argument);
  const apply = (flag: string, given: readonly string[] | undefined, set: (argument: string) => void): void => {
    for (const argument of given ?? []) failsAs(`failed parsing ${flag} data: `, () => set(argument));
  };
  apply("--set", options.set, (argument) => setValues(values, argument));
  apply("--set-string", options.setString, (argument) => setStrings(values, argument));
  const read = options.readFile ?? missing;
  apply("--set-file", options.setFile, (argument) => setFiles(values, argument, read));
  apply("--set-literal", options.setLiteral, (argument) => setLiteral(values, argument));
  return values;
}

function withJson(values: Values, argument: string): Values {
  const trimmed = argument.trim();
  if (!trimmed.startsWith("{")) {
    try {
      setJson(values, argument);
    } catch (error) {
      if (error instanceof SetError)
        throw new ChartError(`failed parsing --set-json data ${argument}`, undefined, { cause: error });
      throw error;
    }
    return values;
  }
  try {
    return mergeMaps(values, parseJsonValue(trimmed) as Values);
  } catch (error) {
    throw new ChartError(`failed parsing --set-json data JSON: ${argument}`, undefined, { cause: error });
  }
}

function failsAs(prefix: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof SetError) throw new ChartError(prefix + error.message, undefined, { cause: error });
    throw error;
  }
}

function missing(path: string): string {
  throw new SetError(`open ${path}: no such file or directory`);
}
