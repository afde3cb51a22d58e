import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Application } from "@hawser/argocd";
import { silentLogger } from "@hawser/controller";
import { afterAll, expect, test } from "vitest";
import { type RunningApi, startApi } from "./start-api.ts";
import { startHawser } from "./start-hawser.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-connect-"));
const ports = { api: 0, ui: 0, git: 0, metrics: 0 };
const engine = {
  dataFolder: path.join(root, "engine"),
  ports,
  logger: silentLogger,
  git: { env: process.env },
  mappings: [{ from: "https://github.com/myorg/", to: "embedded:" }],
};
afterAll(() => fs.rmSync(root, { recursive: true }));

async function withApi(use: (api: RunningApi) => Promise<void>): Promise<void> {
  const api = await startApi({ dataFolder: path.join(root, "api"), ports, logger: silentLogger });
  try {
    await use(api);
  } finally {
    await api.stop();
  }
}

test("the engine deploys to the cluster of a kubeconfig, and installs nothing there that pretends to be Argo CD", async () => {
  await withApi(async (api) => {
    const hawser = await startHawser({ ...engine, kubeconfig: api.kubeconfig });
    try {
      const files = path.join(root, "files");
      fs.mkdirSync(path.join(files, "app"), { recursive: true });
      fs.writeFileSync(path.join(files, "app/a.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");
      await hawser.repositories.createFrom("shop", files, "First");
      const client = api.cluster.client("test");
      const app: Application = {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { name: "shop", namespace: "argocd" },
        spec: {
          project: "default",
          source: { repoURL: "https://github.com/myorg/shop", path: "app" },
          destination: { server: "https://kubernetes.default.svc", namespace: "default" },
          syncPolicy: { automated: {} },
        },
      };
      await client.create(app);
      const configMap = { group: "", version: "v1", kind: "ConfigMap", namespace: "default", name: "a" };
      await expect.poll(() => client.get(configMap), { timeout: 15_000, interval: 20 }).toBeDefined();
      const endpoints = JSON.parse(fs.readFileSync(hawser.api.folder.path("endpoints.json"), "utf8")) as object;
      expect(endpoints).toMatchObject({ api: api.url, pid: process.pid });
      const { items } = await client.list(
        { group: "apps", version: "v1", kind: "StatefulSet" },
        { namespace: "argocd" },
      );
      expect(items).toEqual([]);
      expect(fs.existsSync(hawser.api.folder.path("cluster"))).toBe(false);
    } finally {
      await hawser.stop();
    }
  });
});

test("a cluster that does not answer is named, and the folder is free again", async () => {
  let kubeconfig = "";
  await withApi((api) => {
    kubeconfig = path.join(root, "kubeconfig");
    fs.copyFileSync(api.kubeconfig, kubeconfig);
    return Promise.resolve();
  });
  const start = (): Promise<unknown> => startHawser({ ...engine, kubeconfig });
  await expect(start()).rejects.toThrow("Cannot reach the Kubernetes API https://127.0.0.1:");
  await expect(start()).rejects.toThrow("Cannot reach the Kubernetes API https://127.0.0.1:");
});
