// Compares the commands that change kustomization files with the real ones: what is printed, the exit code, and every
// byte of the folder afterwards.
//
//   node conformance/kustomize-edit/run.mjs [options]              the cases of cases/
//   node conformance/kustomize-edit/run.mjs --runs 500 [--seed N]  random files and commands
//
//   --only TEXT   only what has TEXT in its name
//   --show N      how many differences to print in full (default 20)
//
// Usage texts are not compared, only that there is one: ours has its own words. Ends with 1 when something differs that
// known-differences.txt does not list, or when something it lists is the same. Skipped where there is no Kustomize.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findRealKustomize } from "../kustomize/real-kustomize.mjs";
import { loadCommands, ourCommand } from "./our-commands.mjs";
import { randomCases } from "./random.mjs";
import { realCommand } from "./real-commands.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    show: { type: "string", default: "20" },
    runs: { type: "string" },
    seed: { type: "string" },
  },
});

const tool = findRealKustomize("kustomize");
if (!tool) {
  console.log("skipped: there is no Kustomize (PEERS/bin/kustomize) here");
  process.exit(0);
}
const ours = await loadCommands();
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "kustomize-edit-"));
const known = readKnownDifferences();
const differing = [];
const same = [];
let count = 0;

if (options.runs === undefined) {
  for (const each of await loadCases()) await compare(each);
} else {
  const report = (each) => differing.push(each);
  await randomCases({ runs: Number(options.runs), seed: options.seed, differs, keeps, report });
  count = Number(options.runs);
}
fs.rmSync(scratch, { recursive: true });

for (const { name, real, mine } of differing.slice(0, Number(options.show)))
  console.log(
    `\ndifferent: ${name}\n${[`real\n${show(real)}`, `ours\n${show(mine)}`].join("\n").replaceAll(/^/gm, "  ")}`,
  );
if (differing.length > Number(options.show)) console.log(`\n… and ${differing.length - Number(options.show)} more`);
for (const name of same) console.log(`\nknown-differences.txt lists what is the same: ${name}`);
console.log(`\n${count} commands, beside ${tool.version}: ${differing.length} different, ${known.size} known to be`);
process.exitCode = differing.length + same.length > 0 ? 1 : 0;

async function compare(each) {
  if (!each.name.includes(options.only)) return;
  count++;
  const difference = await differs(each);
  if (difference && !known.has(each.name)) differing.push(difference);
  if (!difference && known.has(each.name)) same.push(each.name);
}

/** The two answers when they are not the same. */
async function differs(each) {
  const real = normalized(await realCommand(tool, scratch, each));
  const mine = normalized(await ourCommand(ours, scratch, each));
  if (JSON.stringify(real) === JSON.stringify(mine)) return undefined;
  for (const name of Object.keys(real.files)) {
    if (real.files[name] !== mine.files[name]) continue;
    delete real.files[name];
    delete mine.files[name];
  }
  return { name: each.name, real, mine };
}

/**
 * The same edit with --keep-format: where it is made, a default edit of the result that changes nothing gives the same
 * file as the default edit of the original, but for comments and the order of fields and lists; and every line that is
 * nothing but a comment is still there.
 */
async function keeps({ files, args }) {
  const kept = await ourCommand(ours, scratch, {
    files,
    args: [...args.slice(0, 3), "--keep-format", ...args.slice(3)],
  });
  const plain = await ourCommand(ours, scratch, { files, args });
  const name = `--keep-format ${JSON.stringify([files, ...args])}`;
  if (kept.status !== 0) {
    const isRefused = /^Error: cannot keep the format of this file/.test(kept.stderr);
    return isRefused || plain.status !== 0 ? undefined : { name, real: plain, mine: kept };
  }
  const comments = (text) => text.split(/\r?\n/).filter((line) => line.trim().startsWith("#"));
  const before = comments(files);
  const after = comments(kept.files["kustomization.yaml"]);
  if (before.some((line) => !after.includes(line))) return { name, real: { files: { comments: files } }, mine: kept };
  const meaning = (text) => JSON.stringify(ours.meaningOf(text));
  if (plain.status !== 0) return { name, real: plain, mine: kept };
  const [wanted, got] = [plain, kept].map((answer) => meaning(answer.files["kustomization.yaml"]));
  return wanted === got ? undefined : { name, real: { ...plain, stdout: wanted }, mine: { ...kept, stdout: got } };
}

/** Times and places of this machine, and the words of usage texts, are nobody's behaviour. */
function normalized({ status, stdout, stderr, files }) {
  return {
    status,
    stdout: stdout
      .replace(/^[^]*^Usage:[^]*/m, "Usage: …")
      // In a random order.
      .replace(/^Builtin plugins:[^]*/, (plugins) => plugins.split("\n").sort().join("\n")),
    stderr: stderr
      .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "TIME ")
      .replaceAll(/0x[0-9a-f]+/g, "0x0")
      // Ours says where.
      .replaceAll(/ \(\S+:\d+(:\d+)?\)$/gm, "")
      .replace(/^Usage:[^]*/m, "Usage: …"),
    files,
  };
}

async function loadCases() {
  const folder = path.join(import.meta.dirname, "cases");
  const all = [];
  for (const file of fs.readdirSync(folder).sort()) {
    for (const each of (await import(path.join(folder, file))).cases) {
      const [files, ...args] = each;
      all.push({ name: `${path.basename(file, ".mjs")}/${nameOf(files)} ${args.join(" ")}`, files, args });
    }
  }
  return all;
}

function nameOf(files) {
  return typeof files === "string"
    ? JSON.stringify(files)
    : (files.name ?? JSON.stringify(files["kustomization.yaml"]));
}

function readKnownDifferences() {
  const text = fs.readFileSync(path.join(import.meta.dirname, "known-differences.txt"), "utf8");
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => line.split("  # ")));
}

function show({ status, stdout, stderr, files }) {
  const parts = [`exit ${status}`];
  if (stdout) parts.push(`stdout: ${stdout}`);
  if (stderr) parts.push(`stderr: ${stderr}`);
  for (const [name, text] of Object.entries(files)) parts.push(`${name}:\n${text}`);
  return parts.join("\n").replaceAll(/^/gm, "  ");
}
