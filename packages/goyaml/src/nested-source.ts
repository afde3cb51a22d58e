import type { NodePlace, ScalarNode } from "./node.ts";
import { TextSource } from "./text-source.ts";

/**
 * Where a text that is a scalar of another one is written: whoever reads YAML out of it gets the places around it.
 *
 * Lines of a literal block are lines of the file. Other styles fold and escape, so that all places in them are the
 * one of the scalar. `skipped` is how many characters at the begin of the scalar's text are not read.
 */
export function nestedSource({ place, origin, style, text }: ScalarNode, skipped = 0): TextSource | undefined {
  if (place === undefined) return undefined;
  return style === "literal" && origin instanceof TextSource
    ? new BlockSource(text, place, origin, skipped)
    : new ScalarSource(place);
}

class ScalarSource extends TextSource {
  readonly #place: NodePlace;

  constructor(place: NodePlace) {
    super(place.source.file, "");
    this.#place = place;
  }

  override placeAt(): NodePlace {
    return this.#place;
  }
}

class BlockSource extends TextSource {
  readonly #text: string;
  readonly #indicator: NodePlace;
  readonly #around: TextSource;
  readonly #skipped: number;
  #indentation: number | undefined;

  constructor(text: string, indicator: NodePlace, around: TextSource, skipped: number) {
    super(around.file, text);
    this.#text = text;
    this.#indicator = indicator;
    this.#around = around;
    this.#skipped = skipped;
  }

  override placeAt(offset: number): NodePlace {
    const { line, column } = super.placeAt(this.#skipped + offset);
    this.#indentation ??= this.#findIndentation();
    // A block begins on the line behind its indicator.
    return {
      source: this.#indicator.source,
      line: this.#indicator.line + line,
      column: column + this.#indentation,
    };
  }

  override lineAt(line: number): string {
    return this.#around.lineAt(line);
  }

  /** What the first line with text has in front in the file, and not here. */
  #findIndentation(): number {
    const lines = this.#text.split("\n");
    const first = lines.findIndex((line) => line !== "");
    if (first < 0) return 0;
    return Math.max(0, this.#around.lineAt(this.#indicator.line + first + 1).indexOf(lines[first] as string));
  }
}
