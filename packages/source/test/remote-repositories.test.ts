import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createGitSource, type Credentials, type GitRepository, RemoteError } from "../src/index.ts";
import { gitHost as host, type HttpRemote, httpRemote, workTree, type WorkTree } from "@hawser/testing";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-remote-"));
const opened: { close(): unknown }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
  fs.rmSync(root, { recursive: true });
});

let folder: string;
let shop: WorkTree;
let remote: HttpRemote;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(root, "case-"));
  shop = await workTree(path.join(folder, "served/shop"));
  remote = await httpRemote(path.join(folder, "served"));
  opened.push(remote);
});

function open(credentials?: Credentials, timeouts = { listMs: 10_000, fetchMs: 10_000 }): GitRepository {
  const source = createGitSource({
    host,
    cacheFolder: path.join(folder, "mirrors"),
    mappings: [],
    embedded: () => undefined,
    timeouts,
  });
  opened.push(source);
  return source.repository(`${remote.url}/shop/.git`, credentials);
}

async function failure(work: Promise<unknown>): Promise<RemoteError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RemoteError);
  return error as RemoteError;
}

test("a mirror fetches when the refs changed, and only lists them otherwise", async () => {
  const first = await shop.commit({ "a.yaml": "one" });
  const repository = open();
  await Promise.all([repository.fetch(), repository.fetch(), repository.fetch()]);
  expect(await repository.resolve("main")).toBe(first);

  remote.requests.length = 0;
  await repository.fetch();
  const listing = remote.requests.length;
  expect(remote.requests[0]).toBe("GET /shop/.git/info/refs");
  await repository.fetch(undefined, 60_000);
  expect(remote.requests).toHaveLength(listing);

  const second = await shop.commit({ "a.yaml": "two" });
  await repository.fetch();
  expect(remote.requests.length).toBeGreaterThan(2 * listing);
  expect(await repository.resolve("main")).toBe(second);
  expect(Buffer.from(await (await repository.artifact(second)).tree.readFile("a.yaml")).toString()).toBe("two");

  remote.requests.length = 0;
  const again = open();
  expect(await again.resolve("HEAD")).toBe(second);
  expect(remote.requests).toEqual([]);
  await again.fetch();
  expect(remote.requests).toHaveLength(listing);
});

test("who asks while a fetch runs sees what was pushed before it asked", async () => {
  await shop.commit({ a: "1" });
  const repository = open();
  const running = repository.fetch();
  await expect.poll(() => remote.requests.length).toBeGreaterThan(0);
  const second = await shop.commit({ a: "2" });
  await Promise.all([running, repository.fetch()]);
  expect(await repository.resolve("main")).toBe(second);
});

test("refs are peeled, and a branch that vanished is gone", async () => {
  const first = await shop.commit({ a: "1" });
  await shop.git("tag", "-a", "v1.0.0", "-m", "release");
  await shop.git("branch", "feature/x");
  const repository = open();
  await repository.fetch();
  expect([...(await repository.refs())]).toEqual([
    ["HEAD", first],
    ["refs/heads/feature/x", first],
    ["refs/heads/main", first],
    ["refs/tags/v1.0.0", first],
  ]);
  for (const name of ["v1.0.0", "feature/x", "refs/tags/v1.0.0", "HEAD", "", first, first.slice(0, 7)])
    expect(await repository.resolve(name)).toBe(first);

  await shop.git("branch", "-D", "feature/x");
  await repository.fetch();
  await expect(repository.resolve("feature/x")).rejects.toThrow("unable to resolve 'feature/x' to a commit SHA");
});

test("a commit that no branch leads to is fetched by its id", async () => {
  await shop.git("config", "uploadpack.allowAnySHA1InWant", "true");
  await shop.commit({ a: "1" });
  const lost = await shop.commit({ a: "2" });
  await shop.git("reset", "-q", "--hard", "HEAD~1");
  const repository = open();
  await repository.fetch();
  expect(await repository.resolve(lost)).toBe(lost);
  expect(Buffer.from(await (await repository.artifact(lost)).tree.readFile("a")).toString()).toBe("2");
});

test("a repository that does not exist says so", async () => {
  const source = createGitSource({
    host,
    cacheFolder: path.join(folder, "mirrors"),
    mappings: [],
    embedded: () => undefined,
  });
  opened.push(source);
  const error = await failure(source.repository(`${remote.url}/none.git`).fetch());
  expect(error).toMatchObject({
    reason: "not-found",
    message: `failed to list refs: repository not found: ${remote.url}/none.git`,
  });
});

test("a server that is not there says so", async () => {
  await remote.close();
  expect((await failure(open().fetch())).message).toBe(
    `failed to list refs: dial tcp 127.0.0.1:${new URL(remote.url).port}: connect: connection refused: ${remote.url}/shop/.git`,
  );
});

