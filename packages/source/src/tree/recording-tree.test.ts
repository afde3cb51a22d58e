import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { openRepository } from "../git/git-repository.ts";
import { runGit } from "../git/git-command.ts";
import type { FileTree } from "./file-tree.ts";
import { recordingTree } from "./recording-tree.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-reads-"));
const host = { env: { PATH: process.env.PATH } };
const repository = openRepository(path.join(root, ".git"), host);
afterAll(() => {
  repository.close();
  fs.rmSync(root, { recursive: true });
});

const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
const commit = async (): Promise<FileTree> => {
  await runGit(host, ["add", "-A"], { cwd: root });
  await runGit(host, [...identity, "commit", "-q", "--allow-empty", "-m", "x"], { cwd: root });
  const id = (await runGit(host, ["rev-parse", "HEAD"], { cwd: root })).trim();
  return (await repository.artifact(id)).tree;
};
const write = (name: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), text);
};

test("what links lead to counts, though the folder of the link is the same", async () => {
  await runGit(host, ["init", "-q", "."], { cwd: root });
  write("shared/a.yaml", "one");
  write("app/own.yaml", "own");
  fs.symlinkSync("../shared/a.yaml", path.join(root, "app/a.yaml"));
  fs.symlinkSync("../shared/later.yaml", path.join(root, "app/later.yaml"));
  const first = await commit();
  const through = recordingTree(first);
  await through.tree.readFile("app/a.yaml");
  const dangling = recordingTree(first);
  expect(await dangling.tree.stat("app/later.yaml")).toBeUndefined();
  const own = recordingTree(first);
  await own.tree.readFile("app/own.yaml");
  const reads = [await through.readSet(), await dangling.readSet(), await own.readSet()];
  const hold = async (tree: FileTree): Promise<boolean[]> => Promise.all(reads.map((set) => set.holdsIn(tree)));
  expect(await hold(await commit())).toEqual([true, true, true]);

  write("shared/later.yaml", "here now");
  expect(await hold(await commit())).toEqual([true, false, true]);
  write("shared/a.yaml", "two");
  expect(await hold(await commit())).toEqual([false, false, true]);
});
