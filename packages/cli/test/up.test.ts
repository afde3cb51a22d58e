import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import type { Application } from "@hawser/argocd";
import { type Client, createClient, httpTransport, type KubeObject, loadKubeconfig } from "@hawser/kube";
import { afterEach, expect, test } from "vitest";

const program = path.resolve(import.meta.dirname, "../bin/hawser.js");
const eventually = { timeout: 20_000, interval: 30 };
/** Below the range that the system gives out by itself, and rarely those of a Hawser that starts at the same time. */
const portFlags = (): string[] => {
  const first = 20_000 + Math.floor(Math.random() * 3_000) * 4;
  return ["api", "ui", "git", "metrics"].flatMap((name, index) => [`--${name}-port`, String(first + index)]);
};
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-up-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});

interface Up {
  child: ChildProcess;
  output: () => string;
  client: () => Client;
  stop: () => Promise<number | null>;
}

function up(data: string, ...flags: string[]): Up {
  const ports = fs.existsSync(data) ? [] : portFlags();
  const child = spawn(process.execPath, [program, "--data", data, "up", ...flags, ...ports], { stdio: "pipe" });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  return {
    child,
    output: () => output,
    client: () => {
      const { transport } = loadKubeconfig(fs.readFileSync(path.join(data, "kubeconfig"), "utf8"), {
        readFile: (file) => fs.readFileSync(file, "utf8"),
      });
      return createClient(httpTransport(transport));
    },
    stop: () => {
      child.kill("SIGINT");
      return exitCode(child);
    },
  };
}
const exitCode = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null ? Promise.resolve(child.exitCode) : new Promise((resolve) => child.once("exit", resolve));
const ready = (one: Up): Promise<void> => expect.poll(one.output, eventually).toContain("Ctrl-C stops.");

const deployment = { group: "apps", version: "v1", kind: "Deployment" };
const workloads = async (client: Client): Promise<string[]> =>
  (await client.list(deployment)).items
    .filter(({ metadata }) => ["dev", "staging", "production"].includes(metadata.namespace ?? ""))
    .map(({ metadata: { namespace, uid, resourceVersion, generation } }: KubeObject) =>
      [namespace, uid, resourceVersion, generation].join(" "),
    );

test(
  "a second start applies nothing again, makes nothing that was deleted, and heals what drifted meanwhile",
  { timeout: 90_000 },
  async () => {
    const data = path.join(root, "twice");
    const first = up(data, "--demo", "shopapi");
    await ready(first);
    expect(first.output()).toMatch(/shopapi-production +Synced +Healthy +[0-9a-f]{7} +5\/5 +mycompany\/shopapi:v1.2.0/);
    expect(first.output()).toContain("Five things to try");
    expect(await first.stop()).toBe(0);
    const endpoints = path.join(data, "endpoints.json");
    expect(fs.existsSync(endpoints)).toBe(false);

    const second = up(data, "--demo", "shopapi");
    await ready(second);
    const before = await workloads(second.client());
    expect(before).toHaveLength(3);
    await second.stop();
    const third = up(data, "--demo", "shopapi");
    await ready(third);
    const client = third.client();
    expect(await workloads(client)).toEqual(before);
    await client.delete({
      group: "argoproj.io",
      version: "v1alpha1",
      kind: "ApplicationSet",
      namespace: "argocd",
      name: "shopapi",
    });
    const app = { group: "argoproj.io", version: "v1alpha1", kind: "Application" };
    await expect.poll(async () => (await client.list<Application>(app)).items.length, eventually).toBe(0);
    await third.stop();

    const fourth = up(data, "--demo", "shopapi");
    await ready(fourth);
    expect((await fourth.client().list(app)).items).toEqual([]);
    await fourth.stop();
  },
);

test("drift that happens while the engine is down is healed at the next start", { timeout: 60_000 }, async () => {
  const data = path.join(root, "drift");
  const first = up(data, "--demo", "shopapi");
  await ready(first);
  await first.stop();
  // The cluster alone, without the engine.
  const api = spawn(process.execPath, [program, "--data", data, "api"], { stdio: "ignore" });
  running.add(api);
  const ref = { ...deployment, namespace: "staging", name: "shopapi" };
  const service = { group: "", version: "v1", kind: "Service", namespace: "dev", name: "shopapi" };
  const setImage = (image: string): object => ({
    spec: { template: { spec: { containers: [{ name: "api", image }] } } },
  });
  await expect
    .poll(
      () =>
        first
          .client()
          .patch(ref, { type: "strategic", body: setImage("mycompany/shopapi:hacked") })
          .catch(() => undefined),
      eventually,
    )
    .toBeDefined();
  await first.client().delete(service);
  api.kill("SIGINT");
  await exitCode(api);

  const second = up(data, "--demo", "shopapi");
  await ready(second);
  const client = second.client();
  await expect
    .poll(async () => JSON.stringify((await client.get(ref))?.spec), eventually)
    .toContain("mycompany/shopapi:staging-v1.2.0");
  await expect.poll(() => client.get(service), eventually).toBeDefined();
  await second.stop();
});

test("a second Hawser on one folder ends at once and names the folder and the first one's pid", async () => {
  const data = path.join(root, "held");
  const first = up(data, "--empty");
  await ready(first);
  const second = up(data, "--empty");
  expect(await exitCode(second.child)).toBe(1);
  expect(second.output()).toContain(data);
  expect(second.output()).toContain(`pid ${first.child.pid}`);
  expect(await first.stop()).toBe(0);
});

test("a kept port that is taken later is an error which names the port and the flag", async () => {
  const data = path.join(root, "ports");
  const first = up(data, "--empty");
  await ready(first);
  const { ui } = JSON.parse(fs.readFileSync(path.join(data, "endpoints.json"), "utf8")) as { ui: string };
  await first.stop();
  const { port } = new URL(ui);
  const other = net.createServer().listen(Number(port), "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const second = up(data, "--empty");
  expect(await exitCode(second.child)).toBe(1);
  expect(second.output()).toContain(`Port ${port} `);
  expect(second.output()).toContain("--ui-port");
  other.close();
});

test("without a demo nothing is mapped or deployed, and a push makes a repository", { timeout: 30_000 }, async () => {
  const data = path.join(root, "empty");
  const hawser = up(data, "--empty", "--map", "https://github.com/myorg/=embedded:");
  await ready(hawser);
  const folder = path.join(root, "repo");
  const git = (...args: string[]): string => execFileSync("git", ["-C", folder, ...args], { encoding: "utf8" });
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, "a.yaml"), "");
  const { git: url } = JSON.parse(fs.readFileSync(path.join(data, "endpoints.json"), "utf8")) as { git: string };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "first");
  git("push", "-q", `${url}/fresh.git`, "main");
  expect(git("ls-remote", `${url}/fresh`)).toContain("refs/heads/main");
  expect(JSON.parse(fs.readFileSync(path.join(data, "endpoints.json"), "utf8"))).toMatchObject({
    repositories: { fresh: `${url}/fresh.git` },
  });
  await hawser.stop();
});
