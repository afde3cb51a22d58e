import { createHash } from "node:crypto";
import { type FileEntry, type FileTree, FileTreeError } from "./file-tree.ts";
import { compareBytewise, parentPath } from "./paths.ts";

/** A tree from texts by path, for generated content and for tests. It has no links. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const contents = new Map<string, Uint8Array>();
  const folders = new Map<string, Map<string, "file" | "directory">>([["", new Map()]]);
  for (const [path, content] of Object.entries(files)) {
    contents.set(path, typeof content === "string" ? Buffer.from(content) : content);
    let child = path;
    let kind: "file" | "directory" = "file";
    while (child !== "") {
      const parent = parentPath(child);
      const names = folders.get(parent) ?? new Map<string, "file" | "directory">();
      folders.set(parent, names.set(child.slice(parent === "" ? 0 : parent.length + 1), kind));
      child = parent;
      kind = "directory";
    }
  }

  const ids = new Map<string, string>();
  /** Of a folder, from the ids of all that is in it. */
  const idOf = (path: string): string => {
    let id = ids.get(path);
    if (id === undefined) {
      const content = contents.get(path);
      const below = [...(folders.get(path) ?? [])].map(([name]) => [
        name,
        idOf(path === "" ? name : `${path}/${name}`),
      ]);
      id = digest(content ?? JSON.stringify(below.sort(([a = ""], [b = ""]) => compareBytewise(a, b))));
      ids.set(path, id);
    }
    return id;
  };

  return {
    stat: (path): Promise<FileEntry | undefined> => {
      const content = contents.get(path);
      if (content) return Promise.resolve({ kind: "file", realPath: path, id: idOf(path), size: content.length });
      if (!folders.has(path)) return Promise.resolve(undefined);
      return Promise.resolve({ kind: "directory", realPath: path, id: idOf(path), size: 0 });
    },
    readFile: (path) => {
      const content = contents.get(path);
      if (content) return Promise.resolve(content);
      return Promise.reject(
        folders.has(path)
          ? new FileTreeError("not-a-file", path, `${path} is not a file`)
          : new FileTreeError("not-found", path, `${path}: no such file or directory`),
      );
    },
    list: (path) => {
      const names = folders.get(path);
      if (names)
        return Promise.resolve(
          [...names].map(([name, kind]) => ({ name, kind })).sort((a, b) => compareBytewise(a.name, b.name)),
        );
      return Promise.reject(
        contents.has(path)
          ? new FileTreeError("not-a-directory", path, `${path} is not a directory`)
          : new FileTreeError("not-found", path, `${path}: no such file or directory`),
      );
    },
  };
}

function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
