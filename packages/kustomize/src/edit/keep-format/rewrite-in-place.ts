import type { EditedKustomization } from "../edited-kustomization.ts";
import { cannot } from "./cannot.ts";
import { mapEdits } from "./node-edits.ts";
import { renderPair } from "./render.ts";
import { readSource } from "./source.ts";
import { applyTextEdits } from "./text-edits.ts";
import { keyOf, valueOf } from "./value.ts";

/**
 * Writes what differs between two readings of a text into it, and touches nothing else: comments, order, quotes,
 * indentation and line ends stay, and what is new is written as its neighbours are.
 *
 * `read` reads a text; the result is read again, and when it does not say what it should, nothing is written. Throws
 * `EditError` where the text does not allow it, as where a value is an alias.
 */
export function rewriteInPlace(
  text: string,
  before: EditedKustomization,
  after: EditedKustomization,
  read: (text: string) => EditedKustomization,
): string {
  try {
    return rewritten(text, before, after, read);
  } catch (error) {
    if (error instanceof RangeError) throw cannot("it nests too deep");
    throw error;
  }
}

function rewritten(
  text: string,
  before: EditedKustomization,
  after: EditedKustomization,
  read: (text: string) => EditedKustomization,
): string {
  const mark = text.startsWith("\ufeff") ? "\ufeff" : "";
  const source = readSource(text.slice(mark.length));
  const [from, to] = [valueOf(before), valueOf(after)];
  const changed =
    source.root === undefined
      ? [...to].reduce(
          (sum, [field, value]) => `${sum}${renderPair(field, value, 0, source.style)}${source.style.lineEnd}`,
          source.text === "" || source.text.endsWith("\n") ? source.text : source.text + source.style.lineEnd,
        )
      : applyTextEdits(source.text, mapEdits(source, source.root, from, to));
  if (keyOf(valueOf(read(mark + changed))) !== keyOf(to)) throw cannot("the change would say something else");
  return mark + changed;
}
