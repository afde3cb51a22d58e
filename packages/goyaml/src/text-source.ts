import type { NodePlace, OffsetSource } from "./node.ts";

/** A text that was read. Its lines are counted when the first place is asked for. */
export class TextSource implements OffsetSource {
  readonly file: string;
  readonly #text: string;
  #lineStarts: number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
  }

  /** The text of a line, without its line break. */
  lineAt(line: number): string {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text));
    return this.#text
      .slice(starts[line - 1] ?? this.#text.length, starts[line])
      .replace(/[\r\n\u0085\u2028\u2029]+$/, "");
  }

  placeAt(offset: number): NodePlace {
    const starts = (this.#lineStarts ??= lineStartsOf(this.#text));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { source: this, line: low + 1, column: offset - (starts[low] as number) + 1 };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  const lineBreak = /\r\n|[\r\n\u0085\u2028\u2029]/g;
  while (lineBreak.test(text)) starts.push(lineBreak.lastIndex);
  return starts;
}
