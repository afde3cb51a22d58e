import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { runGit } from "./git-command.ts";
import { openRepository } from "./git-repository.ts";
import { createGitSource } from "./git-source.ts";
import { mapUrl, parseMapping } from "./url-mapping.ts";

const host = { env: process.env };
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-git-"));
afterAll(() => fs.rmSync(root, { recursive: true }));

async function commit(folder: string, files: Record<string, string>, message: string): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  await runGit(host, ["add", "-A"], { cwd: folder });
  await runGit(host, ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-qm", message], {
    cwd: folder,
  });
  return (await runGit(host, ["rev-parse", "HEAD"], { cwd: folder })).trim();
}

test("files of a commit are read without a checkout, links inside the tree only", async () => {
  const work = path.join(root, "work");
  fs.mkdirSync(work);
  await runGit(host, ["init", "-q", "-b", "main", "."], { cwd: work });
  fs.symlinkSync("real/a.txt", path.join(work, "inside"));
  fs.symlinkSync("/etc/passwd", path.join(work, "outside"));
  const first = await commit(work, { "real/a.txt": "one" }, "First\n\nbody");
  await runGit(host, ["tag", "v1"], { cwd: work });
  const second = await commit(work, { "real/a.txt": "two" }, "Second");

  const repository = openRepository(path.join(work, ".git"), host);
  expect(await repository.resolve("v1")).toBe(first);
  expect(await repository.resolve("main")).toBe(second);
  expect(await repository.resolve("")).toBe(second);
  expect(await repository.resolve(first.slice(0, 8))).toBe(first);
  await expect(repository.resolve("gone")).rejects.toThrow("unable to resolve 'gone' to a commit SHA");
  await expect(repository.resolve("--help")).rejects.toThrow("unable to resolve");
  const { tree } = await repository.artifact(first);
  expect(Buffer.from(await tree.readFile("inside")).toString()).toBe("one");
  expect(await tree.stat("outside")).toBeUndefined();
  expect(await tree.list("")).toMatchObject([
    { name: "inside", kind: "link" },
    { name: "outside" },
    { name: "real", kind: "directory" },
  ]);
  expect(await repository.commit(first)).toMatchObject({ author: "Ada <ada@example.com>", message: "First\n\nbody" });
  repository.close();
});

test.each([
  ["https://github.com/myorg/shop", "embedded:shop"],
  ["https://github.com/myorg/special/x", "https://mirror.example/x"],
  ["https://github.com/other/shop", undefined],
])("%s leads to %s", (url, want) => {
  const mappings = [
    parseMapping("https://github.com/myorg/=embedded:"),
    parseMapping("https://github.com/myorg/special/=https://mirror.example/"),
  ];
  expect(mapUrl(url, mappings)).toBe(want);
});

test.each([
  ["file:///etc", "unsupported repository URL"],
  ["/etc", "unsupported repository URL"],
  ["https://github.com/myorg/none", 'no repository "none"'],
])("%s is refused", (url, message) => {
  const source = createGitSource({
    host,
    cacheFolder: root,
    mappings: [{ from: "https://github.com/myorg/", to: "embedded:" }],
    embedded: () => undefined,
  });
  expect(() => source.repository(url)).toThrow(message);
});
