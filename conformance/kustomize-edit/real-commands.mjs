// What the real tool does, remembered on disk by what it was given.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { makeFolder, readFolder } from "./folders.mjs";

const cacheFolder = process.env.HAWSER_CONFORMANCE_CACHE ?? path.join(os.homedir(), ".cache/hawser-conformance");

export async function realCommand(tool, scratch, { files, args }) {
  const key = createHash("sha256")
    .update(JSON.stringify([tool.version, "edit", files, args]))
    .digest("hex");
  const remembered = path.join(cacheFolder, "edit", key.slice(0, 2), `${key}.json`);
  try {
    return JSON.parse(fs.readFileSync(remembered, "utf8"));
  } catch {
    // Asked for the first time.
  }
  const folder = path.join(scratch, "case");
  makeFolder(folder, files);
  const { status, stdout, stderr } = spawnSync(tool.command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, GIT_ALLOW_PROTOCOL: "file", GIT_TERMINAL_PROMPT: "0", HTTPS_PROXY: "http://127.0.0.1:9" },
    timeout: 60_000,
  });
  const inFolder = (text) => text.replaceAll(fs.realpathSync(folder), "/case");
  const answer = { status, stdout: inFolder(stdout), stderr: inFolder(stderr), files: readFolder(folder) };
  if (status === null) return answer;
  fs.mkdirSync(path.dirname(remembered), { recursive: true });
  fs.writeFileSync(`${remembered}.${process.pid}`, JSON.stringify(answer));
  fs.renameSync(`${remembered}.${process.pid}`, remembered);
  return answer;
}
