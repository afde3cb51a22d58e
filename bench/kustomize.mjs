// Builds beside the real Kustomize: kustomize [FOLDER] [--trees 10,50] [--real-up-to N] [--only PART]
//
// FOLDER is one small overlay (default: the demo's). For each N of --trees a tree is made (HAWSER_BENCH_TREE) and its
// `all` is built: cold processes of all, then warm in this process, whole and after one file of one app changed. The real
// tool needs a quarter of an hour at N=500: it is asked up to --real-up-to (default 50). --linear A,B compares the CPU
// of ours on two sizes. PART is overlay, trees or linear.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { bundleLibrary } from "../conformance/kustomize/library.mjs";

const peers = process.env.PEERS ?? path.join(os.homedir(), ".cache/hawser-peers");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-bench-"));

export async function run(args) {
  const { values: options, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trees: { type: "string", default: "10" },
      "real-up-to": { type: "string", default: "50" },
      linear: { type: "string", default: "" },
      only: { type: "string", default: "" },
    },
  });
  const wanted = (part) => options.only === "" || options.only === part;
  const library = path.join(scratch, "library.mjs");
  await bundleLibrary(library);
  const programs = allPrograms();
  try {
    if (wanted("overlay")) overlay(positionals[0] ?? "examples/shopapi/overlays/production", programs);
    if (wanted("trees"))
      for (const count of numbers(options.trees))
        await tree(count, programs, count <= Number(options["real-up-to"]), library);
    if (wanted("linear")) linear(numbers(options.linear), programs[0]);
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

const numbers = (text) => text.split(",").filter(Boolean).map(Number);

function allPrograms() {
  const ours = {
    name: "hawser kustomize",
    command: [process.execPath, path.resolve("packages/cli/bin/hawser.js"), "kustomize", "build"],
  };
  const real = [
    { name: "kustomize 5.8.1", command: [path.join(peers, "bin/kustomize"), "build"], real: true },
    { name: "kubectl kustomize", command: ["kubectl", "kustomize"], real: true },
  ].filter(({ command: [program] }) => spawnSync(program, ["version", "--client"]).error === undefined);
  return [ours, ...real];
}

/** One cold process: CPU and wall seconds, MiB at its peak, and what it prints. */
function once({ command: [program, ...args] }, folder) {
  const times = path.join(scratch, "times");
  const { stdout, status, stderr } = spawnSync(
    "/usr/bin/time",
    ["-o", times, "-f", "%U %S %e %M", program, ...args, path.resolve(folder)],
    {
      encoding: "utf8",
      maxBuffer: 1 << 30,
      env: { ...process.env, KUBECONFIG: "/dev/null" },
    },
  );
  if (status !== 0) throw new Error(`${program} fails on ${folder}: ${stderr}`);
  const [user, system, wall, kib] = fs.readFileSync(times, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
  return { cpu: user + system, wall, mib: kib / 1024, stdout };
}

function median(program, folder, runs) {
  const all = Array.from({ length: runs }, () => once(program, folder));
  const middle = (pick) => all.map(pick).sort((a, b) => a - b)[Math.floor(runs / 2)];
  return {
    cpu: middle(({ cpu }) => cpu),
    wall: middle(({ wall }) => wall),
    mib: middle(({ mib }) => mib),
    stdout: all[0].stdout,
  };
}

function say(name, { cpu, wall, mib }, first) {
  const ratio = first && first.cpu > 0 ? `, ${(cpu / first.cpu).toFixed(1)} × the CPU of ours` : "";
  console.log(`  ${name.padEnd(20)} ${cpu.toFixed(2)} CPU s, ${wall.toFixed(2)} s wall, ${mib.toFixed(0)} MiB${ratio}`);
}

function overlay(folder, programs) {
  console.log(`${folder}, cold processes, median of 9`);
  let first;
  for (const program of programs) {
    const result = median(program, folder, 9);
    say(program.name, result, first);
    first ??= result;
  }
}

function makeTree(count) {
  const generator = process.env.HAWSER_BENCH_TREE;
  if (!generator) throw new Error("name the script that makes a tree with HAWSER_BENCH_TREE");
  const root = path.join(scratch, `tree-${count}`);
  if (!fs.existsSync(root))
    spawnSync(process.execPath, [generator, String(count), root], { stdio: ["ignore", "ignore", "inherit"] });
  return root;
}

async function tree(count, programs, withReal, library) {
  const root = makeTree(count);
  const runs = count > 100 ? 1 : 3;
  console.log(`\nN=${count} all, cold processes, median of ${runs}`);
  let first;
  for (const program of programs) {
    if (program.real && !withReal) continue;
    const result = median(program, path.join(root, "all"), runs);
    say(program.name, result, first);
    if (first && result.stdout !== first.stdout) console.log("    its bytes differ from ours");
    first ??= result;
  }
  await warm(root, library);
}

/** The same in this process, with what was parsed kept: whole, again, and after a change. */
async function warm(root, library) {
  const { build, directoryTree, createBuildCache } = await import(pathToFileURL(library).href);
  const files = directoryTree(root);
  const cache = createBuildCache?.();
  const timed = async (what) => {
    const before = process.cpuUsage();
    const result = await build(files, "all", cache ? { cache } : {});
    const bytes = (await result.yaml()).length;
    const { user, system } = process.cpuUsage(before);
    console.log(`  ${what.padEnd(20)} ${((user + system) / 1e6).toFixed(3)} CPU s, ${bytes} bytes`);
  };
  await timed("in this process");
  await timed("again");
  const changed = path.join(root, "apps/app-0001/base/deployment.yaml");
  for (const replicas of [2, 3, 4]) {
    const text = fs.readFileSync(changed, "utf8");
    fs.writeFileSync(changed, text.replace(/replicas: \d+/, `replicas: ${replicas}`));
    await timed("one file changed");
  }
  const overlays = path.join(root, "apps/app-0001/overlays");
  for (const name of fs.readdirSync(overlays).slice(0, 1)) {
    for (let run = 0; run < 3; run++) {
      const file = path.join(overlays, name, "kustomization.yaml");
      fs.appendFileSync(file, `# ${run}\n`);
      await timed("one overlay changed");
    }
  }
}

function linear([small, large], program) {
  if (!large) return;
  const [a, b] = [small, large].map((count) => median(program, path.join(makeTree(count), "all"), 3));
  console.log(
    `\nlinear: N=${small} ${a.cpu.toFixed(2)} CPU s, N=${large} ${b.cpu.toFixed(2)} CPU s: × ${(b.cpu / a.cpu).toFixed(2)} for × ${(large / small).toFixed(2)}; ${b.mib.toFixed(0)} MiB`,
  );
}
