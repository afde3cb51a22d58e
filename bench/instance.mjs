// A Hawser in its own folder, alone or against an API in a second process, and what is measured of it.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Agent, request } from "undici";

/** Another build than the checkout's own, to compare two. */
const program = path.resolve(process.env.HAWSER_BENCH_PROGRAM ?? "packages/cli/bin/hawser.js");
const TICKS = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** `hawser up` with its own cluster. */
export async function startInstance(args) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-bench-"));
  const began = performance.now();
  const up = await startProcess(path.join(root, "data"), ["up", ...args], "git");
  const readyMs = performance.now() - began;
  return instance(root, up, up, { began, readyMs });
}

/** `hawser up --kubeconfig` against `hawser api`: the engine's costs apart from the API's. */
export async function startApart(args) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-bench-"));
  const api = await startProcess(path.join(root, "api"), ["api"], "api");
  const kubeconfig = path.join(root, "api", "kubeconfig");
  const began = performance.now();
  const up = await startProcess(path.join(root, "data"), ["up", "--kubeconfig", kubeconfig, ...args], "git");
  return instance(root, api, up, { began, readyMs: performance.now() - began });
}

async function startProcess(data, args, awaited) {
  const profile = process.env.HAWSER_BENCH_PROFILE;
  const options = profile && args[0] === "up" ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const child = spawn(process.execPath, [...options, program, "--data", data, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const endpoints = await until(() => {
    if (child.exitCode !== null) throw new Error(`hawser ${args.join(" ")} ended with ${child.exitCode}`);
    const file = path.join(data, "endpoints.json");
    const found = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
    return found?.[awaited] ? found : undefined;
  });
  return { child, data, endpoints };
}

async function instance(root, api, up, times) {
  const token = fs.readFileSync(path.join(api.data, "api-token"), "utf8").trim();
  const dispatcher = new Agent({ connect: { ca: fs.readFileSync(path.join(api.data, "ca.crt"), "utf8") } });
  const processes = api === up ? [up] : [up, api];
  return {
    root,
    ...times,
    endpoints: { ...up.endpoints, api: api.endpoints.api },
    async api(method, target, body, contentType = "application/json") {
      const answer = await request(api.endpoints.api + target, {
        method,
        dispatcher,
        headers: { authorization: `Bearer ${token}`, "content-type": contentType },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return answer.body.json();
    },
    /** Of `hawser up` and the git processes it awaited. */
    cpuSeconds: () => cpuSeconds(up.child.pid),
    /** Of the API's process; the same as `cpuSeconds` when there is one process only. */
    apiCpuSeconds: () => cpuSeconds(api.child.pid),
    memory: () => memory(up.child.pid),
    stop: async () => {
      for (const { child } of processes) {
        child.kill("SIGINT");
        await new Promise((resolve) => child.once("exit", resolve));
      }
      await dispatcher.close();
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Of a process and its children: threads in nanoseconds, as the scheduler counts them; ended children in ticks. */
function cpuSeconds(pid) {
  let seconds = 0;
  for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
    seconds += Number(fs.readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]) / 1e9;
    for (const child of fs.readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" ").filter(Boolean))
      seconds += cpuSeconds(child);
  }
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return seconds + (Number(fields[13]) + Number(fields[14])) / TICKS;
}

function memory(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  const mib = (field) => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)[1]) / 1024);
  return `RssAnon ${mib("RssAnon")} MiB, RssFile ${mib("RssFile")} MiB`;
}

export async function until(check, timeoutMs = 120_000, everyMs = 3) {
  const end = performance.now() + timeoutMs;
  while (performance.now() < end) {
    const found = await check();
    if (found) return found;
    await pause(everyMs);
  }
  throw new Error("it did not happen in time");
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * CPU of an idle while, scaled to a minute. The collection of garbage after a burst comes up to a minute later, once,
 * and is waited for. HAWSER_BENCH_SETTLE_SECONDS and HAWSER_BENCH_IDLE_SECONDS make both shorter.
 */
export async function idleMinute(instance) {
  await pause(Number(process.env.HAWSER_BENCH_SETTLE_SECONDS ?? 75) * 1000);
  const seconds = Number(process.env.HAWSER_BENCH_IDLE_SECONDS ?? 60);
  const [cpu, api] = [instance.cpuSeconds(), instance.apiCpuSeconds()];
  await pause(seconds * 1000);
  const perMinute = (value) => ((value * 60) / seconds).toFixed(2);
  return { cpu: perMinute(instance.cpuSeconds() - cpu), api: perMinute(instance.apiCpuSeconds() - api) };
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

export function printReference(folder) {
  const seconds = kubectlReference(folder);
  console.log(`reference: kubectl kustomize on one overlay ${seconds?.toFixed(2) ?? "not here"} CPU s`);
}
