import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createGitSource, type FileTree, type GitSource, type UrlMapping } from "../src/index.ts";
import { addSubmodule, gitHost as host, httpRemote, workTree, type WorkTree } from "@hawser/testing";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-submodules-"));
const served = path.join(root, "served");
const opened: { close(): unknown }[] = [];
afterAll(async () => {
  for (const one of opened) await one.close();
  fs.rmSync(root, { recursive: true });
});

const mappings: UrlMapping[] = [{ from: "https://github.com/myorg/", to: "embedded:" }];

function source(): GitSource {
  const made = createGitSource({
    host,
    cacheFolder: fs.mkdtempSync(path.join(root, "mirrors-")),
    mappings,
    embedded: (name) => (fs.existsSync(path.join(served, name)) ? path.join(served, name, ".git") : undefined),
  });
  opened.push(made);
  return made;
}

async function parent(name: string, url: string, commit: string, more: Record<string, string> = {}): Promise<WorkTree> {
  const tree = await workTree(path.join(served, name));
  await addSubmodule(tree, "modules/base", commit);
  await tree.commit({
    ".gitmodules": `[submodule "base"]\n\tpath = modules/base\n\turl = ${url}\n`,
    ...more,
  });
  return tree;
}

async function treeOf(url: string, from: GitSource = source()): Promise<FileTree> {
  const repository = from.repository(url);
  await repository.fetch();
  return (await repository.artifact(await repository.resolve("main"))).tree;
}

const text = async (tree: FileTree, file: string): Promise<string> => Buffer.from(await tree.readFile(file)).toString();

const base = await workTree(path.join(served, "base"));
const pinned = await base.commit({
  "app/web.yaml": "web: 1",
  up: "-> ../../kustomization.yaml",
  out: "-> ../../../etc",
});
await base.commit({ "app/web.yaml": "web: 2" });

test("a submodule beside its parent is a directory at the commit it is pinned to", async () => {
  await parent("shop", "../base.git", pinned, {
    "kustomization.yaml": "root: true",
    link: "-> modules/base/app/web.yaml",
  });
  const tree = await treeOf("https://github.com/myorg/shop");
  expect(await tree.list("modules")).toEqual([{ name: "base", kind: "directory" }]);
  expect(await tree.stat("modules/base")).toEqual({
    kind: "directory",
    realPath: "modules/base",
    id: pinned,
    size: 0,
  });
  expect((await tree.list("modules/base")).map(({ name }) => name)).toEqual(["app", "out", "up"]);
  expect(await text(tree, "modules/base/app/web.yaml")).toBe("web: 1");
  expect(await text(tree, "link")).toBe("web: 1");
  // A link may leave its submodule, never the tree.
  expect(await text(tree, "modules/base/up")).toBe("root: true");
  expect(await tree.stat("modules/base/out")).toBeUndefined();
  expect(await tree.stat("modules/base/nothing")).toBeUndefined();
});

test("submodules of submodules are read", async () => {
  const shop = (await workTree(path.join(served, "middle"))) satisfies WorkTree;
  await addSubmodule(shop, "inner", pinned);
  const middle = await shop.commit({ ".gitmodules": '[submodule "inner"]\n path = inner\n url = ./../base\n' });
  await parent("outer", "https://github.com/myorg/middle", middle);
  const tree = await treeOf("https://github.com/myorg/outer");
  expect(await text(tree, "modules/base/inner/app/web.yaml")).toBe("web: 1");
});

test("a submodule of a remote repository has its own mirror on the same server", async () => {
  const remote = await httpRemote(served);
  opened.push(remote);
  await parent("far", "../../base/.git", pinned);
  const tree = await treeOf(`${remote.url}/far/.git`);
  expect(await text(tree, "modules/base/app/web.yaml")).toBe("web: 1");
});

test("a submodule without an entry in .gitmodules is empty", async () => {
  const tree = await workTree(path.join(served, "unnamed"));
  await addSubmodule(tree, "module", pinned);
  await tree.commit({ a: "1" });
  const files = await treeOf("https://github.com/myorg/unnamed");
  expect(await files.list("module")).toEqual([]);
  expect(await files.stat("module/a")).toBeUndefined();
});

test("a submodule whose commit is gone says which, and the rest of the tree is read", async () => {
  await parent("lost", "../base", "1".repeat(40), { a: "1" });
  const tree = await treeOf("https://github.com/myorg/lost");
  await expect(tree.list("modules/base")).rejects.toThrow(
    `cannot read the submodule modules/base: unable to resolve '${"1".repeat(40)}' to a commit SHA`,
  );
  expect(await text(tree, "a")).toBe("1");
});

test.each([
  ["file:///etc", "unsupported repository URL"],
  ["/etc", "unsupported repository URL"],
  ["--upload-pack=touch /tmp/x", "unsupported repository URL"],
  ["ssh://-oProxyCommand=x/y", "unsupported repository URL"],
  ["ext::sh -c touch% /tmp/x", "unsupported repository URL"],
  ["http://127.0.0.1:1/x", "leads to this machine"],
  ["http://2130706433/x", "leads to this machine"],
  ["http://localhost/x", "leads to this machine"],
  ["http://[::1]/x", "leads to this machine"],
  ["http://[::ffff:127.0.0.1]/x", "leads to this machine"],
  ["http://169.254.169.254/latest", "leads to this machine"],
  ["ssh://git@0x7f000001/x", "leads to this machine"],
  ["../../../../x", "leaves https://github.com/"],
  ["https://github.com/myorg/none", "repository not found"],
])("a submodule at %s is not followed", async (url, message) => {
  const name = `hostile-${Buffer.from(url).toString("hex").slice(-40)}`;
  await parent(name, url, pinned);
  const tree = await treeOf(`https://github.com/myorg/${name}`);
  await expect(tree.list("modules/base")).rejects.toThrow(message);
});

test("a submodule of itself ends", async () => {
  const shop = await workTree(path.join(served, "loop"));
  const first = await shop.commit({ ".gitmodules": '[submodule "self"]\n path = self\n url = ../loop\n' });
  await addSubmodule(shop, "self", first);
  let commit = await shop.commit({ a: "1" });
  for (let depth = 0; depth < 10; depth++) {
    await addSubmodule(shop, "self", commit);
    commit = await shop.commit({ a: String(depth) });
  }
  const tree = await treeOf("https://github.com/myorg/loop");
  expect(await text(tree, "self/self/a")).toBe("7");
  await expect(tree.stat(`${"self/".repeat(9)}a`)).rejects.toThrow("more than 8 deep");
});

test("refs of an embedded repository are kept until it is told of a push", async () => {
  const shop = await workTree(path.join(served, "pushed"));
  const first = await shop.commit({ a: "1" });
  const git = source();
  const repository = git.repository("https://github.com/myorg/pushed");
  expect(await repository.resolve("main")).toBe(first);
  const second = await shop.commit({ a: "2" });
  expect(await repository.resolve("main")).toBe(first);
  git.pushed("pushed");
  expect(await repository.resolve("main")).toBe(second);
});
