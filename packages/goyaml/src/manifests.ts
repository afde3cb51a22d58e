import type { Node } from "./node.ts";
import { Parser } from "./parser.ts";
import { errorPlaceOf } from "./place-of.ts";
import { checkLength, isEmptyDocument } from "./read.ts";
import { newSharedTexts } from "./scanner.ts";
import { TextSource } from "./text-source.ts";
import { bareYamlError } from "./yaml-error.ts";

export interface ReadManifestsOptions {
  /** Named in places and errors. */
  file?: string;
  /** Where the text is written, if it is part of another; its file goes before `file`. */
  source?: TextSource | undefined;
}

/**
 * Reads a file of objects as Kustomize does: the text is cut at every line that begins with `---`, whatever is around
 * it, and of each piece the first document counts. Empty documents are dropped.
 *
 * So messages count lines from the begin of a piece, anchors end with it, and what follows `...` is lost; places
 * count in the file. Throws `YamlError`; one whose message does not begin with `yaml:` is Kustomize's own, about a
 * separator that has text behind it.
 */
export function readManifests(text: string, options: ReadManifestsOptions = {}): Node[] {
  checkLength(text);
  const whole = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  const source = options.source ?? new TextSource(options.file ?? "", whole);
  const shared = newSharedTexts(whole.length);
  const documents: Node[] = [];
  for (const [start, end] of piecesOf(whole, source)) {
    const document = new Parser(whole.slice(start, end), "v3", { source, base: start, shared }).nextDocument();
    if (document !== undefined && !isEmptyDocument(document)) documents.push(document);
  }
  return documents;
}

/** Where the pieces between separator lines begin and end. A separator has lines before and behind it. */
function piecesOf(text: string, source: TextSource): [start: number, end: number][] {
  const pieces: [number, number][] = [];
  let start = 0;
  let from = 0;
  for (;;) {
    const at = text.indexOf("\n---", from);
    const lineEnd = at < 0 ? -1 : text.indexOf("\n", at + 1);
    if (lineEnd < 0) {
      pieces.push([start, text.length]);
      return pieces;
    }
    const behind = text.slice(at + 4, lineEnd).trim();
    if (behind !== "" && !behind.startsWith("#")) {
      throw bareYamlError(
        `invalid document separator: ${text.slice(at + 1, lineEnd).trim()}`,
        errorPlaceOf(source.placeAt(at + 1)),
      );
    }
    pieces.push([start, at + 1]);
    start = lineEnd + 1;
    // The line break that ends a separator cannot begin the next one.
    from = start;
  }
}
