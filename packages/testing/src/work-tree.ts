import fs from "node:fs";
import path from "node:path";
import { type GitHost, runGit } from "@hawser/source";

/** How tests run git. */
export const gitHost: GitHost = { env: process.env };

/** A repository with files, to be served. */
export interface WorkTree {
  /** What a bare repository would be. */
  gitFolder: string;
  git(...args: string[]): Promise<string>;
  /** Writes files, or links where a value is `-> target`, and makes a commit; answers its id. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
}

/** Makes a repository in a new folder; its branch is `main`. */
export async function workTree(folder: string): Promise<WorkTree> {
  fs.mkdirSync(folder, { recursive: true });
  const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const git = (...args: string[]): Promise<string> => runGit(gitHost, [...author, ...args], { cwd: folder });
  await git("init", "-q", "-b", "main", ".");
  return {
    gitFolder: path.join(folder, ".git"),
    git,
    async commit(files) {
      for (const [name, text] of Object.entries(files)) {
        const target = path.join(folder, name);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        if (text.startsWith("-> ")) fs.symlinkSync(text.slice(3), target);
        else fs.writeFileSync(target, text);
      }
      // Not `add -A`: entries for submodules were put into the index alone.
      await git("add", "--", ...Object.keys(files));
      await git("commit", "-q", "--allow-empty", "-m", "change");
      return (await git("rev-parse", "HEAD")).trim();
    },
  };
}

/** Puts a submodule into the index, as `git submodule add` would, without asking where it leads. */
export async function addSubmodule(tree: WorkTree, at: string, commit: string): Promise<void> {
  await tree.git("update-index", "--add", "--cacheinfo", `160000,${commit},${at}`);
}
