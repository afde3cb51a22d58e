import { isMap, isScalar, isSequence, type Node, readNode, ScalarNode, toJson } from "@hawser/goyaml";
import { parseDocument, Scalar } from "yaml";
import { KustomizeError } from "../kustomize-error.ts";
import type { Changed } from "./field-path.ts";
import { plainTag } from "./set-scalar.ts";

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

/** Values that are added are written by the library; texts of values that were there are put into its output, so that their quotes stay. */
function writeYaml(text: string, before: Node, after: Node): string {
  const changes: Change[] = [];
  collect([], before, after, changes);
  const document = parseDocument(firstDocument(text), { version: "1.2", schema: "core" });
  for (const { path, value, isText } of changes) if (!isText) document.setIn(path, document.createNode(jsonOf(value)));
  const written = document.toString({ indentSeq: false, lineWidth: 0, flowCollectionPadding: false });
  const texts = changes.filter(({ isText }) => isText);
  return (texts.length === 0 ? written : withTexts(written, texts)).trim();
}

interface Change {
  readonly path: readonly (string | number)[];
  readonly value: Node;
  /** A scalar in the place of a scalar. */
  readonly isText: boolean;
}

function collect(path: readonly (string | number)[], before: Node | undefined, after: Node, into: Change[]): void {
  if (before === after) return;
  if (isMap(before) && isMap(after))
    after.keys.forEach((key, at) =>
      collect([...path, keyOf(key)], before.get(key.text), after.values[at] as Node, into),
    );
  else if (isSequence(before) && isSequence(after))
    after.items.forEach((item, at) => collect([...path, at], before.items[at], item, into));
  else into.push({ path, value: after, isText: isScalar(before) && isScalar(after) });
}

/** Keys that are numbers are found as numbers. */
function keyOf(key: ScalarNode): string | number {
  const value = toJson(key);
  return typeof value === "number" ? value : key.text;
}

function withTexts(text: string, changes: readonly Change[]): string {
  const document = parseDocument(text, { version: "1.2", schema: "core" });
  const edits = changes.flatMap(({ path, value }) => {
    const old = document.getIn(path, true);
    return old instanceof Scalar && old.range ? [{ old, start: old.range[0], end: old.range[1], value }] : [];
  });
  let result = text;
  for (const { old, start, end, value } of edits.toSorted((a, b) => b.start - a.start))
    result = result.slice(0, start) + textOf(old, value as ScalarNode) + result.slice(end);
  return result;
}

function textOf(old: Scalar, { text, tag }: ScalarNode): string {
  if (old.type === Scalar.QUOTE_SINGLE) return `'${text.replaceAll("'", "''")}'`;
  if (old.type !== Scalar.PLAIN) return JSON.stringify(text);
  const meant = plainTag(text);
  if (meant === tag) return text;
  // What is no longer what it was is marked, unless it is a text.
  return tag === "!!str" ? JSON.stringify(text) : `${tag} ${text}`.trimEnd();
}

function jsonOf(node: Node): unknown {
  try {
    return toJson(node, { allowDuplicateKeys: true });
  } catch {
    return isScalar(node) ? node.text : undefined;
  }
}

function firstDocument(text: string): string {
  const start = /^---[^\n]*\n/.exec(text)?.[0].length ?? 0;
  const end = /^---(?=\s|$)/m.exec(text.slice(start));
  return end ? text.slice(0, start + end.index) : text;
}
