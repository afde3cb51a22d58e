import {
  type Dialect,
  isMap,
  isSequence,
  MapNode,
  needsQuotes,
  type Node,
  ScalarNode,
  textNode,
  toJson,
} from "@hawser/goyaml";
import { plainTag } from "./set-scalar.ts";

/** The nodes of a JSON document that says the same: numbers as JSON writes them, everything else a text, a flag or null. */
export function toJsonNode(node: Node, dialect: Dialect): Node {
  return mapScalars(node, (scalar, inBraces) =>
    // Between braces the real tool writes nothing for a null that is not written, and reads a text again.
    inBraces && scalar.tag === "!!null" && scalar.text === "" ? textNode("") : scalarToJson(scalar, dialect),
  );
}

/** The nodes that are there after Go read a JSON document into its own values and wrote them as YAML. */
export function fromJsonNode(node: Node): Node {
  return mapScalars(node, scalarFromJson);
}

function mapScalars(
  node: Node,
  change: (scalar: ScalarNode, inBraces: boolean) => ScalarNode,
  inFlow = false,
  inBraces = false,
): Node {
  if (node instanceof ScalarNode) return change(node, inBraces);
  const isFlow = inFlow || node.flow;
  const before = isSequence(node) ? node.items : (node as MapNode).values;
  let after: Node[] | undefined;
  for (let i = 0; i < before.length; i++) {
    const value = before[i] as Node;
    const changed = mapScalars(value, change, isFlow, isFlow && isMap(node));
    if (changed !== value) (after ??= before.slice())[i] = changed;
  }
  if (isSequence(node)) return after ? node.with(after) : node;
  const keys = (node as MapNode).keys;
  const isPlain = areTexts(keys);
  if (!after && isPlain) return node;
  const texts = isPlain
    ? keys
    : keys.map((key) => new ScalarNode(keyText(key), "!!str", key.style, key.origin, key.offset));
  return new MapNode(texts, after ?? before, node.origin, node.flow, node.offset);
}

function areTexts(keys: readonly ScalarNode[]): boolean {
  for (let i = 0; i < keys.length; i++) if (keys[i]?.tag !== "!!str") return false;
  return true;
}

/** Only texts are keys in JSON. */
function keyText(key: ScalarNode): string {
  if (key.tag === "!!str") return key.text;
  return String(toJson(key, { dialect: "v2" }));
}

function scalarToJson(scalar: ScalarNode, dialect: Dialect): ScalarNode {
  if (scalar.tag === "!!str") return scalar;
  const value = toJson(scalar, { dialect });
  const make = (text: string, tag: string): ScalarNode =>
    scalar.text === text && scalar.tag === tag && scalar.style === "plain"
      ? scalar
      : new ScalarNode(text, tag, "plain", scalar.origin, scalar.offset);
  switch (typeof value) {
    case "string":
      return new ScalarNode(value, "!!str", "plain", scalar.origin, scalar.offset);
    case "number":
      return make(String(value), Number.isInteger(value) ? "!!int" : "!!float");
    case "bigint":
      return make(String(value), "!!int");
    case "boolean":
      return make(String(value), "!!bool");
    default:
      return make("null", "!!null");
  }
}

function scalarFromJson(scalar: ScalarNode): ScalarNode {
  const { text, tag, style } = scalar;
  if (tag === "!!str") {
    const wanted = style === "plain" || style === "double" ? textStyle(text) : style;
    return wanted === style ? scalar : new ScalarNode(text, tag, wanted, scalar.origin, scalar.offset);
  }
  if (tag !== "!!int" && tag !== "!!float") return scalar;
  const written = floatText(Number(text));
  const numberTag = plainTag(written);
  if (written === text && numberTag === tag) return scalar;
  return new ScalarNode(written, numberTag, "plain", scalar.origin, scalar.offset);
}

function textStyle(text: string): "plain" | "double" {
  // No word with a meaning is as long, and all numbers and dates begin otherwise.
  if (text.length > 5 && /^[a-z/]/i.test(text)) return "plain";
  return needsQuotes(text) || plainTag(text) !== "!!str" ? "double" : "plain";
}

/** Go's shortest form of a float: with an exponent below 1e-4, and from 1e+06 on. */
function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  const sign = power < 0 ? "-" : "+";
  return `${digits}e${sign}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** Equal as JSON documents are to the library: numbers by how they are written, maps without regard to order. */
export function sameJson(a: Node, b: Node): boolean {
  if (a instanceof ScalarNode || b instanceof ScalarNode) {
    if (!(a instanceof ScalarNode && b instanceof ScalarNode)) return false;
    return a.text === b.text && isText(a) === isText(b);
  }
  if (isSequence(a) && isSequence(b))
    return a.items.length === b.items.length && a.items.every((item, at) => sameJson(item, b.items[at] as Node));
  if (!isMap(a) || !isMap(b) || a.size !== b.size) return false;
  return a.keys.every((key, at) => {
    const other = b.get(key.text);
    return other !== undefined && sameJson(a.values[at] as Node, other);
  });
}

function isText(scalar: ScalarNode): boolean {
  return scalar.tag === "!!str";
}
