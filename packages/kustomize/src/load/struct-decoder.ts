import {
  isMap,
  isNull,
  isScalar,
  isSequence,
  MapNode,
  type Node,
  type NodePlace,
  resolvePlain,
  type ScalarNode,
} from "@hawser/goyaml";
import { compareBytewise } from "@hawser/source";
import { KustomizeError, type KustomizeErrorCode } from "../kustomize-error.ts";
import type { Shape, StructShape } from "./shapes.ts";

/**
 * Which of Go's decoders reads.
 *
 * - `json`: a kustomization. Names of fields in any case, unknown ones are errors, a number is no text.
 * - `config`: as `json`, but a number or flag where a text belongs becomes one.
 * - `yaml`: the configuration of a plugin. Exact names, unknown ones are ignored, any scalar is a text.
 */
export type DecodeRules = "json" | "config" | "yaml";

export interface DecodeOptions {
  readonly rules: DecodeRules;
  /** What messages begin with, such as `invalid Kustomization: `. */
  readonly prefix?: string;
  readonly code?: KustomizeErrorCode;
}

/**
 * Decodes a node into a plain value of the shape: `T` with the fields that are written, and nothing else. What is null
 * counts as not written. Throws `KustomizeError` with Go's message and the place of what is wrong; of several mistakes
 * the one that Go names.
 */
export function decodeStruct<T>(node: Node, shape: StructShape<T>, options: DecodeOptions): T {
  const run = (sorts: boolean): T =>
    (decode({ ...options, path: [], struct: "", sorts }, node, shape as Shape<unknown>, undefined) ?? {}) as T;
  if (options.rules === "yaml") return run(false);
  try {
    return run(false);
  } catch {
    return run(true);
  }
}

/**
 * Where a decoded part is written: `placeOf(node, "images", 0, "newTag")`. Names of fields in any case, as the decoder
 * reads them. Where the path ends early, the place of what is there.
 */
export function placeOf(node: Node | undefined, ...path: readonly (string | number)[]): NodePlace | undefined {
  let at = node;
  for (const segment of path) {
    const next = partOf(at, segment);
    if (next === undefined) break;
    at = next;
  }
  return at?.place;
}

/** The node of a decoded part, or undefined. */
export function partOf(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let at = node;
  for (const segment of path) {
    if (typeof segment === "number") at = isSequence(at) ? at.items[segment] : undefined;
    else if (isMap(at)) {
      at = fieldOf(at, segment.toLowerCase());
    } else return undefined;
  }
  return at;
}

/** The field with a name in lower case; of those that come twice the last. */
function fieldOf(map: MapNode, wanted: string): Node | undefined {
  const isWanted = (key: ScalarNode): boolean => key.text.toLowerCase() === wanted;
  const at = map.keys.findIndex(isWanted);
  const isOnly = map.keys.findLastIndex(isWanted) === at && !map.keys.some(({ tag }) => tag === "!!merge");
  if (isOnly) return at < 0 ? undefined : map.values[at];
  return fieldsOf(map).findLast(([key]) => isWanted(key))?.[1];
}

/** An error at a place. */
export function errorAt(
  place: NodePlace | undefined,
  code: KustomizeErrorCode,
  message: string,
  cause?: unknown,
): KustomizeError {
  return new KustomizeError(code, message, {
    ...(place && { file: place.source.file, line: place.line, column: place.column }),
    ...(cause === undefined ? {} : { cause }),
  });
}

interface Decoder extends DecodeOptions {
  /** Names of fields on the way. */
  readonly path: string[];
  /** The innermost struct. */
  struct: string;
  /** Go turns a text into JSON first, which sorts the keys. That only shows in which of two mistakes is told. */
  readonly sorts: boolean;
}

