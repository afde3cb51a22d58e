import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Application } from "@hawser/argocd";
import { type Client, createClient, httpTransport, loadKubeconfig } from "@hawser/kube";
import { afterAll, expect, test } from "vitest";

const KILLS = 20;
const program = path.resolve(import.meta.dirname, "../bin/hawser.js");
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-kill-"));
const data = path.join(root, "data");
const clone = path.join(root, "clone");
const eventually = { timeout: 20_000, interval: 30 };
let child: ChildProcess;

afterAll(() => {
  child.kill("SIGKILL");
  fs.rmSync(root, { recursive: true, force: true });
});

async function start(): Promise<Client> {
  // Kept from the first start on; tests that start another Hawser at the same time use others.
  const ports = ["api", "ui", "git", "metrics"].flatMap((name, index) => [`--${name}-port`, String(19_000 + index)]);
  child = spawn(process.execPath, [program, "--data", data, "up", "--demo", "shopapi", ...ports], { stdio: "ignore" });
  await expect.poll(() => readEndpoints()?.pid, eventually).toBe(child.pid);
  const { transport } = loadKubeconfig(fs.readFileSync(path.join(data, "kubeconfig"), "utf8"), {
    readFile: (file) => fs.readFileSync(file, "utf8"),
  });
  return createClient(httpTransport(transport));
}

function readEndpoints(): { pid: number; git?: string; repositories: Record<string, string> } | undefined {
  try {
    const endpoints = JSON.parse(fs.readFileSync(path.join(data, "endpoints.json"), "utf8")) as {
      pid: number;
      git?: string;
      repositories: Record<string, string>;
    };
    return endpoints.repositories["shopapi-manifests"] === undefined ? undefined : endpoints;
  } catch {
    return undefined;
  }
}

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
    cwd: clone,
    encoding: "utf8",
  }).trim();

test(
  "killed in the middle of a sync, again and again, the cluster is what Git says and history tells each sync once",
  { timeout: 180_000 },
  async () => {
    let client = await start();
    fs.mkdirSync(clone);
    execFileSync("git", ["clone", "-q", readEndpoints()?.repositories["shopapi-manifests"] ?? "", clone]);
    const application = { group: "argoproj.io", version: "v1alpha1", kind: "Application", namespace: "argocd" };
    const apps = async (): Promise<Application[]> =>
      (await client.list<Application>(application, { namespace: "argocd" })).items;
    const settled = async (revision: string): Promise<boolean> =>
      (await apps()).length === 3 &&
      (await apps()).every(
        ({ status, operation }) =>
          status?.sync?.status === "Synced" && status.sync.revision === revision && operation === undefined,
      );
    await expect.poll(() => settled(git("rev-parse", "HEAD")), eventually).toBe(true);
    const synced = new Set([git("rev-parse", "HEAD")]);

    for (let round = 1; round <= KILLS; round++) {
      for (const env of ["dev", "staging", "production"]) {
        const file = path.join(clone, "overlays", env, "kustomization.yaml");
        fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/newTag: .*/, `newTag: round-${round}`));
      }
      git("commit", "-qam", `round ${round}`);
      git("push", "-q");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
      client = await start();
      const revision = git("rev-parse", "HEAD");
      synced.add(revision);
      await expect.poll(() => settled(revision), eventually).toBe(true);
      for (const env of ["dev", "staging", "production"]) {
        const deployment = await client.get({
          group: "apps",
          version: "v1",
          kind: "Deployment",
          namespace: env,
          name: "shopapi",
        });
        expect(JSON.stringify(deployment?.spec)).toContain(`mycompany/shopapi:round-${round}`);
      }
    }
    for (const { metadata, status } of await apps()) {
      const history = status?.history ?? [];
      const revisions = history.map(({ revision }) => revision);
      expect(new Set(revisions).size, `${metadata.name} tells a sync twice`).toBe(revisions.length);
      expect(revisions.every((revision) => synced.has(revision))).toBe(true);
      expect(history.at(-1)?.revision).toBe(git("rev-parse", "HEAD"));
      expect(history.map(({ id }) => id)).toEqual(history.map((_entry, index) => (history[0]?.id ?? 0) + index));
      expect(status?.resources?.length).toBe(metadata.name === "shopapi-production" ? 4 : 3);
    }
  },
);
