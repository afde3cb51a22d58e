import { isMap, isSequence, MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { type Dialect, resolvePlain } from "./scalars.ts";
import { type ErrorPlace, YamlError } from "./yaml-error.ts";

export interface DecodeOptions {
  dialect?: Dialect;
  /** Later keys win instead of being an error, as where Go decodes into a map. */
  allowDuplicateKeys?: boolean;
}

type Json = Record<string, unknown>;

/**
 * What a node means, as a JSON value. Integers beyond 2⁵³ are bigints; timestamps are RFC 3339 texts in v3 and stay as
 * they are written in v2; merge keys are followed.
 *
 * Throws `YamlError` for duplicate keys, for what is tagged as something it is not, and for merges of anything but maps.
 */
export function toJson(node: Node, options: DecodeOptions = {}): unknown {
  const dialect = options.dialect ?? "v3";
  const duplicates = options.allowDuplicateKeys === true;
  return decode(node, dialect, duplicates);
}

function decode(node: Node, dialect: Dialect, duplicates: boolean): unknown {
  if (node instanceof ScalarNode) return decodeScalar(node, dialect);
  if (node instanceof SequenceNode) return node.items.map((item) => decode(item, dialect, duplicates));
  const out: Json = {};
  decodeInto(out, node, dialect, duplicates);
  return out;
}

function decodeInto(out: Json, map: MapNode, dialect: Dialect, duplicates: boolean): void {
  const { keys, values } = map;
  const merges: Node[] = [];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as ScalarNode;
    const value = values[i] as Node;
    if (key.tag === "!!merge") {
      if (dialect === "v3") merges.push(value);
      else mergeInto(out, value, dialect, duplicates, true);
      continue;
    }
    const text = keyText(key, dialect);
    if (!duplicates && Object.hasOwn(out, text) && firstOf(map, text, dialect) < i) {
      throw new YamlError(`mapping key ${JSON.stringify(text)} already defined`, placeOf(key));
    }
    set(out, text, decode(value, dialect, duplicates));
  }
  for (const merge of merges) mergeInto(out, merge, dialect, duplicates, false);
}

function firstOf(map: MapNode, text: string, dialect: Dialect): number {
  return map.keys.findIndex((key) => key.tag !== "!!merge" && keyText(key, dialect) === text);
}

function mergeInto(out: Json, from: Node, dialect: Dialect, duplicates: boolean, override: boolean): void {
  const maps = isSequence(from) ? from.items.toReversed() : [from];
  const merged: Json = {};
  for (const map of maps) {
    if (!isMap(map)) throw new YamlError("map merge requires map or sequence of maps as the value", placeOf(from), 0);
    decodeInto(merged, map, dialect, true);
  }
  for (const key of Object.keys(merged)) if (override || !Object.hasOwn(out, key)) set(out, key, merged[key]);
}

/** Sets a field of its own, whatever its name means to the language. */
export function set(out: Json, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(out, key, { value, writable: true, enumerable: true, configurable: true });
  else out[key] = value;
}

/** The name of a field: other keys than texts are written as JSON writes them. */
function keyText(key: ScalarNode, dialect: Dialect): string {
  if (key.tag === "!!str") return key.text;
  const value = decodeScalar(key, dialect);
  return value === null ? "null" : String(value);
}

function decodeScalar(node: ScalarNode, dialect: Dialect): string | number | bigint | boolean | null {
  const { text, tag } = node;
  switch (tag) {
    case "!!str":
    case "!!merge":
      return text;
    case "!!null":
      return null;
    case "!!bool": {
      const scalar = resolvePlain(text, "v2");
      if (scalar.kind === "bool") return scalar.value;
      break;
    }
    case "!!int":
    case "!!float": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "int") return tag === "!!float" ? Number(scalar.value) : scalar.value;
      if (scalar.kind === "float" && tag === "!!float") return scalar.value;
      break;
    }
    case "!!timestamp": {
      const scalar = resolvePlain(text, dialect);
      if (scalar.kind === "timestamp") return dialect === "v3" ? scalar.value : text;
      break;
    }
    case "!!binary":
      return decodeBinary(node);
    default:
      return text;
  }
  throw new YamlError(`cannot decode !!str \`${text}\` as a ${tag}`, placeOf(node), 0);
}

function decodeBinary(node: ScalarNode): string {
  const base64 = node.text.replace(/[\r\n]/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0)
    throw new YamlError("!!binary value contains invalid base64 data", placeOf(node), 0);
  return Buffer.from(base64, "base64").toString("utf8");
}

export function placeOf(node: Node): ErrorPlace | undefined {
  const { place } = node;
  return (
    place && { file: place.source.file === "" ? undefined : place.source.file, line: place.line, column: place.column }
  );
}
