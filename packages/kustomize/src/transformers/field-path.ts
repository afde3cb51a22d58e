import { isMap, isNull, isScalar, isSequence, MapNode, type Node, ScalarNode, SequenceNode } from "@hawser/goyaml";
import { RE2JS } from "re2js";
import { KustomizeError } from "../kustomize-error.ts";
import { flowText } from "./flow-text.ts";
import { wrongKind } from "./node-kind.ts";
import { UntypedScalar } from "./set-scalar.ts";
import { changeStructured } from "./structured-text.ts";

/** What a missing value at the end of a path is made of; undefined makes nothing. */
export type CreateKind = Node["kind"] | undefined;

/** Answers what takes the place of a value; `isInText` of one that a text holds, which is JSON or YAML. */
export type ChangeValue = (value: Node, isInText: boolean) => Node;

/** The node with changed values, and how many places the path led to. */
export interface Changed {
  readonly node: Node;
  readonly found: number;
}

/** Splits `spec.containers.[name=web].image`: `\.` and dots in brackets do not split. */
export function splitFieldPath(path: string): string[] {
  const split: string[] = [];
  for (const part of path.split(".")) {
    const last = split.at(-1);
    if (last?.endsWith("\\")) split[split.length - 1] = `${last.slice(0, -1)}.${part}`;
    else split.push(part);
  }
  const result: string[] = [];
  for (let i = 0; i < split.length; i++) {
    let part = split[i] as string;
    if (part.startsWith("[") && !part.endsWith("]")) {
      while (i < split.length - 1) {
        part += `.${split[++i]}`;
        if (part.endsWith("]")) break;
      }
      if (!part.includes("=")) part = part.replace(/^[[\]]+|[[\]]+$/g, "");
    }
    result.push(part);
  }
  return result[0] === "" && result.length > 1 ? result.slice(1) : result;
}

const isIndex = (part: string): boolean => /^\d+$/.test(part);
const isCondition = (part: string): boolean => part.startsWith("[") && part.endsWith("]");

/** Looks a value up; undefined where there is none. Lists are reached by index, by `-` for the last, or by `[field=value]`. */
export function lookUp(node: Node, path: readonly string[]): Node | undefined {
  let at: Node | undefined = node;
  for (const part of path) {
    if (at === undefined || isNull(at)) return undefined;
    if (part === "*") throw new KustomizeError("transformer", "wildcard is not supported in PathGetter");
    at = isCondition(part)
      ? elementWith(at, part)
      : isIndex(part) || part === "-"
        ? elementAt(at, part)
        : fieldOf(at, part);
  }
  return at;
}

function fieldOf(node: Node, part: string): Node | undefined {
  if (part === "") {
    if (!isScalar(node)) throw wrongKind("scalar", node);
    return node;
  }
  if (!isMap(node)) throw wrongKind("map", node);
  return node.get(part);
}

function elementAt(node: Node, part: string): Node | undefined {
  if (isMap(node) && node.has(part)) return node.get(part);
  if (!isSequence(node)) throw wrongKind("sequence", node);
  return part === "-" ? node.items.at(-1) : node.items[Number(part)];
}

function elementWith(node: Node, part: string): Node | undefined {
  const { field, value } = splitCondition(part);
  if (!isSequence(node)) throw wrongKind("sequence", node);
  return node.items.find((item) => {
    const found = field === "" ? item : isMap(item) ? item.get(field) : undefined;
    return isScalar(found) && found.text === value;
  });
}

function splitCondition(part: string): { field: string; value: string } {
  const inner = part.slice(1, -1);
  const at = inner.indexOf("=");
  if (at < 0)
    throw new KustomizeError("transformer", "list path element must contain fieldName=fieldValue for element to match");
  return { field: inner.slice(0, at), value: inner.slice(at + 1) };
}

/**
 * Changes all values that a path leads to. `*` is every element of a list; conditions hold patterns; what is missing is
 * made of `create`. A path that goes on inside of a text is followed there, if the text is JSON or YAML.
 */
