import type { Node } from "./node.ts";
import type { Dialect } from "./scalars.ts";
import { type ErrorPlace, YamlError } from "./yaml-error.ts";

/** What aliases may add to a document that is read by v3, which itself has no limit. */
const MAX_ALIASED_V3 = 2_000_000;

/**
 * Counts what a document becomes when its aliases are written out, and refuses one that is nearly all aliases, by
 * the rule of Go's library: to v2 small documents may consist of them to 99 %, those of four million nodes to 10 %.
 * v3 takes what it gets into memory; here that ends with two million nodes, which are more than 30 MB of text.
 */
export class AliasBudget {
  /** Nodes so far, aliases written out. */
  decoded = 0;
  #aliased = 0;
  readonly #dialect: Dialect;
  /** What each node with an anchor counts. */
  #sizes: Map<Node, number> | undefined;

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  setSize(node: Node, size: number): void {
    (this.#sizes ??= new Map()).set(node, size);
  }

  spend(node: Node, place: ErrorPlace): void {
    const size = this.#sizes?.get(node) ?? 1;
    this.decoded += size + 1;
    this.#aliased += size;
    if (this.#isExcessive()) throw new YamlError("document contains excessive aliasing", place, 0);
  }

  #isExcessive(): boolean {
    if (this.#dialect === "v3") return this.#aliased > MAX_ALIASED_V3;
    if (this.#aliased <= 100 || this.decoded <= 1000) return false;
    return this.#aliased / this.decoded > allowedShare(this.decoded);
  }
}

function allowedShare(decoded: number): number {
  if (decoded <= 400_000) return 0.99;
  if (decoded >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decoded - 400_000) / 3_600_000);
}
