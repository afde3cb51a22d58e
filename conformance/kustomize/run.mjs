// Compares `hawser kustomize build` byte for byte with `kubectl kustomize`, over every kustomization below the named
// folders (default: examples/) and over small cases, one per feature.
//
//   npm run build && node conformance/kustomize/run.mjs [FOLDER…]
//
// Prints what differs, and ends with 1 when something does. Skipped, with a word, where there is no kubectl.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { cases } from "./cases.mjs";

const hawser = path.resolve("packages/cli/bin/hawser.js");
const real = (folder) =>
  spawnSync("kubectl", ["kustomize", folder], {
    encoding: "utf8",
    env: { ...process.env, KUBECONFIG: "/dev/null" },
    maxBuffer: 1 << 28,
  });
const ours = (folder) =>
  spawnSync(process.execPath, [hawser, "kustomize", "build", folder], { encoding: "utf8", maxBuffer: 1 << 28 });

if (spawnSync("kubectl", ["version", "--client"]).status !== 0) {
  console.log("skipped: there is no kubectl on the PATH");
  process.exit(0);
}

const folders = (process.argv.length > 2 ? process.argv.slice(2) : ["examples"]).flatMap(kustomizations);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "kustomize-cases-"));
for (const [name, files] of Object.entries(cases)) {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(scratch, name.replaceAll(" ", "-"), file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  folders.push(path.join(scratch, name.replaceAll(" ", "-")));
}

const different = [];
let same = 0;
let refused = 0;
for (const folder of folders) {
  const [a, b] = [ours(folder), real(folder)];
  if (b.status !== 0 && a.status !== 0) refused++;
  else if (a.stdout === b.stdout && a.status === b.status) same++;
  else different.push({ folder, a, b });
}
for (const { folder, a, b } of different)
  console.log(
    `different: ${folder}\n  ours: ${a.stderr.split("\n")[0]}\n  real: ${b.stderr.split("\n")[0]}\n${firstDifference(a.stdout, b.stdout)}`,
  );
console.log(`${same} same, ${refused} refused by both, ${different.length} different`);
fs.rmSync(scratch, { recursive: true });
process.exit(different.length > 0 ? 1 : 0);

function kustomizations(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((file) => path.basename(file) === "kustomization.yaml")
    .map((file) => path.join(folder, path.dirname(file)));
}

function firstDifference(a, b) {
  const [x, y] = [a.split("\n"), b.split("\n")];
  const at = x.findIndex((line, index) => line !== y[index]);
  return at < 0 ? "" : `  line ${at + 1}\n  - ${y[at]}\n  + ${x[at]}`;
}
