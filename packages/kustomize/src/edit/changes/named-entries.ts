/** The list with the entries put in place of those of the same name, or at its end. */
export function replaceNamed<T extends { readonly name?: string }>(
  list: readonly T[],
  entries: readonly T[],
  keepDuplicates: boolean,
): readonly T[] {
  const byName = new Map(entries.map((entry) => [entry.name ?? "", entry]));
  const seen = new Set<string>();
  const result: T[] = [];
  for (const item of list) {
    const name = item.name ?? "";
    if (seen.has(name) && (!keepDuplicates || byName.has(name))) continue;
    seen.add(name);
    result.push(byName.get(name) ?? item);
  }
  for (const [name, entry] of byName) if (!seen.has(name)) result.push(entry);
  return result;
}
