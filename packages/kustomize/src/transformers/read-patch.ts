import {
  type Node,
  toJson,
  isMap,
  isNull,
  isScalar,
  isSequence,
  type MapNode,
  TextSource,
  readNode,
  ScalarNode,
  textOf,
} from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { jsonFault } from "../load/json-fault.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { readPatches } from "../load/resources.ts";
import { inlineSource, type TransformContext } from "./context.ts";
import type { JsonOperation } from "./json-patch.ts";
import { toJsonNode } from "./json-node.ts";

/** What a patch turned out to be; nothing, when nothing is written. */
export interface ReadPatch {
  readonly strategic?: readonly MapNode[];
  readonly json?: readonly JsonOperation[];
}

export interface PatchText {
  readonly text: string;
  readonly file: string;
  /** As messages name it: `path: "p.yaml"`. */
  readonly shown: string;
  /** Where it is written, if it is part of a file. */
  readonly source?: TextSource | undefined;
}

/** The text of a patch that is given by its path or as it is. */
export async function loadPatch(
  path: string | undefined,
  text: string | undefined,
  context: TransformContext,
  field = "patch",
): Promise<PatchText> {
  if (!path) {
    // A block scalar at its end loses its final line break by this.
    const trimmed = (text ?? "").trim();
    const skipped = (text ?? "").length - (text ?? "").trimStart().length;
    const source = inlineSource(context, [field], skipped);
    return {
      text: trimmed,
      file: source?.file ?? context.place?.source.file ?? "",
      shown: `patch: ${goQuote(trimmed)}`,
      source,
    };
  }
  const file = await context.files.read(path);
  return { text: file.text, file: file.path, shown: `path: ${goQuote(path)}` };
}

/** Finds out which of the two kinds a patch is. */
export function readPatch({ text, file, shown, source }: PatchText): ReadPatch {
  // What begins as a list is no object, and the other way round: mostly one attempt tells.
  if (/^\s*(?:\[|-(?!--))/.test(text)) {
    const { value = [] } = attempt(() => readJsonPatch(text, file, source));
    if (value.length > 0) return { json: value };
  } else {
    const { value = [] } = attempt(() => readPatches(text, file, file, source));
    if (value.length > 0) return { strategic: value };
  }
  const strategic = attempt(() => readPatches(text, file, file, source));
  const json = attempt(() => readJsonPatch(text, file, source));
  if (strategic.error && json.error) {
    const {
      line,
      column,
      file: where,
    } = strategic.error instanceof KustomizeError ? strategic.error : (json.error as KustomizeError);
    throw new KustomizeError("patch", `unable to parse SM or JSON patch from [${shown}]`, {
      file: where ?? file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
      cause: strategic.error,
    });
  }
  const [patches = [], operations = []] = [strategic.value, json.value];
  if (patches.length > 0 && operations.length > 0)
    throw new KustomizeError("patch", `illegally qualifies as both an SM and JSON patch: [${shown}]`, { file });
  return json.value && patches.length === 0 && json.value.length + operations.length > 0
    ? { json: operations }
    : patches.length > 0
      ? { strategic: patches }
      : {};
}

function attempt<T>(run: () => T): { value?: T; error?: unknown } {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

/** Reads a JSON patch: JSON where it begins with a bracket, else YAML 1.1. */
export function readJsonPatch(text: string, file: string, source?: TextSource): JsonOperation[] {
  if (text === "") return [];
  const isJson = text.startsWith("[");
  const fault = isJson ? jsonFault(text) : undefined;
  if (fault) {
    const place = (source ?? new TextSource(file, text)).placeAt(fault.offset);
    throw errorAt(place, "patch", `decoding ${text}: ${fault.message}`);
  }
  const node = readNode(isJson ? withoutJsonEscapes(text) : text, { dialect: "v2", file, source });
  if (!node || isNull(node)) return [];
  const invalid = (at: Node, type: string): KustomizeError =>
    errorAt(
      at.place,
      "patch",
      `decoding ${isJson ? text : jsonOf(node)}: json: cannot unmarshal ${jsonKind(at)} into Go value of type jsonpatch.${type}`,
    );
  if (!isSequence(node)) throw invalid(node, "Patch");
  return node.items.map((item) => {
    if (!isMap(item)) throw invalid(item, "Operation");
    const field = (name: string): string | undefined => {
      const value = item.get(name);
      return isScalar(value) && value.tag === "!!str" ? value.text : undefined;
    };
    const value = item.get("value") ?? new ScalarNode("null", "!!null");
    // What is JSON already keeps how its numbers are written.
    return {
      op: field("op") ?? textOf(item.get("op")),
      path: field("path"),
      from: field("from"),
      value: isJson ? value : toJsonNode(value, "v2"),
    };
  });
}

function jsonOf(node: Node): string {
  return JSON.stringify(toJson(node, { dialect: "v2", allowDuplicateKeys: true }), (_key, value: unknown) =>
    typeof value === "bigint" ? Number(value) : value,
  );
}

function jsonKind(node: Node): string {
  if (!isScalar(node)) return isMap(node) ? "object" : "array";
  if (node.tag === "!!bool") return "bool";
  return node.tag === "!!int" || node.tag === "!!float" ? "number" : "string";
}

/** What JSON may escape and YAML may not is written as it is. */
function withoutJsonEscapes(json: string): string {
  return json.replaceAll(/\\(?:\/|u[dD][0-9a-fA-F]{3}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|.)/g, (escape) => {
    const isOfJson = escape === "\\/" || /^\\u[dD][89a-fA-F]/.test(escape);
    return isOfJson ? (JSON.parse(`"${escape}"`) as string).replaceAll(/^[\ud800-\udfff]$/g, "\ufffd") : escape;
  });
}

function goQuote(text: string): string {
  return JSON.stringify(text);
}
