// Compares our `helm template` with the real one, byte for byte.
//
//   node conformance/helm/run.mjs [options]             the charts of cases/
//   node conformance/helm/run.mjs [options] CHART…      every chart in or below these folders, with its defaults and
//                                                       with each file of its ci/ that ends in values.yaml; archives
//   --vary N      also with N sets of values made from each chart's defaults (only with folders)
//   --seed N      which sets (default 1)
//   --only TEXT   only what has TEXT in its name
//   --show N      how many differences to print in full (default 20)
//   --list        print each name with its outcome
//   --warnings    also print where only the warnings differ
//
// Ends with 1 when something differs that known-differences.txt does not list, or when something it lists is the same.
// Skipped, with a word, where there is no real Helm.
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import yaml from "js-yaml";
import { loadCases, writeCase } from "./cases.mjs";
import { compare, errorOf, explain, outcomes, sameWarnings } from "./comparison.mjs";
import { openOurs } from "./our-helm.mjs";
import { findRealHelm, realTemplate } from "./real-helm.mjs";
import { variations } from "./variations.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    vary: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    show: { type: "string", default: "20" },
    list: { type: "boolean", default: false },
    warnings: { type: "boolean", default: false },
  },
});

const tool = findRealHelm();
if (!tool) {
  console.log("skipped: there is no real Helm (PEERS/bin/helm) here");
  process.exit(0);
}
const ours = await openOurs();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "helm-cases-"));
const jobs = (positionals.length > 0 ? positionals.flatMap(chartJobs) : await caseJobs()).filter(({ name }) =>
  name.includes(options.only),
);
const known = readKnownDifferences();
const counts = new Map(Object.keys(outcomes).map((outcome) => [outcome, 0]));
const unexpected = [];
const unlisted = [];
const otherWarnings = [];
let cpu = 0;
for (const job of jobs) await work(job);
await ours.close();
fs.rmSync(scratch, { recursive: true });
report();

async function work({ name, chart, flags, content }) {
  const real = await realTemplate(tool, chart, flags, content);
  const mine = await ours.template(chart, flags, content);
  cpu += mine.cpu;
  let outcome = compare(real, mine);
  if (outcome === "objects" || outcome === "different") {
    const again = await realTemplate(tool, chart, flags, `${content} again`);
    if (again.stdout !== real.stdout && sameButRandom(real.stdout, again.stdout, mine.stdout)) outcome = "random";
  }
  if (outcome === "other-error") {
    const again = await realTemplate(tool, chart, flags, `${content} again`);
    if (errorOf(again) !== errorOf(real) && sameWords(errorOf(real), errorOf(mine))) outcome = "random";
  }
  counts.set(outcome, counts.get(outcome) + 1);
  if (options.list) console.log(`${outcome}: ${name} (${mine.cpu.toFixed(0)} ms)`);
  const listed = known.has(name);
  const { fine } = outcomes[outcome];
  if (fine && listed) unlisted.push(name);
  if (!fine && !listed) unexpected.push({ name, outcome, real, mine });
  if (fine && !sameWarnings(real, mine)) otherWarnings.push({ name, real, mine });
}

/** Whether ours differs from the real one only in lines in which two answers of the real one differ. */
function sameButRandom(real, again, mine) {
  const [a, b, c] = [real, again, mine].map((text) => text.split("\n"));
  if (a.length !== b.length || a.length !== c.length) return false;
  return a.every((line, index) => line === c[index] || line !== b[index]);
}

/** Whether two texts differ only in the order of what they list. */
function sameWords(a, b) {
  const words = (text) => text.split(/[\s,]+/).toSorted((x, y) => (x < y ? -1 : x > y ? 1 : 0));
  return words(a).join(" ") === words(b).join(" ");
}

async function caseJobs() {
  return (await loadCases()).map((given, index) => {
    const chart = path.join(scratch, String(index), given.folder ?? "chart");
    writeCase(given, chart);
    const content = createHash("sha256").update(JSON.stringify(given.files)).digest("hex");
    const flags = (given.flags ?? []).map((flag) => flag.replaceAll("$CHART", chart));
    return { name: given.name, chart, flags: [given.release ?? "rel", "--namespace", "ns", ...flags], content };
  });
}

