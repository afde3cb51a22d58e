import fs from "node:fs";
import type { Application } from "@hawser/argocd";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestHawser, type TestHawser } from "../test/running-hawser.ts";
import type { RunningHawser } from "./start-hawser.ts";

const eventually = { timeout: 15_000, interval: 20 };
let running: TestHawser;
let hawser: RunningHawser;
let client: Client;

beforeAll(async () => {
  running = await startTestHawser();
  ({ hawser } = running);
  client = hawser.api.cluster.client("test");
  const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {token: very-secret}\n";
  await running.makeRepository("shop", { "app/secret.yaml": secret }, "First");
});
afterAll(() => running.stop());

const appRef: ObjectRef = {
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "Application",
  namespace: "argocd",
  name: "shop",
};
const app: KubeObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "shop", namespace: "argocd" },
  spec: {
    project: "default",
    source: { repoURL: "https://github.com/myorg/shop.git", path: "app", targetRevision: "main" },
    destination: { server: "https://kubernetes.default.svc", namespace: "default" },
  },
};
const call = async (
  method: string,
  target: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> => {
  const token = fs.readFileSync(hawser.api.folder.path("token"), "utf8").trim();
  const response = await fetch(hawser.uiUrl + target, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
};

test("an Application of a mapped repository is synced, shown and rolled back over REST, and no secret is seen", async () => {
  await client.create(app);
  await expect
    .poll(async () => (await client.get<Application>(appRef))?.status?.sync?.status, eventually)
    .toBe("OutOfSync");
  expect((await call("POST", "/api/v1/applications/shop/sync", {})).status).toBe(200);
  await expect.poll(async () => (await client.get<Application>(appRef))?.status?.history?.length, eventually).toBe(1);
  await expect
    .poll(async () => (await client.get<Application>(appRef))?.status?.sync?.status, eventually)
    .toBe("Synced");
  const live = await client.get({ group: "", version: "v1", kind: "Secret", namespace: "default", name: "token" });
  expect(live?.data).toEqual({ token: Buffer.from("very-secret").toString("base64") });
  const shown = JSON.stringify([
    await call("GET", "/api/v1/applications/shop/managed-resources"),
    await call("GET", "/api/v1/applications/shop/manifests"),
    await call("GET", "/api/v1/applications/shop"),
  ]);
  expect(shown).toContain("++++++++");
  expect(shown).not.toContain("very-secret");
  expect(shown).not.toContain(Buffer.from("very-secret").toString("base64"));
  expect((await call("POST", "/api/v1/applications/shop/rollback", { id: 7 })).body).toMatchObject({ code: 3 });
  expect((await call("POST", "/api/v1/applications/shop/rollback", { id: 0 })).status).toBe(200);
  await expect.poll(async () => (await client.get<Application>(appRef))?.status?.history?.length, eventually).toBe(2);
});

test("admin signs in with the initial password; others do not", async () => {
  const secret = await client.get({
    group: "",
    version: "v1",
    kind: "Secret",
    namespace: "argocd",
    name: "argocd-initial-admin-secret",
  });
  const password = Buffer.from(((secret?.data ?? {}) as { password?: string }).password ?? "", "base64").toString();
  expect((await call("POST", "/api/v1/session", { username: "admin", password })).body).toHaveProperty("token");
  expect(await call("POST", "/api/v1/session", { username: "admin", password: "wrong" })).toMatchObject({
    status: 401,
    body: { error: "Invalid username or password" },
  });
  expect(await call("POST", "/api/v1/session", { username: "root", password })).toMatchObject({ status: 401 });
});

test.each<[string, string, Record<string, string>, number]>([
  ["without a token", "/api/v1/applications", { authorization: "" }, 401],
  ["with somebody's token", "/api/v1/applications", { authorization: "Bearer eyJhbGciOiJub25lIn0.e30." }, 401],
  ["from a web page", "/api/v1/applications", { origin: "https://evil.example" }, 403],
  ["for what is not there", "/api/v1/applications/none", {}, 403],
])("nothing is told %s", async (_name, target, headers, want) => {
  expect((await call("GET", target, undefined, headers)).status).toBe(want);
});
