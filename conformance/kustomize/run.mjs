// Compares our Kustomize with the real one, byte for byte.
//
//   node conformance/kustomize/run.mjs [options]            the cases of cases/, and examples/
//   node conformance/kustomize/run.mjs [options] DIR…       every kustomization below these folders
//
//   --only TEXT     only what has TEXT in its name
//   --show N        how many differences to print in full (default 20)
//   --tool NAME     kustomize (the default) or kubectl: what to compare with
//   --list          print each name with its outcome
//
// Ends with 1 when something differs that known-differences.txt does not list, or when something it lists is the same.
// Skipped, with a word, where there is no real tool.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadCases, writeCase } from "./cases.mjs";
import { compare, explain, outcomes } from "./comparison.mjs";
import { openOurs } from "./our-kustomize.mjs";
import { findRealKustomize, realBuild } from "./real-kustomize.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", default: "" },
    show: { type: "string", default: "20" },
    tool: { type: "string" },
    list: { type: "boolean", default: false },
  },
});

const tool = findRealKustomize(options.tool);
if (!tool) {
  console.log("skipped: there is neither Kustomize (PEERS/bin/kustomize) nor kubectl here");
  process.exit(0);
}
const ours = await openOurs();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "kustomize-cases-"));
const jobs = (await gather()).filter(({ name }) => name.includes(options.only));
const known = readKnownDifferences();

const counts = new Map(Object.keys(outcomes).map((outcome) => [outcome, 0]));
const unexpected = [];
const unlisted = [];
let next = 0;
// Two real builds at a time; ours run between them.
await Promise.all([work(), work()]);
fs.rmSync(scratch, { recursive: true });
await ours.close();
report();

async function work() {
  for (let job = jobs[next++]; job; job = jobs[next++]) {
    const root = job.prepare();
    const [real, mine] = [
      await realBuild(tool, root, job.folder, job.flags, job.content),
      await ours.build(root, job.folder, job.flags),
    ];
    const outcome = compare(real, mine);
    counts.set(outcome, counts.get(outcome) + 1);
    if (options.list) console.log(`${outcome}: ${job.name}`);
    const listed = known.has(job.name);
    if (outcomes[outcome].fine && listed) unlisted.push(job.name);
    if (!outcomes[outcome].fine && !listed) unexpected.push({ name: job.name, outcome, real, mine });
  }
}

async function gather() {
  if (positionals.length > 0) return positionals.flatMap(kustomizations);
  const cases = (await loadCases()).map((given, index) => ({
    ...given,
    prepare: () => {
      const root = path.join(scratch, String(index));
      writeCase(given, root);
      return root;
    },
  }));
  return [...cases, ...kustomizations("examples")];
}

function kustomizations(checkout) {
  const root = path.resolve(checkout);
  const files = fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|\/)(\.git|node_modules)\//.test(file))
    .sort();
  const content = createHash("sha256");
  for (const file of files) {
    const full = path.join(root, file);
    const link = fs.lstatSync(full).isSymbolicLink();
    content.update(`${file}\0`).update(link ? fs.readlinkSync(full) : fs.readFileSync(full));
  }
  const digest = content.digest("hex");
  return files
    .filter((file) => ["kustomization.yaml", "kustomization.yml", "Kustomization"].includes(path.basename(file)))
    .map((file) => ({
      name: path.join(checkout, path.dirname(file)),
      folder: path.dirname(file) === "." ? "" : path.dirname(file),
      flags: [],
      content: digest,
      prepare: () => root,
    }));
}

function readKnownDifferences() {
  const text = fs.readFileSync(path.join(import.meta.dirname, "known-differences.txt"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => line.split(/: (.*)/s, 2)));
}

function report() {
  for (const { name, outcome, real, mine } of unexpected.slice(0, Number(options.show)))
    console.log(`\n${outcomes[outcome].title}: ${name}\n${explain(outcome, real, mine).replaceAll(/^/gm, "  ")}`);
  if (unexpected.length > Number(options.show)) console.log(`\n… and ${unexpected.length - Number(options.show)} more`);
  for (const name of unlisted) console.log(`\nknown-differences.txt lists what is the same: ${name}`);
  console.log(`\n${jobs.length} kustomizations, beside ${tool.version}`);
  for (const [outcome, count] of counts) {
    const share = ((100 * count) / Math.max(1, jobs.length)).toFixed(1);
    if (count > 0) console.log(`  ${String(count).padStart(6)}  ${share.padStart(5)} %  ${outcomes[outcome].title}`);
  }
  const listed = jobs.filter(({ name }) => known.has(name)).length;
  if (listed > 0) console.log(`  ${listed} of them are listed in known-differences.txt`);
  process.exitCode = unexpected.length + unlisted.length > 0 ? 1 : 0;
}
