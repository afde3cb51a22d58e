import { decodeScalar } from "./decode-scalar.ts";
import { isUnreadableBlock } from "./folded-style.ts";
import { goSyntaxOf } from "./go-syntax.ts";
import { CONTROL } from "./json-text.ts";
import { MapNode, type Node, type ScalarNode, SequenceNode } from "./node.ts";
import { placeOf } from "./place-of.ts";
import { bareYamlError, type YamlError } from "./yaml-error.ts";

interface Fault {
  reason: string;
  node: ScalarNode;
}

/** The first fault of each step on the way of an object to its bytes. */
interface Faults {
  block?: Fault;
  json?: Fault;
  control?: Fault;
  key?: Fault;
}

/** Why Kustomize cannot print an object, in its words; for one of which it is known that it cannot. */
export function unwritableError(root: Node): YamlError {
  const faults: Faults = {};
  visit(root, faults, true, false);
  const fault = faults.block ?? faults.json ?? faults.control ?? faults.key;
  const shown = goSyntaxOf(root, "v3", true);
  return bareYamlError(fault ? `${shown}: ${fault.reason}` : shown, fault && placeOf(fault.node));
}

/** True for a scalar that is written as a block, and then not read again. */
export function isUnreadable(node: ScalarNode, inFlow: boolean): boolean {
  if (inFlow || node.text.charCodeAt(0) !== 9) return false;
  const block =
    node.style === "literal" || node.style === "folded" || (node.style === "plain" && node.text.includes("\n"));
  return block && isUnreadableBlock(node.text);
}

/** Why a number or a time cannot stand in JSON. */
export function jsonFault(node: ScalarNode): string | undefined {
  if (node.tag !== "!!float" && node.tag !== "!!timestamp") return undefined;
  const value = decodeScalar(node, "v3");
  if (typeof value === "number" && !Number.isFinite(value))
    return `json: unsupported value: ${Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf"}`;
  // Go reads a zone of 24 hours, and does not write it.
  return node.tag === "!!timestamp" && /[-+]24:..$/.test(String(value))
    ? "json: error calling MarshalJSON for type time.Time: Time.MarshalJSON: timezone hour outside of range [0,23]"
    : undefined;
}

/** Tags of keys that only the object itself may have; other maps keep the type of their keys. */
export const TYPED_KEYS: ReadonlySet<string> = new Set(["!!int", "!!float", "!!bool", "!!timestamp"]);

/** Goes through a node in the order of JSON: names by their bytes. */
function visit(node: Node, faults: Faults, atTop: boolean, inFlow: boolean): void {
  if (node instanceof SequenceNode) for (const item of node.items) visit(item, faults, false, inFlow || node.flow);
  else if (node instanceof MapNode) visitMap(node, faults, atTop, inFlow || node.flow);
  else visitScalar(node, faults, inFlow);
}

function visitMap(map: MapNode, faults: Faults, atTop: boolean, inFlow: boolean): void {
  const typed = atTop ? undefined : map.keys.find((key) => TYPED_KEYS.has(key.tag));
  if (typed) faults.json ??= { reason: "json: unsupported type: map[interface {}]interface {}", node: typed };
  const fields = map.keys.map((key, i) => ({ key, value: map.values[i] as Node }));
  fields.sort((a, b) => (a.key.text < b.key.text ? -1 : 1));
  for (const { key, value } of fields) {
    if (CONTROL.test(key.text)) faults.control ??= { reason: "yaml: control characters are not allowed", node: key };
    // To the reader of JSON such a key ends on another line than it began, which no key may.
    if (key.text.includes("\u0085"))
      faults.key ??= { reason: "yaml: line 1: did not find expected ',' or '}'", node: key };
    visit(value, faults, false, inFlow);
  }
}

function visitScalar(node: ScalarNode, faults: Faults, inFlow: boolean): void {
  if (isUnreadable(node, inFlow)) {
    const reason = `yaml: line ${node.place?.line ?? 0}: found a tab character where an indentation space is expected`;
    faults.block ??= { reason, node };
  }
  const json = jsonFault(node);
  if (json !== undefined) faults.json ??= { reason: json, node };
  const value = decodeScalar(node, "v3");
  if (typeof value === "string" && CONTROL.test(value))
    faults.control ??= { reason: "yaml: control characters are not allowed", node };
}
