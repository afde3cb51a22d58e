import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { directoryTree } from "./directory-tree.ts";
import { memoryTree } from "./memory-tree.ts";
import { joinPath } from "./paths.ts";

const files = { "a/b.yaml": "b: 1\n", "a/c/d.yaml": "d: 1\n", "z.txt": "z" };
const outside = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-outside-"));
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-tree-"));
for (const [name, text] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
}
fs.writeFileSync(path.join(outside, "secret"), "secret");
afterAll(() => {
  for (const folder of [root, outside]) fs.rmSync(folder, { recursive: true });
});

test.each(Object.entries({ "a folder": directoryTree(root), memory: memoryTree(files) }))(
  "a tree in %s",
  async (_name, tree) => {
    expect(Buffer.from(await tree.readFile("a/b.yaml")).toString()).toBe("b: 1\n");
    expect(await tree.list("")).toEqual([
      { name: "a", kind: "directory" },
      { name: "z.txt", kind: "file" },
    ]);
    expect(await tree.stat("a/c")).toMatchObject({ kind: "directory", realPath: "a/c" });
    expect(await tree.stat("nowhere")).toBeUndefined();
    await expect(tree.readFile("a")).rejects.toMatchObject({ code: "not-a-file" });
    await expect(tree.list("z.txt")).rejects.toMatchObject({ code: "not-a-directory" });
    await expect(tree.readFile("nowhere")).rejects.toMatchObject({ code: "not-found" });
  },
);

test("links are followed inside the folder only", async () => {
  fs.symlinkSync("a/b.yaml", path.join(root, "link"));
  fs.symlinkSync(path.join(outside, "secret"), path.join(root, "leak"));
  const tree = directoryTree(root);
  expect(await tree.stat("link")).toMatchObject({ realPath: "a/b.yaml" });
  expect(await tree.stat("leak")).toBeUndefined();
  expect(await tree.stat("../../etc/passwd")).toBeUndefined();
});

test("links of folders are followed, and so are links of links", async () => {
  fs.symlinkSync("a/c", path.join(root, "folder"));
  fs.symlinkSync("folder", path.join(root, "again"));
  fs.symlinkSync(outside, path.join(root, "out"));
  fs.symlinkSync("loop", path.join(root, "loop"));
  const tree = directoryTree(root);
  expect(await tree.stat("again/d.yaml")).toMatchObject({ kind: "file", realPath: "a/c/d.yaml" });
  expect(Buffer.from(await tree.readFile("again/d.yaml")).toString()).toBe("d: 1\n");
  expect(await tree.list("again")).toEqual([{ name: "d.yaml", kind: "file" }]);
  expect(await tree.stat("out/secret")).toBeUndefined();
  expect(await tree.stat("loop/x")).toBeUndefined();
  expect(await tree.stat("z.txt/x")).toBeUndefined();
  expect(await tree.stat("x".repeat(300))).toBeUndefined();
  expect(await tree.stat("nul\0")).toBeUndefined();
});

test("an id names the content: another look finds the same one until something is written", async () => {
  const file = path.join(root, "written.yaml");
  fs.writeFileSync(file, "one");
  const idOf = async (): Promise<string | undefined> => (await directoryTree(root).stat("written.yaml"))?.id;
  const first = await idOf();
  expect(await idOf()).toBe(first);
  // At once, and as long as before: the times of the file need not tell.
  const ids = new Set([first]);
  for (const text of ["two", "six", "ten"]) {
    fs.writeFileSync(file, text);
    ids.add(await idOf());
  }
  expect(ids.size).toBe(4);
});

test("what was looked at stays; a new tree sees what was written", async () => {
  const tree = directoryTree(root);
  expect(await tree.stat("later.yaml")).toBeUndefined();
  fs.writeFileSync(path.join(root, "later.yaml"), "later");
  expect(await tree.stat("later.yaml")).toBeUndefined();
  expect(await directoryTree(root).stat("later.yaml")).toMatchObject({ kind: "file", size: 5 });
});

test("a file that grows after the look is read as it is", async () => {
  const file = path.join(root, "growing.yaml");
  fs.writeFileSync(file, "a");
  const tree = directoryTree(root);
  await tree.stat("growing.yaml");
  fs.writeFileSync(file, "a".repeat(5000));
  expect((await tree.readFile("growing.yaml")).length).toBe(5000);
});

test.each([
  ["a/b", "../c", "a/c"],
  ["", "./x/", "x"],
  ["a", "../..", undefined],
  ["a", "/etc", undefined],
])("%s + %s is %s", (base, relative, want) => {
  expect(joinPath(base, relative)).toBe(want);
});
