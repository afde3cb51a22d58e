import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { silentLogger } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunningHawser, startHawser } from "../start-hawser.ts";
import type { Detail, FleetChange, FleetRow, FleetSnapshot, ResourceDetail, SourceInfo, SyncPreview } from "./types.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-ui-"));
const eventually = { timeout: 15_000, interval: 20 };
const work = path.join(root, "work");
const objects = "/api/hawser/v1/objects";
const kustomization = `${objects}/Kustomization/fluxed/shop`;
const fluxObjects: KubeObject[] = [
  {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: "shop", namespace: "fluxed" },
    spec: { url: "https://github.com/myorg/shop.git", interval: "1h", ref: { branch: "main" } },
  },
  {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "shop", namespace: "fluxed" },
    spec: {
      interval: "1h",
      prune: true,
      path: "./app",
      targetNamespace: "fluxed",
      sourceRef: { kind: "GitRepository", name: "shop" },
    },
  },
];
let hawser: RunningHawser;
let client: Client;

beforeAll(async () => {
  hawser = await startHawser({
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: silentLogger,
    git: { env: process.env },
    mappings: [{ from: "https://github.com/myorg/", to: "embedded:" }],
  });
  client = hawser.api.cluster.client("kubectl");
  const files = path.join(root, "files");
  write(files, "web.yaml", deployment(2));
  write(
    files,
    "token.yaml",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: token}\nstringData: {token: very-secret}\n",
  );
  await hawser.repositories.createFrom("shop", files, "First of all\n\nAnd more.");
  await client.create(application("shop", { automated: { prune: true } }));
  await healthy("shop");
}, 30_000);
afterAll(async () => {
  await hawser.stop();
  fs.rmSync(root, { recursive: true });
});

test("the fleet is told whole, and then what a push changes", async () => {
  using stream = await follow("/api/hawser/v1/fleet/stream");
  const snapshot = (await stream.first("snapshot")) as FleetSnapshot;
  expect(snapshot.simulated).toBe(true);
  expect(snapshot.rows.find(({ name }) => name === "shop")).toMatchObject({
    key: "Application/argocd/shop",
    sync: "Synced",
    health: "Healthy",
    message: "",
    repository: "https://github.com/myorg/shop.git",
    destinationNamespace: "default",
  });
  const commit = await push("replicas", { "web.yaml": deployment(3) });
  await expect
    .poll(() => rowOf(stream.all("change") as FleetChange[], "Application/argocd/shop"), eventually)
    .toMatchObject({
      revision: commit,
      sync: "Synced",
      health: "Healthy",
      commit: { sha: commit, subject: "replicas", author: "Ada" },
    });
});

test("a detail reaches from the Application down to its Pods, and grows with them", async () => {
  using stream = await follow(`${objects}/Application/argocd/shop/stream`);
  const kinds = (): string[] => {
    const detail = stream.last("detail") as Detail | undefined;
    return (detail?.tree ?? []).map(({ kind }) => kind).sort();
  };
  const withPods = (count: number): string[] => [
    "Deployment",
    ...Array<string>(count).fill("Pod"),
    "ReplicaSet",
    "Secret",
  ];
  await expect.poll(kinds, eventually).toEqual(withPods(3));
  await scale("web", 1);
  await expect.poll(kinds, eventually).toEqual(withPods(1));
  const detail = stream.last("detail") as Detail;
  const pod = detail.tree.find(({ kind }) => kind === "Pod");
  expect(pod).toMatchObject({ parent: expect.stringMatching(/^apps\/ReplicaSet\/default\/web-/) as string });
  expect(detail.mappedTo).toBe(hawser.cloneUrl("shop"));
  expect(detail.actions.suspend).toMatchObject({ allowed: false });
  expect(detail.actions.rollback).toMatchObject({ allowed: false });
  expect(detail.history[0]).toMatchObject({ initiatedBy: "automated sync" });
});

