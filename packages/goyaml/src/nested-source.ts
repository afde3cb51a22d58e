import type { NodePlace, ScalarNode } from "./node.ts";
import { TextSource } from "./text-source.ts";

/**
 * Where a text that is a scalar of another one is written: whoever reads YAML out of it gets the places around it.
 *
 * Lines of a literal block are lines of the file. Other styles fold and escape, so that all places in them are the
 * one of the scalar. `skipped` is how many characters at the begin of the scalar's text are not read.
 */
export function nestedSource(node: ScalarNode, skipped = 0): TextSource | undefined {
  const { origin, style } = node;
  if (origin === undefined) return undefined;
  // The place of the scalar itself is looked for with the first one in it: most texts are right, and nobody asks.
  if (style === "literal" && origin instanceof TextSource) return new BlockSource(node, origin, skipped);
  return new ScalarSource(node, "placeAt" in origin ? origin.file : origin.source.file);
}

class ScalarSource extends TextSource {
  readonly #node: ScalarNode;

  constructor(node: ScalarNode, file: string) {
    super(file, "");
    this.#node = node;
  }

  override placeAt(): NodePlace {
    return this.#node.place as NodePlace;
  }
}

class BlockSource extends TextSource {
  readonly #node: ScalarNode;
  readonly #around: TextSource;
  readonly #skipped: number;
  #indentation: number | undefined;

  constructor(node: ScalarNode, around: TextSource, skipped: number) {
    super(around.file, node.text);
    this.#node = node;
    this.#around = around;
    this.#skipped = skipped;
  }

  override placeAt(offset: number): NodePlace {
    const { line, column } = super.placeAt(this.#skipped + offset);
    const indicator = this.#node.place as NodePlace;
    this.#indentation ??= this.#findIndentation(indicator);
    // A block begins on the line behind its indicator.
    return {
      source: indicator.source,
      line: indicator.line + line,
      column: column + this.#indentation,
    };
  }

  override lineAt(line: number): string {
    return this.#around.lineAt(line);
  }

  /** What the first line with text has in front in the file, and not here. */
  #findIndentation(indicator: NodePlace): number {
    const lines = this.#node.text.split("\n");
    const first = lines.findIndex((line) => line !== "");
    if (first < 0) return 0;
    return Math.max(0, this.#around.lineAt(indicator.line + first + 1).indexOf(lines[first] as string));
  }
}
