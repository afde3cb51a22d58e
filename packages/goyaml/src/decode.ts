import { isMap, isNull, isSequence, MapNode, type Node, ScalarNode, SequenceNode } from "./node.ts";
import { decodeScalar } from "./decode-scalar.ts";
import { placeOf } from "./place-of.ts";
import type { Dialect } from "./scalars.ts";
import { goSyntaxOf } from "./go-syntax.ts";
import { writeNumber } from "./numbers.ts";
import { bareYamlError, YamlError } from "./yaml-error.ts";

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
  const merges: [ScalarNode, Node][] = [];
  /** The map's own keys, once it has others. */
  let own: Set<string> | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as ScalarNode;
    const value = values[i] as Node;
    if (key.tag === "!!merge") {
      if (dialect === "v3") merges.push([key, value]);
      else {
        own ??= new Set(Object.keys(out));
        mergeInto(out, key, value, dialect, duplicates, true);
      }
      continue;
    }
    const text = keyText(key, value, dialect);
    if (!duplicates && (own ? own.has(text) : Object.hasOwn(out, text))) {
      throw new YamlError(`mapping key ${JSON.stringify(text)} already defined`, placeOf(key));
    }
    own?.add(text);
    set(out, text, decode(value, dialect, duplicates));
  }
  for (const [key, merge] of merges) mergeInto(out, key, merge, dialect, duplicates, false);
}

function mergeInto(
  out: Json,
  key: ScalarNode,
  from: Node,
  dialect: Dialect,
  duplicates: boolean,
  override: boolean,
): void {
  // An alias is the node that stands before it; only a list that stands here may name several maps.
  const here = isSequence(from) && !(from.origin === key.origin && from.offset < key.offset);
  const maps = here ? from.items.toReversed() : [from];
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
function keyText(key: ScalarNode, value: Node, dialect: Dialect): string {
  if (key.tag === "!!str") return key.text;
  const decoded = decodeScalar(key, dialect);
  if (decoded !== null) return typeof decoded === "number" ? writeNumber(decoded) : String(decoded);
  throw bareYamlError(
    `unsupported map key of type: %!s(<nil>), key: <nil>, value: ${isNull(value) ? "<nil>" : goSyntaxOf(value, dialect)}`,
    placeOf(key),
  );
}
