import { isMap, isSequence, MapNode, type Node, ScalarNode, SequenceNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { fromJsonNode, sameJson, toJsonNode } from "./json-node.ts";

/** One operation of a JSON patch. */
export interface JsonOperation {
  readonly op: string | undefined;
  readonly path: string | undefined;
  readonly from: string | undefined;
  /** As JSON has it; null where there is none. */
  readonly value: Node;
}

const NULL = new ScalarNode("null", "!!null");

/**
 * Applies a JSON patch. The object goes through JSON: numbers lose what a 64-bit float cannot hold, and dates become
 * texts. Throws `KustomizeError`, worded as the library that the real tool uses.
 */
export function applyJsonPatch(object: MapNode, operations: readonly JsonOperation[]): MapNode {
  let document: Node = toJsonNode(object, "v3");
  for (const operation of operations) document = apply(document, operation);
  if (!isMap(document)) throw failed("json: cannot unmarshal array into Go value of type map[string]interface {}");
  return fromJsonNode(document) as MapNode;
}

function apply(document: Node, operation: JsonOperation): Node {
  switch (operation.op) {
    case "add":
      return add(document, pathOf(operation), operation.value);
    case "remove":
      return remove(document, pathOf(operation));
    case "replace":
      return replace(document, pathOf(operation), operation.value);
    case "move":
      return move(document, fromOf(operation), pathOf(operation));
    case "copy":
      return copy(document, fromOf(operation), pathOf(operation));
    case "test":
      test(document, pathOf(operation), operation.value);
      return document;
    default:
      throw failed(`Unexpected kind: ${operation.op ?? "unknown"}`);
  }
}

function pathOf({ op, path }: JsonOperation): string {
  if (path === undefined) throw failed(`${op} operation failed to decode path: missing value`);
  return path;
}

function fromOf({ op, from }: JsonOperation): string {
  if (from === undefined) throw failed(`${op} operation failed to decode from: missing value`);
  return from;
}

function add(document: Node, path: string, value: Node): Node {
  const at = locate(document, path);
  if (!at) throw failed(`add operation does not apply: doc is missing path: "${path}": missing value`);
  return rebuilt(
    at,
    inContext(`error in add for path: '${path}'`, () => withAdded(at, value)),
  );
}

function remove(document: Node, path: string): Node {
  const at = locate(document, path);
  if (!at) throw failed(`remove operation does not apply: doc is missing path: "${path}": missing value`);
  return rebuilt(
    at,
    inContext(`error in remove for path: '${path}'`, () => withoutKey(at)),
  );
}

function replace(document: Node, path: string, value: Node): Node {
  if (path === "") {
    if (value instanceof ScalarNode) throw failed("replace operation value must be object or array: %!w(<nil>)");
    return value;
  }
  const at = locate(document, path);
  if (!at) throw failed(`replace operation does not apply: doc is missing path: ${path}: missing value`);
  const { container, key } = at;
  if (isMap(container)) return rebuilt(at, container.set(key, value));
  let index: number;
  try {
    index = existingIndex(container, key);
  } catch {
    throw failed(`replace operation does not apply: doc is missing key: ${path}: missing value`);
  }
  return rebuilt(at, container.with(container.items.with(index, value)));
}

function move(document: Node, from: string, path: string): Node {
  const source = locate(document, from);
  if (!source) throw failed(`move operation does not apply: doc is missing from path: ${from}: missing value`);
  const context = `error in move for path: '${source.key}'`;
  const value = inContext(context, () => valueAt(source)) ?? NULL;
  const without = rebuilt(
    source,
    inContext(context, () => withoutKey(source)),
  );
  const at = locate(without, path);
  if (!at) throw failed(`move operation does not apply: doc is missing destination path: ${path}: missing value`);
  return rebuilt(
    at,
    inContext(`error in move for path: '${path}'`, () => withAdded(at, value)),
  );
}

function copy(document: Node, from: string, path: string): Node {
  const source = locate(document, from);
  if (!source) throw failed(`copy operation does not apply: doc is missing from path: ${from}: missing value`);
  const value = inContext(`error in copy for from: '${from}'`, () => valueAt(source)) ?? NULL;
  const at = locate(document, path);
  if (!at) throw failed(`copy operation does not apply: doc is missing destination path: ${path}: missing value`);
  return rebuilt(
    at,
    inContext("error while adding value during copy", () => withAdded(at, value)),
  );
}

function test(document: Node, path: string, value: Node): void {
  const at = locate(document, path);
  if (!at) throw failed(`test operation does not apply: is missing path: ${path}: missing value`);
  const found = inContext(`error in test for path: '${path}'`, () => valueAt(at)) ?? NULL;
  if (!sameJson(found, value)) throw failed(`testing value ${path} failed: test failed`);
}

/** The map or list that a path ends in, what is around it, and the last key. */
interface Location {
  readonly around: readonly { readonly container: MapNode | SequenceNode; readonly key: string }[];
  readonly container: MapNode | SequenceNode;
  readonly key: string;
}

function locate(document: Node, path: string): Location | undefined {
  // What stands before the first slash does not count.
  const [, ...parts] = path.split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = parts.pop();
  if (key === undefined) return undefined;
  const around: { container: MapNode | SequenceNode; key: string }[] = [];
  let at: Node = document;
  for (const part of parts) {
    if (!isMap(at) && !isSequence(at)) return undefined;
    around.push({ container: at, key: part });
    let next: Node | undefined;
    try {
      next = valueAt({ container: at, key: part });
    } catch {
      return undefined;
    }
    if (next === undefined) return undefined;
    at = next;
  }
  return isMap(at) || isSequence(at) ? { around, container: at, key } : undefined;
}

function valueAt({ container, key }: Pick<Location, "container" | "key">): Node | undefined {
  return isMap(container) ? container.get(key) : container.items[existingIndex(container, key)];
}

function withAdded({ container, key }: Location, value: Node): Node {
  if (isMap(container)) return container.set(key, value);
  const { items } = container;
  if (key === "-") return container.with([...items, value]);
  let index: number;
  try {
    index = parseIndex(key);
  } catch (error) {
    throw failed(`value was not a proper array index: '${key}': ${(error as Error).message}`);
  }
  if (index > items.length || index < -items.length - 1) throw invalidIndex(index);
  return container.with(items.toSpliced(index < 0 ? index + items.length + 1 : index, 0, value));
}

function withoutKey({ container, key }: Location): Node {
  if (isMap(container)) {
    if (!container.has(key)) throw failed(`Unable to remove nonexistent key: ${key}: missing value`);
    return container.without(key);
  }
  return container.with(container.items.toSpliced(existingIndex(container, key), 1));
}

function existingIndex({ items }: SequenceNode, key: string): number {
  const index = parseIndex(key);
  if (index >= items.length || index < -items.length) throw invalidIndex(index);
  return index < 0 ? index + items.length : index;
}

function parseIndex(key: string): number {
  if (!/^[-+]?\d{1,15}$/.test(key)) throw failed(`strconv.Atoi: parsing ${JSON.stringify(key)}: invalid syntax`);
  return Number(key);
}

/** The document with another map or list at a location. */
function rebuilt({ around }: Location, changed: Node): Node {
  let result = changed;
  for (const { container, key } of around.toReversed()) {
    result = isMap(container)
      ? container.set(key, result)
      : container.with(container.items.with(existingIndex(container, key), result));
  }
  return result;
}

function inContext<T>(context: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failed(`${context}: ${(error as Error).message}`);
  }
}

function invalidIndex(index: number): KustomizeError {
  return failed(`Unable to access invalid index: ${index}: invalid index referenced`);
}

function failed(message: string): KustomizeError {
  return new KustomizeError("patch", message);
}
