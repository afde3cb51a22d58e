import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { GitError, runGit } from "@hawser/source";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { EmbeddedRepositories } from "./embedded-repositories.ts";
import { serveGit } from "./serve-git.ts";

const host = { env: process.env };
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-git-server-"));
const repositories = new EmbeddedRepositories(path.join(root, "repositories"), host);
const pushes: string[] = [];
let url = "";
let server: { close(): Promise<void> };

beforeAll(async () => {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  server = await serveGit({
    repositories,
    host,
    address: "127.0.0.1",
    port,
    maxPackBytes: 5_000_000,
    onPush: (name) => pushes.push(name),
  });
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await server.close();
  fs.rmSync(root, { recursive: true });
});
beforeEach(() => {
  pushes.length = 0;
});

interface Work {
  folder: string;
  git: (...args: string[]) => Promise<string>;
  commit: (file: string, content: string | Uint8Array) => Promise<string>;
}

async function work(branch = "main"): Promise<Work> {
  const folder = fs.mkdtempSync(path.join(root, "work-"));
  const git = (...args: string[]): Promise<string> =>
    runGit(host, ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], { cwd: folder });
  await git("init", "-q", "-b", branch, ".");
  return {
    folder,
    git,
    async commit(file, content) {
      fs.writeFileSync(path.join(folder, file), content);
      await git("add", "-A");
      await git("commit", "-qm", file);
      return (await git("rev-parse", "HEAD")).trim();
    },
  };
}

async function refusal(command: Promise<unknown>): Promise<string> {
  const error: unknown = await command.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GitError);
  return (error as GitError).stderr;
}

test("a push makes a repository, and a clone brings it back, with and without .git", async () => {
  const { git, commit } = await work();
  await commit("big.txt", "line\n".repeat(50_000));
  await git("push", "-q", `${url}/shop.git`, "main");
  expect(pushes).toEqual(["shop"]);
  await runGit(host, ["clone", "-q", `${url}/shop`, path.join(root, "clone")]);
  expect(fs.statSync(path.join(root, "clone", "big.txt")).size).toBe(250_000);
  expect(repositories.names()).toEqual(["shop"]);
});

test.each(["main", "master", "trunk"])(
  "HEAD of a new repository is the branch %s that was pushed first",
  async (branch) => {
    const { git, commit } = await work(branch);
    const first = await commit("a", "1");
    await git("push", "-q", `${url}/first-${branch}`, branch);
    expect(await git("ls-remote", "--symref", `${url}/first-${branch}`, "HEAD")).toBe(
      `ref: refs/heads/${branch}\tHEAD\n${first}\tHEAD\n`,
    );
  },
);

test("asking what a new name holds makes nothing", async () => {
  const { git, commit } = await work();
  await commit("a", "1");
  await git("push", "-q", "--dry-run", `${url}/dry`, "main");
  expect(repositories.names()).not.toContain("dry");
});

test("a push that is no fast-forward is rejected in git's words, a forced one is not", async () => {
  const one = await work();
  await one.commit("a", "1");
  await one.git("push", "-q", `${url}/contested`, "main");
  const two = await work();
  const other = await two.commit("b", "2");
  expect(await refusal(two.git("push", `${url}/contested`, "main"))).toContain("[rejected]");
  await two.git("push", "-q", "--force", `${url}/contested`, "main");
  expect(await two.git("ls-remote", `${url}/contested`, "main")).toContain(other);
});

test("of pushes at the same time one wins each branch, and all branches arrive", async () => {
  const works = await Promise.all(Array.from({ length: 5 }, () => work()));
  for (const [index, one] of works.entries()) await one.commit(`file-${index}`, String(index));
  const results = await Promise.allSettled(
    works.map(({ git }, index) => git("push", "-q", `${url}/busy`, "main", `main:own-${index}`)),
  );
  expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThan(0);
  const listed = await runGit(host, ["ls-remote", "--heads", `${url}/busy`]);
  expect(listed.match(/refs\/heads\/own-\d/g)).toHaveLength(5);
  expect(listed.match(/refs\/heads\/main/g)).toHaveLength(1);
  const folder = repositories.find("busy") ?? "";
  await runGit(host, ["fsck", "--strict"], { cwd: folder });
});

