/**
 * Lays out rows as Go's text/tabwriter does (minimum width 0, the given padding, spaces): every cell that is
 * followed by another is padded to its column; the last cell of a row is not. Lines end in "\n".
 */
export function writeTable(rows: readonly (readonly string[])[], padding = 2): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      if (column < row.length - 1) widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell) + padding);
    }
  }
  return rows
    .map(
      (row) =>
        row.map((cell, column) => (column < row.length - 1 ? pad(cell, widths[column] ?? 0) : cell)).join("") + "\n",
    )
    .join("");
}

function pad(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - displayWidth(cell)));
}

function displayWidth(text: string): number {
  return [...text].length;
}
