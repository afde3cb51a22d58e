import type { Node } from "./node.ts";
import type { ErrorPlace } from "./yaml-error.ts";

/** Where a node was read, for an error. */
export function placeOf(node: Node): ErrorPlace | undefined {
  const { place } = node;
  if (!place) return undefined;
  const { file } = place.source;
  return { file: file === "" ? undefined : file, line: place.line, column: place.column };
}