test("a field that was changed by hand is shown with both values, and who wrote it", async () => {
  await scale("web", 5);
  await expect
    .poll(async () => (await resource("shop", "apps", "Deployment", "web")).differences, eventually)
    .toContainEqual({
      path: "spec.replicas",
      desired: "3",
      live: "5",
      manager: "kubectl",
      at: expect.stringMatching(/Z$/) as string,
    });
  expect((await get<SyncPreview>(`${objects}/Application/argocd/shop/sync-preview`)).changes).toEqual([
    { kind: "Deployment", namespace: "default", name: "web" },
  ]);
  expect(await post(`${objects}/Application/argocd/shop/sync`, {})).toMatchObject({ status: 200 });
  await expect
    .poll(async () => (await resource("shop", "apps", "Deployment", "web")).differences, eventually)
    .toEqual([]);
  await healthy("shop");
});

test("a difference that a rule hides is named with its rule", async () => {
  await client.patch(appRef("shop"), {
    type: "merge",
    body: { spec: { ignoreDifferences: [{ group: "apps", kind: "Deployment", jsonPointers: ["/spec/replicas"] }] } },
  });
  using stream = await follow(`${objects}/Application/argocd/shop/stream`);
  await scale("web", 4);
  await expect
    .poll(() => (stream.last("detail") as Detail | undefined)?.tree.find(({ name }) => name === "web"), eventually)
    .toMatchObject({ sync: "Synced", hiddenBy: ["spec.ignoreDifferences[0] /spec/replicas"] });
  expect((await resource("shop", "apps", "Deployment", "web")).differences).toMatchObject([
    { path: "spec.replicas", ignoredBy: "spec.ignoreDifferences[0] /spec/replicas" },
  ]);
});

test("no secret is seen", async () => {
  await client.patch(
    { group: "", version: "v1", kind: "Secret", namespace: "default", name: "token" },
    { type: "merge", body: { data: { token: Buffer.from("another-secret").toString("base64") } } },
  );
  await expect
    .poll(async () => (await resource("shop", "", "Secret", "token")).differences.map((one) => one.path), eventually)
    .toEqual(["data.token"]);
  using stream = await follow(`${objects}/Application/argocd/shop/stream`);
  const shown = JSON.stringify([await resource("shop", "", "Secret", "token"), await stream.first("detail")]);
  expect(shown).toContain("++++++++");
  for (const secret of ["very-secret", "another-secret"]) {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(Buffer.from(secret).toString("base64"));
  }
});

test("only objects of the tree are shown", async () => {
  const query = "group=&kind=Secret&namespace=argocd&name=argocd-secret";
  expect(await call("GET", `${objects}/Application/argocd/shop/resource?${query}`)).toMatchObject({ status: 404 });
});

test("a log is told line by line", async () => {
  const pod = await vi.waitFor(async () => {
    const { items } = await client.list({ group: "", version: "v1", kind: "Pod" }, { namespace: "default" });
    const running = items.find(({ status }) => (status as { phase?: string }).phase === "Running");
    expect(running).toBeDefined();
    return running?.metadata.name ?? "";
  }, eventually);
  using stream = await follow(`/api/hawser/v1/logs?namespace=default&pod=${pod}&container=web&follow=true`);
  expect(await stream.first("line")).toContain("simulated");
  expect((await call("GET", "/api/hawser/v1/logs?namespace=default&pod=x/../../secrets")).status).toBe(400);
  expect((await call("GET", "/api/hawser/v1/logs?namespace=default&pod=none")).status).toBe(404);
});

test("sources say where they lead and who uses them", async () => {
  expect(await get<SourceInfo[]>("/api/hawser/v1/sources")).toMatchObject([
    {
      repository: "https://github.com/myorg/shop.git",
      mappedTo: hawser.cloneUrl("shop"),
      error: "",
      usedBy: ["Application/argocd/shop"],
    },
  ]);
});

