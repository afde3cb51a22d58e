import { isMap, isScalar, isSequence, type Node, readNode, ScalarNode, toJson } from "@hawser/goyaml";
import { Document, parseDocument, Scalar } from "yaml";
import { KustomizeError } from "../../kustomize-error.ts";
import type { Changed } from "./field-path.ts";

/**
 * Changes what a text holds, when it is JSON or YAML of a map or a list: undefined when it is not. JSON is written anew,
 * in one line unless it was indented; YAML keeps its comments.
 */
export function changeStructured(text: ScalarNode, change: (inner: Node) => Changed): Changed | undefined {
  let inner: Node | undefined;
  try {
    inner = readNode(text.text, { dialect: "v3" });
  } catch (error) {
    throw new KustomizeError("transformer", (error as Error).message, { cause: error });
  }
  if (!isMap(inner) && !isSequence(inner)) return undefined;
  const { node, found } = change(inner);
  if (found === 0) return { node: text, found };
  const written = isJson(text.text) ? writeJson(node, text.text) : writeYaml(text.text, inner, node);
  if (written === undefined || written === text.text) return { node: text, found };
  return { node: new ScalarNode(written, text.tag, text.style, text.origin, text.offset), found };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Undefined where the change left something that is no JSON: the real tool then leaves the text alone. */
function writeJson(node: Node, before: string): string | undefined {
  let value: unknown;
  try {
    value = sorted(toJson(node, { allowDuplicateKeys: true }));
  } catch {
    return undefined;
  }
  const isIndented = /\n[ \t]/.test(before);
  return JSON.stringify(value, undefined, isIndented ? 2 : undefined).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function sorted(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1)))
    result[key] = sorted((value as Record<string, unknown>)[key]);
  return result;
}

function writeYaml(text: string, before: Node, after: Node): string {
  const document = parseDocument(firstDocument(text), { keepSourceTokens: false, version: "1.1" });
  setChanges(document, [], before, after);
  return document.toString({ indentSeq: false, lineWidth: 80, flowCollectionPadding: false }).trim();
}

function firstDocument(text: string): string {
  const end = /^---(?=\s|$)/m.exec(text.replace(/^---[^\n]*\n/, ""));
  return end ? text.slice(0, text.length - (text.replace(/^---[^\n]*\n/, "").length - end.index)) : text;
}

function setChanges(
  document: Document,
  path: readonly (string | number)[],
  before: Node | undefined,
  after: Node,
): void {
  if (before === after) return;
  if (isMap(before) && isMap(after)) {
    after.keys.forEach((key, at) =>
      setChanges(document, [...path, key.text], before.get(key.text), after.values[at] as Node),
    );
    return;
  }
  if (isSequence(before) && isSequence(after)) {
    after.items.forEach((item, at) => setChanges(document, [...path, at], before.items[at], item));
    return;
  }
  if (!isScalar(after)) {
    document.setIn(path, document.createNode(toJson(after, { allowDuplicateKeys: true })));
    return;
  }
  const old = document.getIn(path, true);
  // Setting the value of a node keeps its comments and quotes.
  if (old instanceof Scalar) {
    old.value = old.type === Scalar.PLAIN ? plainValue(after) : after.text;
    delete old.source;
  } else document.setIn(path, document.createNode(plainValue(after)));
}

function plainValue(scalar: ScalarNode): unknown {
  try {
    return toJson(scalar);
  } catch {
    return scalar.text;
  }
}
