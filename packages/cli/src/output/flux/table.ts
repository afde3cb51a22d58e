/** Lays out rows as the `flux` client does: cells are padded to their column and separated by tabs. */
export function writeFluxTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, [...cell].length);
  return rows
    .map(
      (row) =>
        `${row.map((cell, column) => padded(cell, column < row.length - 1 ? (widths[column] ?? 0) : 0)).join("\t")}\n`,
    )
    .join("");
}

/** `main@sha1:5bf3a8f9`: revisions, alone or in a message, with eight digits of their hash. */
export function shortRevision(text: string): string {
  return text.replace(/\b(sha1|sha256):([0-9a-f]{8})[0-9a-f]+/g, "$1:$2");
}

function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - [...cell].length));
}
