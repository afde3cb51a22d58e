// The real tool, with its answers remembered on disk by what it was given: a second run asks it nothing.
import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";

const peers = process.env.PEERS ?? path.join(os.homedir(), ".cache/hawser-peers");
const cacheFolder = path.join(
  process.env.HAWSER_CONFORMANCE_CACHE ?? path.join(os.homedir(), ".cache/hawser-conformance"),
  "helm",
);
const TIMEOUT_MS = 120_000;
const run = promisify(execFile);

// Nothing outside is to be asked: a fetch has to fail at once.
const environment = {
  ...process.env,
  KUBECONFIG: "/dev/null",
  HTTP_PROXY: "http://127.0.0.1:9",
  HTTPS_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "",
};

/** The Helm to compare with, else undefined. */
export function findRealHelm() {
  const command = path.join(peers, "bin/helm");
  const answer = spawnSync(command, ["version", "--short"], { encoding: "utf8", env: environment });
  return answer.status === 0 ? { command, version: answer.stdout.trim() } : undefined;
}

/** `helm template` of a chart whose files have the digest `content`. */
export async function realTemplate({ command, version }, chart, flags, content) {
  const key = createHash("sha256")
    .update([version, content, ...flags.map(withContent)].join("\0"))
    .digest("hex");
  const file = path.join(cacheFolder, key.slice(0, 2), key);
  if (fs.existsSync(file)) return JSON.parse(gunzipSync(fs.readFileSync(file)).toString());
  const answer = await ask(command, chart, flags);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, gzipSync(JSON.stringify(answer)));
  return answer;
}

/** A flag that names a file stands for the file's content. */
function withContent(flag) {
  const names = flag.startsWith("/") ? [flag] : [...flag.matchAll(/=(\/[^,}]+)/g)].map(([, name]) => name);
  return names.reduce(
    (text, name) => (fs.existsSync(name) ? text.replace(name, `\0${fs.readFileSync(name, "utf8")}`) : text),
    flag,
  );
}

async function ask(command, chart, flags) {
  const hasName = flags.length > 0 && !flags[0].startsWith("-");
  const args = ["template", ...(hasName ? [flags[0], chart, ...flags.slice(1)] : [chart, ...flags])];
  try {
    const { stdout, stderr } = await run(command, args, {
      env: environment,
      maxBuffer: 1 << 28,
      timeout: TIMEOUT_MS,
      cwd: os.tmpdir(),
    });
    return { status: 0, stdout, stderr };
  } catch (error) {
    return { status: 1, stdout: error.stdout ?? "", stderr: error.stderr || String(error.message) };
  }
}
