import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { type DirectoryEntry, type FileEntry, type FileTree, FileTreeError } from "./file-tree.ts";
import { compareBytewise } from "./paths.ts";

const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * A folder of this machine as a tree. Links that lead out of the folder do not exist. Ids of files are digests of
 * their content; an id of a directory never comes twice, because anything below it may change at any moment.
 */
export function directoryTree(root: string): FileTree {
  let realRoot: Promise<string> | undefined;
  let looks = 0;

  async function locate(treePath: string): Promise<string | undefined> {
    realRoot ??= fs.realpath(root);
    const base = await realRoot;
    try {
      const real = await fs.realpath(path.join(base, ...treePath.split("/")));
      const relative = path.relative(base, real);
      const leaves = relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
      return leaves ? undefined : real;
    } catch (error) {
      // Dangling links, loops and names that are too long exist as little as missing files do.
      if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"].includes((error as NodeJS.ErrnoException).code ?? ""))
        return undefined;
      throw error;
    }
  }

  async function found(treePath: string): Promise<string> {
    const real = await locate(treePath);
    if (real === undefined) throw new FileTreeError("not-found", treePath, `${treePath}: no such file or directory`);
    return real;
  }

  const readFile = async (treePath: string): Promise<Uint8Array> => {
    const real = await found(treePath);
    const stats = await fs.stat(real);
    if (!stats.isFile()) throw new FileTreeError("not-a-file", treePath, `${treePath} is not a file`);
    if (stats.size > MAX_FILE_BYTES)
      throw new FileTreeError(
        "too-large",
        treePath,
        `${treePath} has ${stats.size} bytes; at most ${MAX_FILE_BYTES} are read`,
      );
    return fs.readFile(real);
  };

  const list = async (treePath: string): Promise<DirectoryEntry[]> => {
    const real = await found(treePath);
    if (!(await fs.stat(real)).isDirectory())
      throw new FileTreeError("not-a-directory", treePath, `${treePath} is not a directory`);
    const entries = await fs.readdir(real, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
      .map((entry): DirectoryEntry => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? "link" : entry.isDirectory() ? "directory" : "file",
      }))
      .sort((a, b) => compareBytewise(a.name, b.name));
  };

  return {
    async stat(treePath): Promise<FileEntry | undefined> {
      const real = await locate(treePath);
      if (real === undefined) return undefined;
      const stats = await fs.stat(real);
      const realPath = path
        .relative(await (realRoot as Promise<string>), real)
        .split(path.sep)
        .join("/");
      if (stats.isDirectory()) return { kind: "directory", realPath, id: `${realPath}#${++looks}`, size: 0 };
      return stats.isFile()
        ? { kind: "file", realPath, id: digest(await readFile(treePath)), size: stats.size }
        : undefined;
    },
    readFile,
    list,
  };
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