test("an ApplicationSet's Applications are synced and rolled back by hand, and go with it", async () => {
  await client.create(applicationSet);
  const app = `${objects}/Application/argocd/made`;
  using stream = await follow(`${app}/stream`);
  const detail = (): Detail | undefined => stream.last("detail") as Detail | undefined;
  await expect.poll(() => detail()?.row, eventually).toMatchObject({ sync: "OutOfSync", generatedBy: "set" });
  expect((await get<SyncPreview>(`${app}/sync-preview`)).creates).toHaveLength(2);
  expect(detail()?.actions.rollback).toMatchObject({ allowed: false, why: "It was never deployed" });
  expect(await post(`${app}/sync`, {})).toMatchObject({ status: 200, body: { message: "Sync started" } });
  await expect.poll(() => detail()?.history.length, eventually).toBe(1);
  await expect.poll(() => detail()?.actions.rollback.allowed, eventually).toBe(true);
  expect(await post(`${app}/rollback`, { id: 9 })).toMatchObject({ status: 400 });
  expect(await post(`${app}/rollback`, { id: 0 })).toMatchObject({ status: 200 });
  await expect.poll(() => detail()?.history.length, eventually).toBe(2);

  const set = `${objects}/ApplicationSet/argocd/set`;
  expect(await post(`${set}/sync`, {})).toMatchObject({ status: 400 });
  expect(await get(`${set}/deletion`)).toMatchObject({
    removes: [{ kind: "Application", namespace: "argocd", name: "made" }, {}, {}],
    keeps: [{ kind: "Namespace", namespace: "", name: "made" }],
  });
  expect(await post(`${set}/delete`, { confirm: "set" })).toMatchObject({ status: 200 });
  await stream.first("gone");
});

test("what is deleted is told before, asked for by name, and gone after", async () => {
  const path = `${objects}/Application/argocd/shop`;
  const deployed = [
    { kind: "Deployment", namespace: "default", name: "web" },
    { kind: "Secret", namespace: "default", name: "token" },
  ];
  const byKind = expect.arrayContaining(deployed) as unknown;
  expect(await get(`${path}/deletion`)).toMatchObject({
    cascade: true,
    removes: byKind,
    warning: expect.stringContaining("With them go 1 ReplicaSet, 4 Pods.") as string,
  });
  expect(await get(`${path}/deletion?cascade=false`)).toMatchObject({ cascade: false, removes: [], keeps: byKind });
  expect(await post(`${path}/delete`, { confirm: "web" })).toMatchObject({ status: 400 });
  using stream = await follow(`${path}/stream`);
  await stream.first("detail");
  expect(await post(`${path}/delete`, { confirm: "shop" })).toMatchObject({ status: 200 });
  await stream.first("gone");
  expect(
    await client.get({ group: "apps", version: "v1", kind: "Deployment", namespace: "default", name: "web" }),
  ).toBe(undefined);
});

test("a Kustomization shows what it applied and what drifted from it", async () => {
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "fluxed" } });
  using fleet = await follow("/api/hawser/v1/fleet/stream");
  await fleet.first("snapshot");
  for (const object of fluxObjects) await client.create(object);
  using stream = await follow(`${kustomization}/stream`);
  const detail = (): Detail | undefined => stream.last("detail") as Detail | undefined;
  await expect.poll(() => detail()?.row, eventually).toMatchObject({ sync: "Synced", health: "Healthy" });
  await expect
    .poll(() => new Set(detail()?.tree.map(({ kind }) => kind)), eventually)
    .toEqual(new Set(["Secret", "Deployment", "ReplicaSet", "Pod"]));
  expect(detail()?.history[0]).toMatchObject({ revision: detail()?.row.revision, commit: { subject: "replicas" } });
  await expect
    .poll(() => rowOf(fleet.all("change") as FleetChange[], "GitRepository/fluxed/shop"), eventually)
    .toMatchObject({ health: "Healthy", commit: { subject: "replicas" } });

  await scale("web", 7, "fluxed");
  await expect.poll(() => detail()?.tree.find(({ kind }) => kind === "Deployment")?.sync, eventually).toBe("OutOfSync");
  const query = "group=apps&kind=Deployment&namespace=fluxed&name=web";
  expect((await get<ResourceDetail>(`${kustomization}/resource?${query}`)).differences).toMatchObject([
    { path: "spec.replicas", desired: "3", live: "7", manager: "kubectl" },
  ]);
  expect(await get(`${kustomization}/sync-preview`)).toEqual({
    creates: [],
    changes: [{ kind: "Deployment", namespace: "fluxed", name: "web" }],
    removes: [],
  });
});

