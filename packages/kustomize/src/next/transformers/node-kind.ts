import type { Node } from "@hawser/goyaml";
import { KustomizeError } from "../../kustomize-error.ts";
import { flowText } from "./flow-text.ts";

const NAMES = { scalar: "ScalarNode", map: "MappingNode", sequence: "SequenceNode" } as const;

/** Why a node cannot be used as another kind of node, worded as the real tool does. */
export function wrongKind(wanted: Node["kind"], node: Node): KustomizeError {
  return new KustomizeError(
    "transformer",
    `wrong node kind: expected ${NAMES[wanted]} but got ${NAMES[node.kind]}: node contents:\n${flowText(node)}`,
    node.place ? { file: node.place.source.file, line: node.place.line } : {},
  );
}
