// Compares `localize` with the real one: what is printed, the exit code, and every byte that is written.
//
//   node conformance/kustomize-localize/run.mjs [--only TEXT] [--show N]
//
// Ends with 1 when something differs that known-differences.txt does not list, or when something it lists is the same.
// Skipped where there is no Kustomize.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build as bundle } from "esbuild";
import { findRealKustomize } from "../kustomize/real-kustomize.mjs";
import { cases } from "./cases.mjs";
import { makeRepositories, serveFiles } from "./servers.mjs";

const { values: options } = parseArgs({
  options: { only: { type: "string", default: "" }, show: { type: "string", default: "20" } },
});
const tool = findRealKustomize("kustomize");
if (!tool) {
  console.log("skipped: there is no Kustomize (PEERS/bin/kustomize) here");
  process.exit(0);
}

const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "localize-")));
const web = await serveFiles();
const repositories = path.join(scratch, "repositories");
const env = makeRepositories(repositories, web.url);
const library = await loadOurs();
const remotes = library.commandLineRemotes({
  env,
  cacheFolder: path.join(scratch, "cache"),
  get: refusingOtherHosts(library.createWebGet({ mayReachLocal: () => true })),
});
const known = readKnownDifferences();
const differing = [];
const same = [];
let count = 0;

for (const given of cases.filter(({ name }) => name.includes(options.only))) {
  count++;
  const real = await runIn("real", given, realLocalize);
  const mine = await runIn("mine", given, ourLocalize);
  const isSame = JSON.stringify(real) === JSON.stringify(mine);
  if (!isSame && !known.has(given.name)) differing.push({ name: given.name, real, mine });
  if (isSame && known.has(given.name)) same.push(given.name);
}
remotes.close();
web.close();
fs.rmSync(scratch, { recursive: true });

const indented = (value) => JSON.stringify(value, null, 1).replaceAll("\\n", "\n      ").replaceAll(/^/gm, "  ");
for (const { name, real, mine } of differing.slice(0, Number(options.show)))
  console.log(`\ndifferent: ${name}\nreal ${indented(real)}\nours ${indented(mine)}`);
for (const name of same) console.log(`\nknown-differences.txt lists what is the same: ${name}`);
console.log(`\n${tool.version}: ${count} cases, ${differing.length} different, ${known.size} known`);
process.exitCode = differing.length + same.length > 0 ? 1 : 0;

/** Runs one in a folder of its own. Answers status, what was printed, and every file that is new. */
async function runIn(who, { files, links, args, folder }, run) {
  const root = path.join(scratch, who);
  fs.rmSync(root, { recursive: true, force: true });
  fs.mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), filled(text));
  }
  for (const [name, target] of Object.entries(links)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.symlinkSync(target, path.join(root, name));
  }
  const before = new Set(filesBelow(root));
  const { status, said } = await run(args.map(filled), path.join(root, folder));
  const written = {};
  for (const name of filesBelow(root))
    if (!before.has(name)) written[name] = fs.readFileSync(path.join(root, name), "utf8");
  return { status, said: plain(said, root), written };
}

function filled(text) {
  return text
    .replaceAll("$WEB", web.url)
    .replaceAll("$USERWEB", web.url.replace("://", "://user:secret@"))
    .replaceAll("$GIT", `file://${repositories}`);
}

/** Without what is never the same: the time of day, temporary folders, name servers. */
function plain(text, root) {
  return text
    .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, "")
    .replaceAll(root, "ROOT")
    .replaceAll(/\/tmp\/kustomize-\d+/g, "CLONE")
    .replaceAll(
      /(?<=(?:on |lstat |base |outside )'?)(?:file:\/\/|https:\/\/h\.invalid)[\w/.-]*?\/(?:org\/repo|a\/b)(?=[/' :])/g,
      "CLONE",
    )
    .replaceAll("/usr/bin/git", "git")
    .replaceAll(/ on [\d.]+:53/g, "")
    .trim();
}

function realLocalize(args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(tool.command, ["localize", ...args], { cwd, env });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    child.on("close", (status) => resolve({ status, said }));
  });
}

async function ourLocalize(args, cwd) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { scope: { type: "string" }, "no-verify": { type: "boolean" } },
  });
  const [target = ".", named] = positionals;
  let folder;
  try {
    const result = await library.localize({
      tree: library.directoryTree("/"),
      workingFolder: cwd.slice(1),
      target,
      shownRoot: "/",
      remotes,
      ...(values.scope === undefined ? {} : { scope: values.scope }),
      noVerify: values["no-verify"] === true,
      destination: {
        create(defaultName) {
          folder = path.resolve(cwd, named ?? defaultName);
          const shown = named ?? defaultName;
          const invalid = (why) =>
            new library.KustomizeError("not-found", `invalid localize destination ${JSON.stringify(shown)}: ${why}`);
          if (fs.existsSync(folder)) throw invalid(`localize destination ${JSON.stringify(shown)} already exists`);
          try {
            fs.mkdirSync(folder);
          } catch {
            throw invalid(`unable to create localize destination directory: mkdir ${shown}: no such file or directory`);
          }
          return folder;
        },
        write(name, bytes) {
          fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
          fs.writeFileSync(path.join(folder, name), bytes);
        },
        discard: () => fs.rmSync(folder, { recursive: true, force: true }),
      },
    });
    return { status: 0, said: [...result.warnings, ...result.messages].join("\n") };
  } catch (error) {
    if (error instanceof library.VerificationError)
      return { status: 1, said: [...error.messages, `Error: ${error.message}`].join("\n") };
    const isExpected = error instanceof library.KustomizeError;
    return { status: 1, said: isExpected ? `Error: ${error.message}` : String(error.stack) };
  }
}

/** As the proxy does that the real tool is given. */
function refusingOtherHosts(get) {
  return (url, signal) =>
    url.startsWith("https:")
      ? Promise.reject(new Error(`Get "${url}": proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused`))
      : get(url, signal);
}

async function loadOurs() {
  const repository = path.resolve(import.meta.dirname, "../..");
  const outfile = path.join(scratch, "ours.mjs");
  await bundle({
    stdin: {
      contents: `
        export * from "./packages/kustomize/src/localize/index.ts";
        export { commandLineRemotes } from "./packages/kustomize/src/remote/command-line-remotes.ts";
        export { KustomizeError } from "./packages/kustomize/src/kustomize-error.ts";
        export { createWebGet, directoryTree } from "./packages/source/src/index.ts";`,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@hawser/source"],
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  return import(pathToFileURL(outfile).href);
}

function filesBelow(root) {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

function readKnownDifferences() {
  const file = path.join(import.meta.dirname, "known-differences.txt");
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return new Set(lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.split("  # ")[0]));
}