test("protocols 0 and 2, shallow and partial clones are spoken", async () => {
  const { git, commit } = await work();
  for (const step of ["1", "2", "3"]) await commit("a", step);
  await git("push", "-q", `${url}/deep`, "main");
  for (const version of ["0", "2"]) {
    const clone = path.join(root, `clone-${version}`);
    await runGit(host, ["-c", `protocol.version=${version}`, "clone", "-q", "--depth=1", `${url}/deep`, clone]);
    expect((await runGit(host, ["rev-list", "--count", "HEAD"], { cwd: clone })).trim()).toBe("1");
  }
  await runGit(host, ["clone", "-q", "--filter=blob:none", `${url}/deep`, path.join(root, "partial")]);
  expect(fs.readFileSync(path.join(root, "partial/a"), "utf8")).toBe("3");
});

test("a push that is too large is refused, and the repository goes on", async () => {
  const { git, commit } = await work();
  await commit("a", "1");
  await git("push", "-q", `${url}/small`, "main");
  const bytes = Buffer.from(Array.from({ length: 6_000_000 }, (_, index) => (index * index * 31 + (index >> 7)) & 255));
  for (let at = 0; at < bytes.length; at += 8) bytes.writeDoubleLE(Math.random(), at);
  await commit("noise", bytes);
  expect(await refusal(git("push", `${url}/small`, "main"))).toMatch(/maximum allowed size|unpack/);
  await git("reset", "-q", "--hard", "HEAD~1");
  const next = await commit("b", "2");
  await git("push", "-q", `${url}/small`, "main");
  expect(await git("ls-remote", `${url}/small`, "main")).toContain(next);
});

test("a request body in gzip is read, a broken one ends the request alone", async () => {
  const { git, commit } = await work();
  const head = await commit("a", "1");
  await git("push", "-q", `${url}/zipped`, "main");
  const ask = (body: Uint8Array): Promise<Response> =>
    fetch(`${url}/zipped/git-upload-pack`, {
      method: "POST",
      headers: {
        "content-type": "application/x-git-upload-pack-request",
        "content-encoding": "gzip",
        "git-protocol": "version=2",
      },
      body,
    });
  const answer = await ask(gzipSync("0014command=ls-refs\n0000"));
  expect(await answer.text()).toContain(`${head} refs/heads/main`);
  await ask(Buffer.from("no gzip at all")).catch(() => undefined);
  expect(await git("ls-remote", `${url}/zipped`, "main")).toContain(head);
});

test.each([
  ["/none.git/info/refs?service=git-upload-pack", {}, 404, 'no repository "none"'],
  ["/..%2f..%2fetc/info/refs?service=git-receive-pack", {}, 400, "is no repository name"],
  ["/%2e%2e%2fetc/info/refs?service=git-upload-pack", {}, 400, "is no repository name"],
  ["/a/b.git/info/refs?service=git-receive-pack", {}, 400, "without folders"],
  ["/%E2%98%83/info/refs?service=git-receive-pack", {}, 400, "is no repository name"],
  ["/%ff/info/refs?service=git-receive-pack", {}, 400, "is no repository name"],
  ["/-x/info/refs?service=git-receive-pack", {}, 400, "is no repository name"],
  [`/${"x".repeat(101)}/info/refs?service=git-receive-pack`, {}, 400, "is no repository name"],
  ["/.empty/info/refs?service=git-upload-pack", {}, 400, "is no repository name"],
  ["/shop.git/info/refs?service=git-upload-pack", { origin: "https://evil.example" }, 403, "may not use this server"],
  ["/shop.git/info/refs", {}, 403, "only smart HTTP"],
  ["/shop.git/git-upload-pack", {}, 405, "POST"],
  ["/shop.git/HEAD", {}, 404, "is no repository of this server"],
])("GET %s is refused", async (target, headers, status, message) => {
  const answer = await fetch(url + target, { headers });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(message);
  expect(repositories.names()).not.toContain("etc");
});

test("a name of another host is refused", async () => {
  const { port } = new URL(url);
  const status = await new Promise((resolve, reject) => {
    http
      .get({ port, path: "/shop/info/refs?service=git-upload-pack", headers: { host: "evil.example" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
      .once("error", reject);
  });
  expect(status).toBe(403);
});

test("git shows why a name is refused", async () => {
  const { git, commit } = await work();
  await commit("a", "1");
  expect(await refusal(git("push", `${url}/team/shop.git`, "main"))).toContain("without folders");
});
