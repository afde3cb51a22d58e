import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import {
  type CommitRequest,
  type CommitStore,
  type CommitStoreOptions,
  createCommitStore,
  type GitAccess,
  type GitEntry,
  GitError,
  GitTimeoutError,
  type StoredCommit,
} from "../src/index.ts";
import { gitHost as host, type HttpRemote, httpRemote, workTree, type WorkTree } from "@hawser/testing";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-commits-"));
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

function newStore(options: Partial<CommitStoreOptions> = {}): CommitStore {
  const store = createCommitStore({
    host,
    cacheFolder: path.join(folder, "commits"),
    ...options,
  });
  opened.push(store);
  return store;
}

function request(ref: string, access: Partial<GitAccess> = {}): CommitRequest {
  const anywhere = { key: "", enter: (url: string) => ({ url }) };
  return {
    url: `${remote.url}/shop/.git`,
    ref,
    submodules: true,
    timeoutMs: 10_000,
    access: { ...anywhere, ...access },
  };
}

async function read({ tree }: StoredCommit, file: string): Promise<string> {
  return Buffer.from(await tree.readFile(file)).toString();
}

test("a ref is fetched once for all who ask, and a commit that is here never again", async () => {
  const first = await shop.commit({ "a.yaml": "one" });
  const store = newStore();
  const both = await Promise.all([store.open(request("main")), store.open(request("main"))]);
  expect(both.map(({ commit }) => commit)).toEqual([first, first]);
  expect(await read(both[0], "a.yaml")).toBe("one");
  remote.requests.length = 0;
  expect((await store.open(request("main"))).commit).toBe(first);
  expect((await store.open(request(first))).commit).toBe(first);
  expect((await newStore().open(request(first))).commit).toBe(first);
  expect(remote.requests).toEqual([]);
});

test("another process lists the refs, and fetches only what is new", async () => {
  const first = await shop.commit({ "a.yaml": "one" });
  await newStore().open(request(""));
  remote.requests.length = 0;
  expect((await newStore().open(request("main"))).commit).toBe(first);
  const listing = remote.requests.length;
  const second = await shop.commit({ "a.yaml": "two" });
  const store = newStore();
  expect(await read(await store.open(request("main")), "a.yaml")).toBe("two");
  expect(remote.requests.length).toBeGreaterThan(2 * listing);
  expect((await store.open(request(first))).commit).toBe(first);
  expect((await store.open(request(second))).commit).toBe(second);
});

test("what a branch means is asked again when the answer is old", async () => {
  await shop.commit({ "a.yaml": "one" });
  const store = newStore({ maxAgeMs: 0 });
  await store.open(request("main"));
  const second = await shop.commit({ "a.yaml": "two" });
  expect((await store.open(request("main"))).commit).toBe(second);
});

test("of a tag and a branch of one name the tag is meant, as for git", async () => {
  const tagged = await shop.commit({ "a.yaml": "tag" });
  await shop.git("tag", "-a", "-m", "x", "both");
  await shop.commit({ "a.yaml": "branch" });
  await shop.git("branch", "both");
  const store = newStore();
  expect((await store.open(request("both"))).commit).toBe(tagged);
  expect((await newStore().open(request("both"))).commit).toBe(tagged);
  expect((await newStore().open(request("refs/tags/both"))).commit).toBe(tagged);
  expect((await newStore().open(request("refs/heads/both"))).commit).not.toBe(tagged);
});

test.each(["-x", "--upload-pack=touch x", "a b", "a:refs/heads/b", "HEAD~1", "a..b", "a\nb", "a\0b", "*"])(
  "%j is no ref",
  async (ref) => {
    await shop.commit({ a: "1" });
    await expect(newStore().open(request(ref))).rejects.toMatchObject({
      stderr: `fatal: invalid refspec '${ref}'\n`,
    });
    expect(remote.requests).toEqual([]);
  },
);

