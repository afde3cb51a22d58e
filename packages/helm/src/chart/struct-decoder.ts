import { MapNode, type Node, ScalarNode, SequenceNode } from "@hawser/goyaml";
import { checkValue, decodeValue, readSigsNode, SigsYamlError, textOfScalar } from "../values/sigs-yaml.ts";
import type { Value } from "../values/values.ts";

/** How a field of a Go struct is read from YAML that goes through JSON. */
export type FieldType =
  | { kind: "string" }
  | { kind: "bool" }
  | { kind: "any" }
  | { kind: "list"; of: FieldType; name: string }
  | { kind: "stringMap" }
  | { kind: "map"; of: FieldType }
  | { kind: "struct"; name: string; fields: Readonly<Record<string, FieldType>>; pointer?: boolean };

/** A struct with the fields that a text had; what Go's zero value would be is left out. */
export type Decoded = Record<string, unknown>;

/**
 * Reads a text into a struct as `sigs.k8s.io/yaml` does: numbers and booleans become texts where a text is wanted,
 * names of fields fit in any case, unknown ones are left out, and the first value of a wrong type is an error.
 */
export function decodeStruct(
  text: string,
  type: FieldType & { kind: "struct" },
  goName: string,
  into: Decoded = {},
  isStrict = false,
): Decoded {
  const node = readSigsNode(text);
  if (node === undefined || isNullNode(node)) return into;
  if (!(node instanceof MapNode))
    throw jsonError(`json: cannot unmarshal ${kindOf(node)} into Go value of type ${goName}`, node);
  // The whole text is decoded first: what is wrong anywhere in it comes before any field of a wrong type.
  checkValue(node);
  const errors: SigsYamlError[] = [];
  decodeFields(node, type, { struct: type.name, path: "", isStrict }, into, errors);
  if (errors[0]) throw errors[0];
  return into;
}

interface Where {
  /** Whether a field that nobody knows is an error. */
  isStrict: boolean;
  struct: string;
  path: string;
}

function decodeFields(
  map: MapNode,
  type: FieldType & { kind: "struct" },
  where: Where,
  into: Decoded,
  errors: SigsYamlError[],
): void {
  const names = Object.keys(type.fields);
  for (const [key, value] of sortedEntries(map)) {
    const name = Object.hasOwn(type.fields, key)
      ? key
      : names.find((field) => field.length === key.length && field.toLowerCase() === key.toLowerCase());
    const field = name === undefined ? undefined : type.fields[name];
    if (name === undefined || field === undefined) {
      if (where.isStrict) errors.push(jsonError(`json: unknown field ${JSON.stringify(key)}`, value));
      continue;
    }
    const path = where.path === "" ? name : `${where.path}.${name}`;
    const decoded = decodeField(value, field, { ...where, path }, into[name], errors);
    if (decoded !== undefined) into[name] = decoded;
  }
}

/** The value of a field; undefined where null leaves it as it is. */
function decodeField(node: Node, type: FieldType, where: Where, old: unknown, errors: SigsYamlError[]): unknown {
  if (isNullNode(node)) return type.kind === "struct" && type.pointer ? null : undefined;
  const wrong = (wanted: string): undefined => {
    errors.push(
      jsonError(
        `json: cannot unmarshal ${kindOf(node)} into Go struct field ${where.struct}.${where.path} of type ${wanted}`,
        node,
      ),
    );
    return undefined;
  };
  switch (type.kind) {
    case "any":
      return decodeValue(node);
    case "string":
      return node instanceof ScalarNode ? (textOfScalar(node) ?? "") : wrong("string");
    case "bool": {
      const value: Value | undefined = node instanceof ScalarNode ? decodeValue(node) : undefined;
      return typeof value === "boolean" ? value : wrong("bool");
    }
    case "list":
      if (!(node instanceof SequenceNode)) return wrong(type.name);
      return node.items.map((item) => decodeField(item, type.of, where, undefined, errors) ?? zeroOf(type.of));
    case "stringMap": {
      if (!(node instanceof MapNode)) return wrong("map[string]string");
      const map = new Map<string, string>(old instanceof Map ? (old as Map<string, string>) : []);
      for (const [key, value] of sortedEntries(node))
        map.set(key, (decodeField(value, { kind: "string" }, where, undefined, errors) as string | undefined) ?? "");
      return map;
    }
    case "map": {
      if (!(node instanceof MapNode)) return wrong("map");
      const map = new Map<string, unknown>();
      for (const [key, value] of sortedEntries(node))
        map.set(key, decodeField(value, type.of, where, undefined, errors));
      return map;
    }
    case "struct": {
      if (!(node instanceof MapNode)) return wrong(type.name);
      const struct: Decoded = {};
      // A struct without a name has none in messages either.
      const name = type.name.startsWith("struct ") ? "" : type.name.slice(type.name.lastIndexOf(".") + 1);
      decodeFields(node, type, { ...where, struct: name }, struct, errors);
      return struct;
    }
  }
}

function zeroOf(type: FieldType): unknown {
  return type.kind === "string" ? "" : null;
}

/** JSON made of a Go map has its keys in order, and of keys that come twice the last. */
function sortedEntries(map: MapNode): [string, Node][] {
  const entries = new Map<string, Node>();
  for (const [i, key] of map.keys.entries()) {
    const value = map.values[i] as Node;
    if (key.tag === "!!merge") {
      for (const merged of value instanceof SequenceNode ? value.items.toReversed() : [value])
        if (merged instanceof MapNode) for (const [name, below] of sortedEntries(merged)) entries.set(name, below);
    } else entries.set(textOfScalar(key) ?? "", value);
  }
  return [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function isNullNode(node: Node): boolean {
  return node instanceof ScalarNode && node.tag === "!!null";
}

function kindOf(node: Node): string {
  if (node instanceof MapNode) return "object";
  if (node instanceof SequenceNode) return "array";
  switch (node instanceof ScalarNode ? node.tag : "") {
    case "!!int":
    case "!!float":
      return "number";
    case "!!bool":
      return "bool";
    default:
      return "string";
  }
}

function jsonError(message: string, node: Node): SigsYamlError {
  return new SigsYamlError(`error unmarshaling JSON: while decoding JSON: ${message}`, node.place);
}