function chartJobs(folder) {
  const root = path.resolve(folder);
  if (fs.statSync(root).isFile()) {
    const content = createHash("sha256").update(fs.readFileSync(root)).digest("hex");
    return [{ name: path.relative(process.cwd(), root), chart: root, content, flags: ["rel", "--namespace", "ns"] }];
  }
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "Chart.yaml" && entry.isFile())
    .map((entry) => entry.parentPath)
    .filter((chart) => !isBelowChart(chart))
    .sort()
    .flatMap((chart) => {
      const content = contentOf(chart);
      const name = path.relative(process.cwd(), chart);
      const flags = ["rel", "--namespace", "ns"];
      const ci = path.join(chart, "ci");
      const files = fs.existsSync(ci) ? fs.readdirSync(ci).filter((file) => file.endsWith("values.yaml")) : [];
      return [
        { name, chart, content, flags },
        { name: `${name} --include-crds`, chart, content, flags: [...flags, "--include-crds"] },
        ...files.sort().map((file) => ({
          name: `${name} ${file}`,
          chart,
          content,
          flags: [...flags, "-f", path.join(ci, file)],
        })),
        ...variationsOf(chart).map((values, index) => {
          const file = path.join(scratch, `${content}-${index}.json`);
          fs.writeFileSync(file, JSON.stringify(values));
          return { name: `${name} ${JSON.stringify(values)}`, chart, content, flags: [...flags, "-f", file] };
        }),
      ];
    });
}

function variationsOf(chart) {
  const file = path.join(chart, "values.yaml");
  const count = Number(options.vary);
  if (count === 0 || !fs.existsSync(file)) return [];
  return variations(yaml.load(fs.readFileSync(file, "utf8")) ?? {}, count, Number(options.seed));
}

function isBelowChart(folder) {
  const above = path.dirname(folder);
  if (above === folder) return false;
  return fs.existsSync(path.join(above, "Chart.yaml")) || isBelowChart(above);
}

function contentOf(chart) {
  const digest = createHash("sha256");
  const files = fs.readdirSync(chart, { recursive: true, withFileTypes: true });
  for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) continue;
    digest.update(`${path.relative(chart, file)}\0`).update(fs.readFileSync(file));
  }
  return digest.digest("hex");
}

function readKnownDifferences() {
  const file = path.join(import.meta.dirname, "known-differences.txt");
  const lines = fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n") : [];
  return new Map(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split(/: (?=[^:]*$)/)),
  );
}

function report() {
  for (const { name, outcome, real, mine } of unexpected.slice(0, Number(options.show)))
    console.log(`\n${outcomes[outcome].title}: ${name}\n${explain(outcome, real, mine).replaceAll(/^/gm, "  ")}`);
  if (unexpected.length > Number(options.show)) console.log(`\n… and ${unexpected.length - Number(options.show)} more`);
  if (options.warnings)
    for (const { name, real, mine } of otherWarnings.slice(0, Number(options.show)))
      console.log(`\nother warnings: ${name}\n  real: ${real.stderr.trim()}\n  ours: ${mine.stderr.trim()}`);
  for (const name of unlisted) console.log(`\nknown-differences.txt lists what is the same: ${name}`);
  console.log(`\n${jobs.length} renderings, beside Helm ${tool.version}`);
  for (const [outcome, count] of counts) {
    const share = ((100 * count) / Math.max(1, jobs.length)).toFixed(1);
    if (count > 0) console.log(`  ${String(count).padStart(6)}  ${share.padStart(5)} %  ${outcomes[outcome].title}`);
  }
  if (otherWarnings.length > 0) console.log(`  ${otherWarnings.length} of the fine ones with other warnings`);
  console.log(`  ours took ${(cpu / Math.max(1, jobs.length)).toFixed(1)} ms of CPU each`);
  process.exitCode = unexpected.length + unlisted.length > 0 ? 1 : 0;
}
