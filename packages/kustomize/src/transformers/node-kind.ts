import type { Node } from "@hawser/goyaml";
import type { KustomizeError } from "../kustomize-error.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { flowText } from "./flow-text.ts";

const NAMES = { scalar: "ScalarNode", map: "MappingNode", sequence: "SequenceNode" } as const;

/** Why a node cannot be used as another kind of node, worded as the real tool does. */
export function wrongKind(wanted: Node["kind"], node: Node): KustomizeError {
  return errorAt(
    node.place,
    "transformer",
    `wrong node kind: expected ${NAMES[wanted]} but got ${NAMES[node.kind]}: node contents:\n${flowText(node)}`,
  );
}
