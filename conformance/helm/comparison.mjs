// What two answers have in common.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import yaml from "js-yaml";

/** Every outcome, best first. */
export const outcomes = {
  same: { title: "the same text", fine: true },
  "same-error": { title: "both fail, with the same message", fine: true },
  random: { title: "the real one differs from itself", fine: true },
  objects: { title: "the same objects, another text", fine: false },
  different: { title: "different", fine: false },
  "other-error": { title: "both fail, with another message", fine: false },
  "ours-fails": { title: "only ours fails", fine: false },
  "real-fails": { title: "only the real one fails", fine: false },
  broken: { title: "ours breaks", fine: false },
};

/** How the two answers relate. */
export function compare(real, mine) {
  if (mine.stderr.startsWith("broken: ")) return "broken";
  if (real.status !== 0 && mine.status !== 0) return errorOf(real) === errorOf(mine) ? "same-error" : "other-error";
  if (mine.status !== 0) return "ours-fails";
  if (real.status !== 0) return "real-fails";
  if (real.stdout === mine.stdout) return "same";
  return sameObjects(real.stdout, mine.stdout) ? "objects" : "different";
}

/** Whether what is said beside the output is the same, in any order. */
export function sameWarnings(real, mine) {
  const lines = ({ stderr }) =>
    [...new Set(stderr.split("\n").filter((line) => line.startsWith("level=")))].toSorted(byText);
  return lines(real).join("\n") === lines(mine).join("\n");
}

/** The message, without the warnings before it. Leaves of a schema error come in any order. */
export function errorOf({ stderr }) {
  const start = stderr.search(/^Error: /m);
  // Each run has a folder of its own.
  const text = (start < 0 ? stderr : stderr.slice(start)).replaceAll(/\/tmp\/helm-cases-\w+\/\d+/g, "");
  if (!text.includes("specifications of the schema(s)")) return text.trim();
  return text.trim().split("\n").toSorted().join("\n");
}

function sameObjects(a, b) {
  try {
    const read = (text) => JSON.stringify(yaml.loadAll(text).map(sorted));
    return read(a) === read(b);
  } catch {
    return false;
  }
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** What to show of a difference. */
export function explain(outcome, real, mine) {
  if (outcome === "broken" || outcome === "ours-fails") return mine.stderr.trim().slice(0, 1500);
  if (outcome === "real-fails") return real.stderr.trim().slice(0, 1500);
  if (outcome === "other-error") return `real: ${errorOf(real).slice(0, 1200)}\nours: ${errorOf(mine).slice(0, 1200)}`;
  return textDiff(real.stdout, mine.stdout);
}

function textDiff(a, b) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "helm-diff-"));
  fs.writeFileSync(path.join(folder, "real"), a);
  fs.writeFileSync(path.join(folder, "ours"), b);
  const { stdout } = spawnSync("diff", ["-u", "real", "ours"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 });
  fs.rmSync(folder, { recursive: true });
  const lines = stdout.split("\n");
  return lines.slice(2, 32).join("\n") + (lines.length > 32 ? `\n… ${lines.length - 32} more lines` : "");
}

function byText(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
