// The tree of many overlays that fleet benchmarks use: TREE/apps/*/overlays/prod.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/**
 * Copies or makes the tree at `folder`; answers the names of its first `count` apps. `from` is a folder with such a
 * tree, or a script that makes one when it is called with a count and a folder.
 */
export function makeTree(folder, count, from = process.env.HAWSER_BENCH_TREE) {
  if (!from)
    throw new Error("name a tree, or the script that makes one, with HAWSER_BENCH_TREE or as the last argument");
  if (fs.statSync(from).isDirectory()) fs.cpSync(from, folder, { recursive: true });
  else execFileSync(process.execPath, [from, String(count), folder], { stdio: ["ignore", "ignore", "inherit"] });
  const names = fs.readdirSync(path.join(folder, "apps")).sort().slice(0, count);
  if (names.length < count) throw new Error(`${from} has ${names.length} apps only`);
  return names;
}