test("a Kustomization is paused and asked for a pass as Flux's command does it, and never rolled back", async () => {
  expect(await post(`${kustomization}/suspend`, {})).toMatchObject({ status: 200 });
  await expect
    .poll(async () => (await post(`${kustomization}/refresh`, {})).body, eventually)
    .toMatchObject({ error: "It is suspended: resume it first" });
  expect(await get(`${kustomization}/deletion`)).toMatchObject({
    removes: [],
    warning: expect.stringContaining("it is suspended") as string,
  });
  expect(await post(`${kustomization}/resume`, {})).toMatchObject({ status: 200 });
  await expect.poll(async () => (await post(`${kustomization}/sync`, {})).status, eventually).toBe(200);
  const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "fluxed", name: "web" };
  await expect.poll(async () => (await client.get(web))?.spec, eventually).toMatchObject({ replicas: 3 });
  expect((await post(`${kustomization}/rollback`, { id: 1 })).body).toMatchObject({
    error: expect.stringContaining("revert the commit in Git") as string,
  });
});

test("a Kustomization takes along what it applied, unless it is asked not to", async () => {
  expect(await get(`${kustomization}/deletion`)).toMatchObject({
    cascade: true,
    removes: expect.arrayContaining([{ kind: "Deployment", namespace: "fluxed", name: "web" }]) as unknown,
  });
  expect(await post(`${kustomization}/delete`, { confirm: "shop", cascade: false })).toMatchObject({ status: 200 });
  const ref = { group: "kustomize.toolkit.fluxcd.io", version: "v1", kind: "Kustomization" };
  await expect.poll(() => client.get({ ...ref, namespace: "fluxed", name: "shop" }), eventually).toBeUndefined();
  const web = { group: "apps", version: "v1", kind: "Deployment", namespace: "fluxed", name: "web" };
  expect((await client.get(web))?.metadata.deletionTimestamp).toBeUndefined();
  expect(await client.get(web)).toBeDefined();
});

test.each<[string, string, string, Record<string, string>, number]>([
  ["without a session", "GET", "/api/hawser/v1/sources", { authorization: "" }, 401],
  ["without a session, spelt oddly", "GET", "/%61pi/hawser/v1/sources", { authorization: "" }, 401],
  ["from another page", "GET", "/api/hawser/v1/fleet/stream", { origin: "https://evil.example" }, 403],
  ["of a kind that has no page", "GET", `${objects}/Secret/argocd/argocd-secret/stream`, {}, 404],
  ["of an object that is not there", "GET", `${objects}/Application/argocd/none/deletion`, {}, 404],
])("nothing is told %s", async (_name, method, target, headers, want) => {
  expect((await call(method, target, undefined, headers)).status).toBe(want);
});

test("a change with a cookie must come from a page of this server", async () => {
  const cookie = { authorization: "", cookie: `argocd.token=${token()}` };
  const target = `${objects}/Application/argocd/none/refresh`;
  expect((await call("POST", target, {}, cookie)).status).toBe(403);
  expect((await call("POST", target, {}, { ...cookie, origin: "http://localhost:1" })).status).toBe(403);
  expect((await call("POST", target, {}, { ...cookie, origin: hawser.uiUrl })).status).toBe(404);
});

const applicationSet: KubeObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ApplicationSet",
  metadata: { name: "set", namespace: "argocd" },
  spec: {
    goTemplate: true,
    generators: [{ list: { elements: [{ name: "made" }] } }],
    template: {
      metadata: { name: "{{.name}}" },
      spec: {
        project: "default",
        source: { repoURL: "https://github.com/myorg/shop.git", path: "app", targetRevision: "main" },
        destination: { server: "https://kubernetes.default.svc", namespace: "{{.name}}" },
        syncPolicy: { syncOptions: ["CreateNamespace=true"] },
      },
    },
  },
};