export function changeAt(node: Node, path: readonly string[], create: CreateKind, change: ChangeValue): Changed {
  const [part, ...rest] = path;
  if (part === undefined) return { node: change(node, false), found: 1 };
  if (isScalar(node) && !isNull(node)) {
    const structured = changeStructured(node, (inner) => changeAt(inner, path, create, (value) => change(value, true)));
    if (structured) return structured;
  }
  if (isIndex(part)) return changeIndex(node, Number(part), rest, create, change);
  if (isCondition(part)) return changeMatching(node, part, rest, create, change);
  if (part === "*") return changeElements(node, () => true, rest, create, change);
  return changeField(node, part, rest, create, change);
}

/** What a path goes on with decides what is made for it. */
function made(rest: readonly string[], create: Node["kind"]): Node {
  const [next] = rest;
  const kind = next === undefined ? create : isIndex(next) || isCondition(next) ? "sequence" : "map";
  if (kind === "map") return new MapNode([], []);
  return kind === "sequence" ? new SequenceNode([]) : new UntypedScalar("");
}

function changeField(
  node: Node,
  part: string,
  rest: readonly string[],
  create: CreateKind,
  change: ChangeValue,
): Changed {
  // The real tool makes fields of a null that nobody sees.
  if (isNull(node)) return { node, found: create ? 1 : 0 };
  const field = fieldOf(node, part) ?? (create && made(rest, create));
  if (!field) return { node, found: 0 };
  const { node: after, found } = changeAt(field, rest, create, change);
  return { node: isMap(node) ? node.set(part, after) : node, found };
}

function changeIndex(
  node: Node,
  index: number,
  rest: readonly string[],
  create: CreateKind,
  change: ChangeValue,
): Changed {
  if (isNull(node) && !create)
    throw new KustomizeError("transformer", `index ${index} specified but only 0 elements found`);
  if (!isSequence(node)) throw wrongKind("sequence", node);
  const items = create && index === node.items.length ? [...node.items, made(rest, create)] : node.items;
  const item = items[index];
  if (!item)
    throw new KustomizeError("transformer", `index ${index} specified but only ${items.length} elements found`);
  const { node: after, found } = changeAt(item, rest, create, change);
  return { node: after === node.items[index] ? node : node.with(items.with(index, after)), found };
}

function changeMatching(
  node: Node,
  part: string,
  rest: readonly string[],
  create: CreateKind,
  change: ChangeValue,
): Changed {
  const { field, value } = splitCondition(part);
  // As of fields, the real tool makes elements of a null that nobody sees.
  if (isNull(node)) return { node, found: create ? 1 : 0 };
  let pattern: RE2JS;
  try {
    pattern = RE2JS.compile(value);
  } catch (error) {
    throw new KustomizeError("transformer", (error as Error).message, { cause: error });
  }
  const matches = (item: Node): boolean => {
    const found = field === "" ? item : isMap(item) ? item.get(field) : undefined;
    return found !== undefined && pattern.matcher(flowText(found)).find();
  };
  // A path ends with a condition on elements themselves, whatever comes behind it.
  const inner = field === "" ? [] : rest;
  const result = changeElements(node, matches, inner, create, change);
  if (result.found > 0 || !create) return result;
  const element =
    field === "" ? new UntypedScalar(value) : new MapNode([new ScalarNode(field, "!!str")], [new UntypedScalar(value)]);
  if (!isSequence(node)) throw wrongKind("sequence", node);
  return changeElements(node.with([...node.items, element]), matches, inner, create, change);
}

function changeElements(
  node: Node,
  matches: (item: Node) => boolean,
  rest: readonly string[],
  create: CreateKind,
  change: ChangeValue,
): Changed {
  if (isNull(node)) return { node, found: 0 };
  if (!isSequence(node)) throw wrongKind("sequence", node);
  let items: Node[] | undefined;
  let found = 0;
  for (const [at, item] of node.items.entries()) {
    if (!matches(item)) continue;
    const result = changeAt(item, rest, create, change);
    found += result.found;
    if (result.node !== item) (items ??= node.items.slice())[at] = result.node;
  }
  return { node: items ? node.with(items) : node, found };
}
