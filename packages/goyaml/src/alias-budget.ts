import type { Node } from "./node.ts";
import { type ErrorPlace, YamlError } from "./yaml-error.ts";

/**
 * Counts what a document becomes when its aliases are written out, and refuses one that is nearly all aliases, by
 * the rule of Go's library: small documents may consist of them to 99 %, those of four million nodes to 10 %.
 */
export class AliasBudget {
  /** Nodes so far, aliases written out. */
  decoded = 0;
  #aliased = 0;
  /** What each node with an anchor counts. */
  #sizes: Map<Node, number> | undefined;

  setSize(node: Node, size: number): void {
    (this.#sizes ??= new Map()).set(node, size);
  }

  spend(node: Node, place: ErrorPlace): void {
    const size = this.#sizes?.get(node) ?? 1;
    this.decoded += size + 1;
    this.#aliased += size;
    if (this.#aliased <= 100 || this.decoded <= 1000) return;
    if (this.#aliased / this.decoded > allowedShare(this.decoded))
      throw new YamlError("document contains excessive aliasing", place, 0);
  }
}

function allowedShare(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}
