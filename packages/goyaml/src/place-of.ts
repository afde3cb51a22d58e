import type { Node, NodePlace } from "./node.ts";
import type { ErrorPlace } from "./yaml-error.ts";

/** Where a node was read, for an error. */
export function placeOf(node: Node): ErrorPlace | undefined {
  return node.place && errorPlaceOf(node.place);
}

export function errorPlaceOf({ source: { file }, line, column }: NodePlace): ErrorPlace {
  return { file: file === "" ? undefined : file, line, column };
}
