// Random kustomizations, built by both; what differs is made small and kept.
//
//   node conformance/kustomize/random.mjs --runs 2000 --seed 1
//
//   --runs N       how many trees (default 300)
//   --seed N       where to start; a run says its seed (default: by the clock)
//   --keep DIR     where to write trees that differ (default: below the folder for temporary files)
//   --messages     errors in other words count as differences, too
//
// Each kind of difference is reported once. Ends with 1 when there is one.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { writeCase } from "./cases.mjs";
import { compare, explain, messageOf, outcomes } from "./comparison.mjs";
import { openOurs } from "./our-kustomize.mjs";
import { filesOf, randomTree } from "./random-tree.mjs";
import { findRealKustomize, realBuild } from "./real-kustomize.mjs";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    keep: { type: "string", default: path.join(os.tmpdir(), "kustomize-random") },
    messages: { type: "boolean", default: false },
  },
});
const tool = findRealKustomize();
if (!tool) {
  console.log("skipped: there is neither Kustomize (PEERS/bin/kustomize) nor kubectl here");
  process.exit(0);
}
const ours = await openOurs();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "kustomize-tree-"));
const counts = new Map();
const seen = new Set();
let left = Number(options.runs);
let seed = Number(options.seed);
while (left > 0) {
  const known = new Set(seen);
  const run = await fc.check(
    fc.asyncProperty(randomTree, (plan) => agrees(plan, known)),
    { numRuns: left, seed, endOnFailure: false },
  );
  if (!run.failed) break;
  left -= Math.max(1, run.numRuns);
  seed++;
  await keep(run.counterexample[0]);
}
await ours.close();
fs.rmSync(scratch, { recursive: true });
console.log(
  `\nseed ${options.seed}, beside ${tool.version}; trees that were tried while making others small count as well`,
);
for (const [outcome, count] of counts) console.log(`  ${String(count).padStart(6)}  ${outcomes[outcome].title}`);
process.exitCode = seen.size > 0 ? 1 : 0;

async function buildBoth(plan) {
  const root = fs.mkdtempSync(path.join(scratch, "t"));
  const files = filesOf(plan);
  writeCase({ files }, root);
  const content = createHash("sha256").update(JSON.stringify(files)).digest("hex");
  const [real, mine] = await Promise.all([realBuild(tool, root, "top", [], content), ours.build(root, "top")]);
  fs.rmSync(root, { recursive: true });
  return { files, real, mine, outcome: compare(real, mine) };
}

async function agrees(plan, known) {
  const { real, mine, outcome } = await buildBoth(plan);
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  if (outcomes[outcome].fine || (outcome === "message" && !options.messages)) return true;
  return known.has(signature(outcome, real, mine));
}

/** What makes two differences the same kind: the outcome, and the first line that differs or the message, without names. */
function signature(outcome, real, mine) {
  const said =
    real.status === 0 && mine.status === 0
      ? explain(outcome, real, mine)
          .split("\n")
          .filter((line) => /^[-+] /.test(line))[0]
      : messageOf(real.status === 0 ? mine.stderr : real.stderr)
          .split(": ")
          .slice(-2)
          .join(": ");
  return `${outcome} ${said.replaceAll(/[\d'"]+|\b(web|db|settings|token|a)\b/g, "").slice(0, 80)}`;
}

async function keep(plan) {
  const { files, real, mine, outcome } = await buildBoth(plan);
  const name = signature(outcome, real, mine);
  seen.add(name);
  const folder = path.join(options.keep, `${createHash("sha256").update(name).digest("hex").slice(0, 8)}-${outcome}`);
  fs.rmSync(folder, { recursive: true, force: true });
  writeCase({ files }, folder);
  fs.writeFileSync(path.join(folder, "difference.txt"), `${explain(outcome, real, mine)}\n`);
  console.log(`\n${outcomes[outcome].title}: ${folder}\n${explain(outcome, real, mine).replaceAll(/^/gm, "  ")}`);
  for (const [file, content] of Object.entries(files))
    console.log(`  == ${file}\n${String(content).trimEnd().replaceAll(/^/gm, "  | ")}`);
}
