import { structuredPatch } from "diff";

/** The difference of two texts in the classic form of `diff` (`3c3`, `<`, `---`, `>`); empty when they are equal. */
export function normalDiff(before: string, after: string): string {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  let out = "";
  for (const hunk of hunks) {
    const removed = hunk.lines.filter((line) => line.startsWith("-")).map((line) => line.slice(1));
    const added = hunk.lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1));
    const action = removed.length === 0 ? "a" : added.length === 0 ? "d" : "c";
    out += `${range(hunk.oldStart, removed.length)}${action}${range(hunk.newStart, added.length)}\n`;
    out += removed.map((line) => `< ${line}\n`).join("");
    if (action === "c") out += "---\n";
    out += added.map((line) => `> ${line}\n`).join("");
  }
  return out;
}

/** A side without lines is named by the line before it. */
function range(start: number, count: number): string {
  if (count === 0) return String(start - 1);
  return count === 1 ? String(start) : `${start},${start + count - 1}`;
}
