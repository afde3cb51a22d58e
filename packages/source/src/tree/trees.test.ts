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

test.each([
  ["a/b", "../c", "a/c"],
  ["", "./x/", "x"],
  ["a", "../..", undefined],
  ["a", "/etc", undefined],
])("%s + %s is %s", (base, relative, want) => {
  expect(joinPath(base, relative)).toBe(want);
});