function decode(decoder: Decoder, node: Node, shape: Shape<unknown>, existing: unknown): unknown {
  if (isNull(node)) return existing;
  switch (shape.kind) {
    case "text":
      return decodeText(decoder, node, shape);
    case "flag":
      return decodeFlag(decoder, node, shape);
    case "integer":
      return decodeInteger(decoder, node, shape);
    case "node":
      return node;
    case "nodeMap":
      if (!isMap(node)) throw mismatch(decoder, node, shape);
      return node;
    case "list":
      if (!isSequence(node)) throw mismatch(decoder, node, shape);
      return node.items.map((item) => decode(decoder, item, shape.items, undefined) ?? zeroOf(shape.items));
    case "map": {
      if (!isMap(node)) throw mismatch(decoder, node, shape);
      const map = new Map(existing instanceof Map ? (existing as Map<string, unknown>) : undefined);
      for (const [key, value] of inOrder(decoder, node, true))
        map.set(keyText(key), decode(decoder, value, shape.items, undefined) ?? zeroOf(shape.items));
      return map;
    }
    case "struct":
      return decodeFields(decoder, node, shape, existing);
  }
}

function decodeFields(decoder: Decoder, node: Node, shape: StructShape<unknown>, existing: unknown): unknown {
  if (!isMap(node)) throw mismatch(decoder, node, shape);
  const result: Record<string, unknown> = { ...(existing as object | undefined) };
  const outer = decoder.struct;
  for (const [key, value] of inOrder(decoder, node, decoder.sorts)) {
    const written = keyText(key);
    const name = decoder.rules === "yaml" ? written : shape.byLowerCase.get(written.toLowerCase());
    const field = name === undefined ? undefined : shape.fields.get(name);
    if (name === undefined || field === undefined) {
      if (decoder.rules === "yaml") continue;
      throw failure(decoder, key, `json: unknown field ${JSON.stringify(written)}`);
    }
    decoder.struct = shape.goType.slice(shape.goType.lastIndexOf(".") + 1);
    const length = decoder.path.length;
    if (field.via !== undefined) decoder.path.push(field.via);
    decoder.path.push(name);
    const decoded = decode(decoder, value, field, result[name]);
    if (decoded !== undefined) result[name] = decoded;
    decoder.path.length = length;
    decoder.struct = outer;
  }
  return result;
}

function decodeText(decoder: Decoder, node: Node, shape: Shape<unknown>): string {
  if (!isScalar(node)) throw mismatch(decoder, node, shape);
  if (node.tag === "!!binary") return Buffer.from(node.text, "base64").toString();
  if (decoder.rules === "yaml") return node.text;
  if (node.tag !== "!!int" && node.tag !== "!!float" && node.tag !== "!!bool") return node.text;
  // Go's library looks for the type of a field by its name, and does not find those of embedded structs.
  if (decoder.rules === "config" && shape.via === undefined) return String(valueOf(node));
  throw mismatch(decoder, node, shape);
}