test("a ref that is not there fails in git's words, and may be there the next time", async () => {
  await shop.commit({ a: "1" });
  const store = newStore();
  await expect(store.open(request("later"))).rejects.toMatchObject({
    stderr: "fatal: couldn't find remote ref later",
    exitCode: 128,
  });
  await shop.git("branch", "later");
  await expect(store.open(request("later"))).resolves.toBeDefined();
});

test("submodules are read when somebody looks, or are empty folders", async () => {
  const inner = await workTree(path.join(folder, "served/inner"));
  const commit = await inner.commit({ "in.yaml": "inside" });
  await shop.commit({ ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = ../../inner/.git\n' });
  await shop.git("update-index", "--add", "--cacheinfo", `160000,${commit},x`);
  await shop.git("-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "-q", "-m", "sub");
  const store = newStore();
  const withThem = await store.open(request("main"));
  expect(remote.requests.some((line) => line.includes("inner"))).toBe(false);
  expect(await read(withThem, "x/in.yaml")).toBe("inside");
  const without = await store.open({ ...request("main"), submodules: false });
  expect(await without.tree.list("x")).toEqual([]);
});

test("what may not be entered is not asked", async () => {
  await shop.commit({ a: "1" });
  const refuse = (): never => {
    throw new Error("not allowed");
  };
  await expect(newStore().open(request("main", { enter: refuse }))).rejects.toThrow("not allowed");
  const refuseLater = (url: string): GitEntry => ({ url, prepare: () => Promise.reject(new Error("not allowed")) });
  await expect(newStore().open(request("main", { enter: refuseLater }))).rejects.toThrow("not allowed");
  expect(remote.requests).toEqual([]);
});

test("a redirect that git may not follow leads where the access says", async () => {
  const commit = await shop.commit({ a: "1" });
  const moved = await httpRemote(path.join(folder, "served"));
  opened.push(moved);
  moved.redirect = remote.url;
  const enter = (url: string): GitEntry => ({
    url: url.replace(remote.url, moved.url),
    prepare: () => Promise.resolve([["http.followRedirects", "false"]]),
    redirected: () => Promise.resolve({ url }),
  });
  expect((await newStore().open(request("main", { enter }))).commit).toBe(commit);
  const stay = (url: string): GitEntry => ({ ...enter(url), redirected: undefined }) as GitEntry;
  await expect(newStore().open(request("main", { enter: stay }))).rejects.toThrow("error: 302");
});

test("who has no credentials does not find what another one fetched", async () => {
  const commit = await shop.commit({ a: "1" });
  remote.authorization = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  const credentials = { username: "me", password: "secret" };
  const store = newStore();
  await store.open(request(commit, { key: "me", enter: (url) => ({ url, credentials }) }));
  await expect(store.open(request(commit))).rejects.toBeInstanceOf(GitError);
  await expect(newStore().open(request(commit))).rejects.toBeInstanceOf(GitError);
});

test("a remote that does not answer ends the run in time", async () => {
  await shop.commit({ a: "1" });
  remote.silent = true;
  await expect(newStore().open({ ...request("main"), timeoutMs: 200 })).rejects.toBeInstanceOf(GitTimeoutError);
});

test("what brings more than it may is ended", async () => {
  const noise = Array.from({ length: 200_000 }, (_, index) => Math.sin(index).toString(36)).join("");
  await shop.commit({ a: noise });
  await expect(newStore({ maxFetchBytes: 1000 }).open(request("main"))).rejects.toMatchObject({
    stderr: expect.stringContaining("more than 1000 bytes") as string,
  });
});

test("a cache that is deleted is filled again", async () => {
  const commit = await shop.commit({ "a.yaml": "one" });
  const store = newStore();
  await store.open(request("main"));
  fs.rmSync(path.join(folder, "commits"), { recursive: true });
  expect((await store.open(request("main"))).commit).toBe(commit);
  expect(fs.readdirSync(path.join(folder, "commits"))).toHaveLength(1);
});
