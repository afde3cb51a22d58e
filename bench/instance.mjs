// A Hawser in its own folder, and what is measured of it.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Agent, request } from "undici";

const program = path.resolve("packages/cli/bin/hawser.js");
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

export async function startInstance(args) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-bench-"));
  const data = path.join(root, "data");
  const began = performance.now();
  const child = spawn(process.execPath, [program, "--data", data, "up", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  const endpoints = await until(() => {
    const file = path.join(data, "endpoints.json");
    const found = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
    return found?.git ? found : undefined;
  });
  const readyMs = performance.now() - began;
  const token = fs.readFileSync(path.join(data, "api-token"), "utf8").trim();
  const dispatcher = new Agent({ connect: { ca: fs.readFileSync(path.join(data, "ca.crt"), "utf8") } });
  const api = async (method, target, body, contentType = "application/json") => {
    const answer = await request(endpoints.api + target, {
      method,
      dispatcher,
      headers: { authorization: `Bearer ${token}`, "content-type": contentType },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return answer.body.json();
  };
  return {
    root,
    began,
    readyMs,
    endpoints,
    api,
    output: () => output,
    cpuSeconds: () => {
      const fields = fs.readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      return (Number(fields[11]) + Number(fields[12])) / TICKS;
    },
    memory: () =>
      Object.fromEntries(
        ["RssAnon", "RssFile"].map((field) => [
          field,
          Math.round(
            Number(new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${child.pid}/status`, "utf8"))[1]) /
              1024,
          ),
        ]),
      ),
    stop: async () => {
      child.kill("SIGINT");
      await new Promise((resolve) => child.once("exit", resolve));
      await dispatcher.close();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

export async function until(check, timeoutMs = 120_000) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    const found = await check();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  throw new Error("it did not happen in time");
}

export function git(cwd, ...args) {
  return execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", ...args], {
    cwd,
    encoding: "utf8",
  }).trim();
}

export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return `median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, ${values.length} times`;
}

/** CPU seconds of `kubectl kustomize` on a folder; undefined without kubectl. */
export function kubectlReference(folder) {
  const result = spawnSync("bash", ["-c", `TIMEFORMAT='%U %S'; time kubectl kustomize '${folder}' >/dev/null 2>&1`], {
    encoding: "utf8",
    env: { ...process.env, KUBECONFIG: "/dev/null" },
  });
  const match = /([\d.]+) ([\d.]+)\s*$/.exec(result.stderr);
  return match ? Number(match[1]) + Number(match[2]) : undefined;
}
