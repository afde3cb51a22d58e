import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { silentLogger } from "@hawser/controller";
import { createClient, httpTransport, loadKubeconfig } from "@hawser/kube";
import { afterEach, expect, test } from "vitest";
import { type RunningApi, startApi } from "./start-api.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-api-"));
let running: RunningApi | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function start(): Promise<RunningApi> {
  running = await startApi({
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: silentLogger,
  });
  return running;
}

test("the kubeconfig leads to the cluster, and everything is there after a restart", async () => {
  const first = await start();
  const connect = (api: RunningApi): ReturnType<typeof createClient> =>
    createClient(
      httpTransport(
        loadKubeconfig(fs.readFileSync(api.kubeconfig, "utf8"), { readFile: (file) => fs.readFileSync(file, "utf8") })
          .transport,
      ),
    );
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "dev" } };
  const created = await connect(first).create(namespace);
  expect(fs.statSync(first.kubeconfig).mode & 0o777).toBe(0o600);
  await first.stop();
  running = undefined;
  expect(fs.existsSync(path.join(root, "data", "endpoints.json"))).toBe(false);

  const second = await start();
  const found = await connect(second).get({ group: "", version: "v1", kind: "Namespace", namespace: "", name: "dev" });
  expect(found?.metadata.uid).toBe(created.metadata.uid);
});

test.each([
  ["without the token", {}, 401],
  ["by a web page", { origin: "https://evil.example" }, 403],
])("nobody gets in %s", async (_name, headers, want) => {
  const { url, folder } = await start();
  const { Agent, fetch } = await import("undici");
  const ca = fs.readFileSync(folder.path("ca.crt"), "utf8");
  const response = await fetch(`${url}/api/v1/namespaces`, { headers, dispatcher: new Agent({ connect: { ca } }) });
  expect(response.status).toBe(want);
});