// Ways to look and to do.

function token(): string {
  return fs.readFileSync(hawser.api.folder.path("token"), "utf8").trim();
}

async function call(
  method: string,
  target: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(hawser.uiUrl + target, {
    method,
    headers: {
      authorization: `Bearer ${token()}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== "")),
      ...(headers["authorization"] === "" ? { authorization: "" } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function get<T>(target: string): Promise<T> {
  return (await call("GET", target)).body as T;
}

function post(target: string, body: unknown): ReturnType<typeof call> {
  return call("POST", target, body);
}

function resource(app: string, group: string, kind: string, name: string): Promise<ResourceDetail> {
  const query = new URLSearchParams({ group, kind, namespace: "default", name });
  return get(`${objects}/Application/argocd/${app}/resource?${query}`);
}

interface Followed extends Disposable {
  all(event: string): unknown[];
  last(event: string): unknown;
  first(event: string): Promise<unknown>;
}

/** Reads a stream until it is let go. */
async function follow(target: string): Promise<Followed> {
  const stop = new AbortController();
  const response = await fetch(hawser.uiUrl + target, {
    headers: { authorization: `Bearer ${token()}` },
    signal: stop.signal,
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const seen: { event: string; data: unknown }[] = [];
  const read = async (): Promise<void> => {
    let rest = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split("\n\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
        if (event !== undefined) seen.push({ event, data: JSON.parse(data ?? "null") as unknown });
      }
    }
  };
  read().catch(() => {});
  const all = (event: string): unknown[] => seen.filter((one) => one.event === event).map(({ data }) => data);
  return {
    all,
    last: (event) => all(event).at(-1),
    async first(event) {
      await expect.poll(() => all(event).length, eventually).toBeGreaterThan(0);
      return all(event)[0];
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}

function rowOf(changes: readonly FleetChange[], key: string): FleetRow | undefined {
  return changes.flatMap(({ changed }) => changed).findLast((row) => row.key === key);
}

/** Pushes files as a person would; answers the commit. */
async function push(message: string, files: Record<string, string>): Promise<string> {
  const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const git = async (...args: string[]): Promise<string> => {
    const cwd = fs.existsSync(work) ? work : root;
    return (await promisify(execFile)("git", [...identity, ...args], { cwd })).stdout.trim();
  };
  if (!fs.existsSync(work)) await git("clone", "--quiet", hawser.cloneUrl("shop"), work);
  for (const [name, text] of Object.entries(files)) write(work, name, text);
  await git("commit", "--quiet", "--all", "--message", message);
  await git("push", "--quiet", "origin", "HEAD:main");
  return git("rev-parse", "HEAD");
}

function write(folder: string, name: string, text: string): void {
  const file = path.join(folder, "app", name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

function scale(name: string, replicas: number, namespace = "default"): Promise<KubeObject> {
  const ref = { group: "apps", version: "v1", kind: "Deployment", namespace, name };
  return client.patch(ref, { type: "merge", body: { spec: { replicas } } });
}

async function healthy(name: string): Promise<void> {
  await vi.waitFor(async () => {
    const wanted = { sync: { status: "Synced" }, health: { status: "Healthy" } };
    expect((await client.get(appRef(name)))?.status).toMatchObject(wanted);
  }, eventually);
}

function appRef(name: string): ObjectRef {
  return { group: "argoproj.io", version: "v1alpha1", kind: "Application", namespace: "argocd", name };
}

function application(name: string, syncPolicy: Record<string, unknown>): KubeObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL: `https://github.com/myorg/${name}.git`, path: "app", targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "default" },
      syncPolicy,
    },
  };
}

function deployment(replicas: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "nginx:1.27" }] }
`;
}
