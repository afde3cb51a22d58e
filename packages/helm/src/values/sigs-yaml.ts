import { isSequence, MapNode, type Node, readNode, ScalarNode, SequenceNode, toJson, YamlError } from "@hawser/goyaml";
import { formatFloat32 } from "./float32.ts";
import type { Value, Values } from "./values.ts";

/** Text that Go's `sigs.k8s.io/yaml` refuses, with its message; line and column are those of the text. */
export class SigsYamlError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, place?: { line?: number | undefined; column?: number | undefined }) {
    super(message);
    this.name = "SigsYamlError";
    this.line = place?.line;
    this.column = place?.column;
  }
}

/**
 * Reads the first document as `sigs.k8s.io/yaml` does: through JSON, so every number becomes a float64 and every key
 * a text. Null for an empty text.
 */
export function readSigsYaml(text: string, file?: string): Value {
  const node = readSigsNode(text, file);
  return node === undefined ? null : convert(() => decodeValue(node));
}

/** The first document as nodes, for who needs to know how a value was written. */
export function readSigsNode(text: string, file?: string): Node | undefined {
  refuseBrokenBytes(text);
  return convert(() => readNode(text, { dialect: "v2", ...(file === undefined ? {} : { file }) }));
}

const BROKEN = /[\udc80-\udcff]/u;

/** Bytes that are no UTF-8 are lone surrogates here; Go's reader stops at the first. */
function refuseBrokenBytes(text: string): void {
  const match = BROKEN.exec(text);
  if (!match) return;
  const byte = match[0].charCodeAt(0) - 0xdc00;
  const isLeading = byte >= 0xc0 && byte < 0xf8;
  const isLast = match.index === text.length - 1;
  const reason = !isLeading
    ? "invalid leading UTF-8 octet"
    : isLast
      ? "incomplete UTF-8 octet sequence"
      : "invalid trailing UTF-8 octet";
  throw new SigsYamlError(`error converting YAML to JSON: yaml: ${reason}`);
}

function convert<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof YamlError) throw new SigsYamlError(`error converting YAML to JSON: ${error.message}`, error);
    throw error;
  }
}

/** What a node means, as a value. */
export function decodeValue(node: Node): Value {
  if (node instanceof ScalarNode) return decodeScalar(node);
  if (node instanceof SequenceNode) return node.items.map(decodeValue);
  const values: Values = new Map();
  decodeInto(values, node);
  return values;
}

function decodeInto(values: Values, map: MapNode): void {
  const { keys } = map;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as ScalarNode;
    const value = map.values[i] as Node;
    if (key.tag === "!!merge") mergeInto(values, value);
    else values.set(keyOf(key, value), decodeValue(value));
  }
}

/** What is merged wins over what stands before it, and loses against what comes after. */
function mergeInto(values: Values, from: Node): void {
  for (const map of isSequence(from) ? from.items.toReversed() : [from]) {
    if (!(map instanceof MapNode)) throw new YamlError("map merge requires map or sequence of maps as the value");
    decodeInto(values, map);
  }
}

function decodeScalar(node: ScalarNode): Value {
  if (node.tag === "!!str") return node.text;
  const value = toJson(node, { dialect: "v2" });
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && !Number.isFinite(value))
    throw new SigsYamlError(
      `error converting YAML to JSON: json: unsupported value: ${Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf"}`,
      node.place,
    );
  return value as Value;
}

/** Throws where `decodeValue` would, and makes nothing. */
export function checkValue(node: Node): void {
  if (node instanceof ScalarNode) {
    if (node.tag !== "!!str" && node.tag !== "!!int" && node.tag !== "!!bool") decodeScalar(node);
    else if (node.style !== "plain") decodeScalar(node);
  } else if (node instanceof SequenceNode) for (const item of node.items) checkValue(item);
  else {
    for (let i = 0; i < node.keys.length; i++) {
      const key = node.keys[i] as ScalarNode;
      const value = node.values[i] as Node;
      if (key.tag === "!!merge") mergeInto(new Map(), value);
      else if (key.tag !== "!!str") keyOf(key, value);
      checkValue(value);
    }
  }
}

function keyOf(key: ScalarNode, value: Node): string {
  if (key.tag === "!!str") return key.text;
  const name = textOfScalar(key);
  if (name !== undefined && !(isInteger(key) && BigInt(name) > 9_223_372_036_854_775_807n)) return name;
  const what =
    name === undefined ? "type: %!s(<nil>), key: <nil>" : `type: uint64, key: 0x${BigInt(name).toString(16)}`;
  throw new SigsYamlError(
    `error converting YAML to JSON: unsupported map key of ${what}, value: ${goSyntax(value)}`,
    key.place,
  );
}

function isInteger(node: ScalarNode): boolean {
  return node.tag === "!!int";
}

/** The text that takes the place of a scalar where Go wants a string: of a key, or of a field; undefined for null. */
export function textOfScalar(node: ScalarNode): string | undefined {
  if (node.tag === "!!str") return node.text;
  const value = toJson(node, { dialect: "v2" });
  switch (typeof value) {
    case "string":
      return value;
    case "bigint":
    case "boolean":
      return String(value);
    case "number":
      if (node.tag !== "!!float" && Number.isSafeInteger(value)) return String(value);
      if (Number.isFinite(value)) return formatFloat32(value);
      return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
    default:
      return undefined;
  }
}

/** As Go's `%#v` prints what a node was read as. */
function goSyntax(node: Node): string {
  if (node instanceof SequenceNode) return `[]interface {}{${node.items.map(goSyntax).join(", ")}}`;
  if (node instanceof MapNode) {
    const fields = node.keys.map((key, i) => `${goSyntax(key)}:${goSyntax(node.values[i] as Node)}`);
    return `map[interface {}]interface {}{${fields.sort().join(", ")}}`;
  }
  const value = toJson(node, { dialect: "v2" });
  if (value === null) return "interface {}(nil)";
  return typeof value === "string" ? JSON.stringify(value) : String(value as number | boolean);
}
