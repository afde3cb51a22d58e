// Compares builds that fetch with the real ones, from servers on this machine; and how addresses of repositories are
// read, from what the real tool asks git for.
//
//   node conformance/kustomize-remotes/run.mjs [--only TEXT] [--addresses N] [--seed N]
//
//   --addresses N   this many random addresses (default 300)
//
// Ends with 1 when something differs that known-differences.txt does not list, or when something it lists is the same.
// Skipped where there is no Kustomize.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { findRealKustomize } from "../kustomize/real-kustomize.mjs";
import { makeRepositories, serveFiles } from "../kustomize-localize/servers.mjs";
import { compareAddresses } from "./addresses.mjs";
import { addresses, cases } from "./cases.mjs";
import { loadOurs } from "./ours.mjs";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    addresses: { type: "string", default: "300" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});
const tool = findRealKustomize("kustomize");
if (!tool) {
  console.log("skipped: there is no Kustomize (PEERS/bin/kustomize) here");
  process.exit(0);
}

const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "remotes-")));
const web = await serveFiles();
const repositories = path.join(scratch, "repositories");
const env = makeRepositories(repositories, web.url);
const ours = await loadOurs(scratch);
const remotes = ours.commandLineRemotes({
  env,
  cacheFolder: path.join(scratch, "cache"),
  get: refusingOtherHosts(ours.createWebGet({ mayReachLocal: () => true })),
});
const known = readKnownDifferences();
const differing = [];
const same = [];
let count = 0;

for (const [name, given] of Object.entries(cases)) {
  if (!name.includes(options.only)) continue;
  count++;
  const root = path.join(scratch, "tree");
  fs.rmSync(root, { recursive: true, force: true });
  for (const [file, text] of Object.entries(typeof given === "string" ? { "kustomization.yaml": given } : given)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), filled(text));
  }
  const build = () => ours.build(ours.directoryTree("/"), root.slice(1), { remotes, shownRoot: "/" });
  note(name, plain(await realBuild(root), root), plain(await ourBuild(build), root));
}
for (const address of addresses.filter((text) => text.includes(options.only))) {
  count++;
  const url = filled(address);
  const build = () => ours.buildAddress(url, { remotes });
  note(address, plain(await realBuild(url), "ROOT"), plain(await ourBuild(build), "ROOT"));
}
if (options.only === "") {
  const { asked, differences } = await compareAddresses(tool, ours, scratch, {
    count: Number(options.addresses),
    seed: Number(options.seed),
  });
  count += asked;
  differing.push(...differences);
}
remotes.close();
web.close();
fs.rmSync(scratch, { recursive: true });

for (const { name, real, mine } of differing)
  console.log(`\ndifferent: ${name}\n${`real\n${real}\nours\n${mine}`.replaceAll(/^/gm, "  ")}`);
for (const name of same) console.log(`\nknown-differences.txt lists what is the same: ${name}`);
console.log(
  `\n${tool.version}: ${count} compared (seed ${options.seed}), ${differing.length} different, ${known.size} known`,
);
process.exitCode = differing.length + same.length > 0 ? 1 : 0;

function note(name, real, mine) {
  if (real !== mine && !known.has(name)) differing.push({ name, real, mine });
  if (real === mine && known.has(name)) same.push(name);
}

function filled(text) {
  return text.replaceAll("$WEB", web.url).replaceAll("$GIT", `file://${repositories}`);
}

/** Without what is never the same: the time of day, temporary folders, name servers. */
function plain(text, root) {
  return text
    .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "")
    .replaceAll(root, "ROOT")
    .replaceAll(/\/tmp\/kustomize-\d+/g, "CLONE")
    .replaceAll(
      new RegExp(
        `(?<=(?:directory|file|path|on|lstat|base|outside|': |Error:) ?'?)file://${repositories}/\\w+/\\w+`,
        "g",
      ),
      "CLONE",
    )
    .replaceAll("/usr/bin/git", "git")
    .replaceAll(/ on [\d.]+:53/g, "")
    .replaceAll(/ after \d+ ms/g, "")
    .trim();
}

function realBuild(root) {
  return new Promise((resolve) => {
    const child = spawn(tool.command, ["build", root], { env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("close", (status) => resolve(`${said.trim()}\nstatus ${status}`));
  });
}

async function ourBuild(build) {
  try {
    const result = await build();
    return `${[...result.warnings, result.yaml()].join("\n").trim()}\nstatus 0`;
  } catch (error) {
    return `${error instanceof ours.KustomizeError ? `Error: ${error.message}` : error.stack}\nstatus 1`;
  }
}

/** As the proxy does that the real tool is given. */
function refusingOtherHosts(get) {
  return (url, signal) =>
    url.startsWith("https:")
      ? Promise.reject(new Error(`Get "${url}": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused`))
      : get(url, signal);
}

function readKnownDifferences() {
  const file = path.join(import.meta.dirname, "known-differences.txt");
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return new Set(lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("  # ")[0]));
}