const YES = new Set(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"]);
const NO = new Set(["n", "N", "no", "No", "NO", "off", "Off", "OFF"]);

function decodeFlag(decoder: Decoder, node: Node, shape: Shape<unknown>): boolean {
  if (isScalar(node)) {
    if (node.tag === "!!bool") return YES.has(node.text) || node.text.toLowerCase() === "true";
    if (decoder.rules === "yaml" && node.tag === "!!str") {
      if (YES.has(node.text)) return true;
      if (NO.has(node.text)) return false;
    }
  }
  throw mismatch(decoder, node, shape);
}

function decodeInteger(decoder: Decoder, node: Node, shape: Shape<unknown>): number {
  if (!isScalar(node) || (node.tag !== "!!int" && node.tag !== "!!float")) throw mismatch(decoder, node, shape);
  const value = Number(valueOf(node));
  // What does not fit into 64 bits is a float to Go; of what fits, nobody can tell the last digits here.
  if (!Number.isInteger(value) || Math.abs(value) >= 2 ** 63) throw mismatch(decoder, node, shape, ` ${value}`);
  return value;
}

/** The value of a number or flag. */
function valueOf(node: ScalarNode): unknown {
  const scalar = resolvePlain(node.text, "v2");
  return "value" in scalar ? scalar.value : node.text;
}

function zeroOf(shape: Shape<unknown>): unknown {
  switch (shape.kind) {
    case "text":
      return "";
    case "flag":
      return false;
    case "integer":
      return 0;
    case "list":
      return [];
    case "map":
      return new Map();
    default:
      return {};
  }
}

/** The fields of a map, merge keys followed; of a key that comes twice the last. */
export function fieldsOf(map: MapNode): (readonly [ScalarNode, Node])[] {
  const fields = new Map<string, readonly [ScalarNode, Node]>();
  collect(map, fields, 0);
  return [...fields.values()];
}

function collect(map: MapNode, into: Map<string, readonly [ScalarNode, Node]>, depth: number): void {
  const merged: Node[] = [];
  for (const [index, key] of map.keys.entries()) {
    const value = map.values[index] as Node;
    if (key.tag === "!!merge") merged.push(...(isSequence(value) ? value.items : [value]));
    else if (depth === 0 || !into.has(key.text)) into.set(key.text, [key, value]);
  }
  for (const other of merged) if (isMap(other)) collect(other, into, depth + 1);
}

function inOrder(decoder: Decoder, map: MapNode, sorts: boolean): (readonly [ScalarNode, Node])[] {
  const isSimple = isPlain(map);
  const fields = isSimple
    ? map.keys.map((key, index): readonly [ScalarNode, Node] => [key, map.values[index] as Node])
    : fieldsOf(map);
  if (isSimple && !sorts) return fields;
  return decoder.rules === "yaml" ? fields : fields.sort(([a], [b]) => compareBytewise(a.text, b.text));
}

/** No merges, and no name that comes twice in any spelling. */
function isPlain(map: MapNode): boolean {
  const { keys } = map;
  const names: string[] = [];
  for (let i = 0; i < keys.length; i++) {
    const { tag, text } = keys[i] as ScalarNode;
    if (tag === "!!merge") return false;
    names.push(text.toLowerCase());
  }
  // Most maps have a few keys, for which there need be no set.
  if (names.length > 8) return new Set(names).size === names.length;
  return names.every((name, index) => names.indexOf(name) === index);
}

function keyText(key: ScalarNode): string {
  return key.tag === "!!bool" || key.tag === "!!int" || key.tag === "!!float" ? String(valueOf(key)) : key.text;
}

function mismatch(decoder: Decoder, node: Node, shape: Shape<unknown>, number = ""): KustomizeError {
  if (decoder.rules === "yaml") {
    const shown = isScalar(node) ? ` \`${node.text.length > 10 ? `${node.text.slice(0, 7)}...` : node.text}\`` : "";
    return failure(
      decoder,
      node,
      `yaml: unmarshal errors:\n  line ${node.place?.line ?? 0}: cannot unmarshal ${yamlTag(node)}${shown} into ${shape.goType}`,
    );
  }
  const where =
    decoder.path.length === 0
      ? `Go value of type ${shape.goType}`
      : `Go struct field ${decoder.struct}.${decoder.path.join(".")} of type ${shape.goType}`;
  return failure(decoder, node, `json: cannot unmarshal ${jsonType(node)}${number} into ${where}`);
}

function failure(decoder: Decoder, node: Node, message: string): KustomizeError {
  return errorAt(node.place, decoder.code ?? "invalid-kustomization", `${decoder.prefix ?? ""}${message}`);
}

function jsonType(node: Node): string {
  if (isMap(node)) return "object";
  if (isSequence(node)) return "array";
  return node.tag === "!!bool" ? "bool" : node.tag === "!!int" || node.tag === "!!float" ? "number" : "string";
}

function yamlTag(node: Node): string {
  if (isMap(node)) return "!!map";
  return isSequence(node) ? "!!seq" : node.tag;
}
