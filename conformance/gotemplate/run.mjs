// Compares our templates, fmt and Sprig with Go's own.
//
//   node conformance/gotemplate/run.mjs [--only TEXT] [--show N] [--random N] [--seed N] [--helm]
//
// With --helm, what succeeds is also rendered by the real helm. The oracle is oracle/main.go: Go's text/template with the real Sprig. It needs Go, and its modules in the module
// cache; without them the run is skipped, with a word. Ends with 1 when an answer differs that
// known-differences.txt does not list, or one that it lists is the same.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { answerer, loadOurs } from "./ours.mjs";
import { askHelm } from "./helm.mjs";
import { DATA, probes } from "./probes.mjs";
import { randomProbes } from "./random-probes.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    show: { type: "string", default: "20" },
    random: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    helm: { type: "boolean", default: false },
  },
});
const folder = path.dirname(new URL(import.meta.url).pathname);
const oracle = buildOracle();
if (!oracle) {
  console.log("gotemplate: skipped, for there is no Go to build the oracle with");
  process.exit(0);
}

const all = [
  ...probes(),
  ...(Number(options.random) > 0 ? randomProbes(Number(options.random), Number(options.seed)) : []),
];
const wanted = all.filter((probe) => JSON.stringify(probe).includes(options.only));
const theirs = askOracle(wanted);
const answer = answerer(await loadOurs());
const known = knownDifferences();
const counts = {
  same: 0,
  "same error": 0,
  "listed difference": 0,
  "other output": 0,
  "other error": 0,
  "only one fails": 0,
};
let shown = 0;
for (const [at, probe] of wanted.entries()) {
  const real = { output: theirs[at].o, error: theirs[at].e ?? "" };
  const ours = answer(probe);
  const outcome = compare(real, ours);
  const name = probe.t ?? JSON.stringify(probe.files);
  const isListed = known.delete(name);
  const isSame = outcome.startsWith("same");
  if (isListed && !isSame) counts["listed difference"]++;
  else counts[outcome]++;
  if (isListed === isSame && shown++ < Number(options.show)) {
    console.log(`${isListed ? "listed, but the same" : outcome}: ${name}`);
    if (!isSame) console.log(`  real ${show(real)}\n  ours ${show(ours)}`);
  }
}
console.log(
  `gotemplate: ${wanted.length} probes; ${Object.entries(counts)
    .map(([name, n]) => `${n} ${name}`)
    .join(", ")}`,
);
if (options.helm) compareWithHelm();
process.exitCode = shown > 0 ? 1 : 0;

function compareWithHelm() {
  const zero = wanted.map((probe) => ({ ...probe, missing: "zero" }));
  const answers = askOracle(zero);
  const texts = askHelm(zero.filter((_probe, at) => !answers[at].e));
  if (!texts) {
    console.log("helm: skipped, for there is none");
    return;
  }
  let different = 0;
  for (const [template, text] of texts) {
    const ours = answer({ t: template, d: DATA, missing: "zero" });
    if (ours.error === "" && ours.output === text) continue;
    if (different++ < Number(options.show)) {
      console.log(`helm differs: ${template}\n  helm ${show({ output: text })}\n  ours ${show(ours)}`);
    }
  }
  console.log(`helm: ${texts.size} probes; ${different} different`);
  shown += different;
}

function compare(real, ours) {
  if ((real.error === "") !== (ours.error === "")) return "only one fails";
  // Broken bytes in messages became U+FFFD on their way through JSON.
  if (real.error !== ours.error.replaceAll(/[\ud800-\udfff]/gu, "\ufffd")) return "other error";
  if (real.error !== "") return "same error";
  return real.output === ours.output ? "same" : "other output";
}

function show({ output, error }) {
  return error ? `fails: ${error}` : JSON.stringify(Buffer.from(output, "base64").toString());
}

function knownDifferences() {
  const file = path.join(folder, "known-differences.txt");
  if (!fs.existsSync(file)) return new Set();
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return new Set(lines.filter((line) => line !== "" && !line.startsWith("#")));
}

function buildOracle() {
  const out = path.join(process.env.PEERS ?? path.join(os.homedir(), ".cache/hawser-peers"), "bin/gotemplate-oracle");
  const env = { ...process.env, GOFLAGS: "-mod=mod", GOPROXY: "off" };
  const built = spawnSync("go", ["build", "-o", out, "."], { cwd: path.join(folder, "oracle"), env, encoding: "utf8" });
  if (built.status === 0) return out;
  if (built.stderr) console.log(built.stderr);
  return undefined;
}

function askOracle(list) {
  const input = list.map((probe) => JSON.stringify(probe)).join("\n");
  const run = spawnSync(oracle, { input, encoding: "utf8", maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(`the oracle failed: ${String(run.stderr).slice(0, 500)}`);
  return run.stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