const basic = `Basic ${Buffer.from("ada:secret").toString("base64")}`;

test.each<[string, string, Credentials]>([
  ["a password", basic, { username: "ada", password: "secret" }],
  ["a bearer token", "Bearer secret", { bearerToken: "secret" }],
])("%s opens a repository; a wrong one is not shown", async (_name, authorization, credentials) => {
  const commit = await shop.commit({ a: "1" });
  remote.authorization = authorization;
  const repository = open(credentials);
  await repository.fetch();
  expect(await repository.resolve("main")).toBe(commit);

  const wrong = Object.fromEntries(
    Object.entries(credentials).map(([key, value]) => [key, value === "secret" ? "hunter2" : value]),
  );
  for (const error of [await failure(open(wrong).fetch()), await failure(open().fetch())]) {
    expect(error.message).toBe(`failed to list refs: authentication required: ${remote.url}/shop/.git`);
    expect(`${error.message}${(error.cause as { stderr?: string }).stderr}`).not.toContain("hunter2");
  }
});

test.each<[string, Credentials]>([
  ["passwords", { username: "ada", password: "secret" }],
  ["tokens", { bearerToken: "secret" }],
])("%s do not follow a redirect to another server", async (_name, credentials) => {
  await shop.commit({ a: "1" });
  const elsewhere = await httpRemote(path.join(folder, "served"));
  opened.push(elsewhere);
  elsewhere.authorization = basic;
  remote.redirect = elsewhere.url;
  await failure(open(credentials).fetch());
  expect(elsewhere.authorizations.filter((header) => header !== undefined)).toEqual([]);
});

test("a redirect to a file of this machine is refused", async () => {
  await shop.commit({ a: "1" });
  remote.redirect = `file://${path.join(folder, "served")}`;
  expect((await failure(open().fetch())).message).toContain("file");
});

test("a server that says nothing is given up on, and asked again later", async () => {
  const commit = await shop.commit({ a: "1" });
  remote.silent = true;
  const repository = open(undefined, { listMs: 200, fetchMs: 200 });
  expect(await failure(repository.fetch())).toMatchObject({ reason: "timeout" });
  remote.silent = false;
  const patient = open();
  await patient.fetch();
  expect(await patient.resolve("main")).toBe(commit);
});

test("keys for ssh lie in a file of their owner, and only while git runs", async () => {
  const bin = path.join(folder, "bin");
  const log = path.join(folder, "ssh.log");
  fs.mkdirSync(bin);
  fs.writeFileSync(
    path.join(bin, "ssh"),
    `#!/bin/sh
echo "$@" >> ${log}
while [ $# -gt 0 ]; do
  case "$1" in
    -i) stat -c %a "$2" >> ${log}; cat "$2" >> ${log}; shift;;
    UserKnownHostsFile=*) cat "\${1#*=}" >> ${log};;
  esac
  shift
done
echo "git@example.com: Permission denied (publickey)." >&2
exit 255
`,
    { mode: 0o755 },
  );
  const source = createGitSource({
    host: { env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } },
    cacheFolder: path.join(folder, "mirrors"),
    mappings: [],
    embedded: () => undefined,
  });
  opened.push(source);
  const credentials = { sshPrivateKey: "KEY", sshKnownHosts: "example.com ssh-ed25519 AAAA" };
  const error = await failure(source.repository("git@example.com:shop.git", credentials).fetch());
  expect(error.message).toBe(
    "failed to list refs: ssh: handshake failed: ssh: unable to authenticate: git@example.com:shop.git",
  );
  const said = fs.readFileSync(log, "utf8");
  expect(said).toContain("StrictHostKeyChecking=yes");
  expect(said).toContain("600\nKEY\n");
  expect(said).toContain("example.com ssh-ed25519 AAAA\n");
  const identity = / -i (\S+)/.exec(said)?.[1] ?? "";
  expect(identity).not.toBe("");
  expect(fs.existsSync(path.dirname(identity))).toBe(false);
});

test("a file that is too large is refused, and the next one read", async () => {
  fs.writeFileSync(path.join(folder, "served/shop/big"), Buffer.alloc(65 * 1024 * 1024, 1));
  await shop.git("add", "big");
  const commit = await shop.commit({ small: "small" });
  const repository = open();
  await repository.fetch();
  const { tree } = await repository.artifact(commit);
  const [big, small] = await Promise.allSettled([tree.readFile("big"), tree.readFile("small")]);
  expect(big).toMatchObject({ status: "rejected", reason: { code: "too-large" } });
  expect(small).toMatchObject({ status: "fulfilled" });
});
