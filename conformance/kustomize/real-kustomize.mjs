// The real tool, with its answers remembered on disk by what it was given: a second run asks it nothing.
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const peers = process.env.PEERS ?? path.join(os.homedir(), ".cache/hawser-peers");
const cacheFolder = process.env.HAWSER_CONFORMANCE_CACHE ?? path.join(os.homedir(), ".cache/hawser-conformance");
const MAX_OUTPUT = 1 << 30;
const TIMEOUT_MS = 300_000;

/**
 * Where nothing answers, a fetch has to fail at once rather than wait for its timeout; and kubectl hands over to
 * another version of itself when its context names an older server.
 */
const environment = {
  ...process.env,
  KUBECONFIG: "/dev/null",
  GIT_ALLOW_PROTOCOL: "file",
  GIT_TERMINAL_PROMPT: "0",
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
};

/** The tool to compare with: 5.8.1 of the peers, else what kubectl has in it, else undefined. `name` chooses one. */
export function findRealKustomize(name) {
  const tools = [
    { name: "kustomize", command: path.join(peers, "bin/kustomize"), args: ["build"], version: ["version"] },
    { name: "kubectl", command: "kubectl", args: ["kustomize"], version: ["version", "--client"] },
  ];
  for (const tool of tools) {
    if (name !== undefined && name !== tool.name) continue;
    const answer = spawnSync(tool.command, tool.version, { encoding: "utf8", env: environment });
    if (answer.status !== 0) continue;
    const version = /v\d[\w.+-]*/.exec(answer.stdout.replace(/^Client Version.*$/m, ""))?.[0] ?? answer.stdout.trim();
    return { ...tool, version: `${tool.name} ${version}` };
  }
  return undefined;
}

/**
 * What the tool answers for `folder` of the tree at `root`: `{status, stdout, stderr}`, with paths relative to the
 * tree. `content` names all that the build may read.
 */
export async function realBuild(tool, root, folder, flags, content) {
  const key = createHash("sha256")
    .update(JSON.stringify([tool.version, content, folder, flags]))
    .digest("hex");
  const file = path.join(cacheFolder, key.slice(0, 2), `${key}.json`);
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    // Asked for the first time, or the file was cut off.
  }
  const answer = await run(tool, path.join(root, folder), flags);
  const inTree = (text) => relativeTo(fs.realpathSync(root), text);
  const result = { status: answer.status, stdout: answer.stdout, stderr: inTree(answer.stderr) };
  if (answer.status !== "timeout") {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, JSON.stringify(result));
    fs.renameSync(`${file}.${process.pid}`, file);
  }
  return result;
}

/** A text whose absolute paths below `root`, or just above, are relative to it. */
export function relativeTo(root, text) {
  const above = path.dirname(root);
  return text.replaceAll(`${root}/`, "").replaceAll(root, ".").replaceAll(`${above}/`, "../").replaceAll(above, "..");
}

async function run(tool, folder, flags) {
  try {
    const { stdout, stderr } = await promisify(execFile)(tool.command, [...tool.args, folder, ...flags], {
      encoding: "utf8",
      env: environment,
      maxBuffer: MAX_OUTPUT,
      timeout: TIMEOUT_MS,
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    if (error.killed) return { status: "timeout", stdout: "", stderr: `no answer in ${TIMEOUT_MS / 1000} s` };
    return { status: error.code, stdout: error.stdout ?? "", stderr: error.stderr ?? error.message };
  }
}
