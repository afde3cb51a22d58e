import { entriesOf, GoError, itemsOf } from "@hawser/gotemplate";

/** What a value that is written out may have in maps and lists, each counted as often as it stands there. */
const MAX_PARTS = 3_000_000;

/**
 * Throws where a value would be too large to be written out. A list that holds another one twice, which holds another
 * one twice, and so on, is small in memory and without end on paper.
 */
export function checkSize(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  count(value, 0, 0);
}

function count(value: object, counted: number, depth: number): number {
  // What contains itself is found by who writes it.
  if (value instanceof Uint8Array || depth > 1000) return counted;
  let parts = counted;
  const below = (item: unknown): void => {
    parts++;
    if (typeof item === "object" && item !== null) parts = count(item, parts, depth + 1);
    if (parts > MAX_PARTS) throw new GoError(`the value is too large: it has more than ${MAX_PARTS} parts`);
  };
  const entries = entriesOf(value);
  if (entries) for (const item of entries.values()) below(item);
  else for (const item of itemsOf(value) ?? []) below(item);
  return parts;
}
