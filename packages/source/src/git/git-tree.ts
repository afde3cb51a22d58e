import { type DirectoryEntry, type FileEntry, type FileTree, FileTreeError } from "../tree/file-tree.ts";
import { compareBytewise, joinPath, parentPath } from "../tree/paths.ts";
import type { ObjectReader } from "./object-reader.ts";

const MAX_LINKS = 40;

interface Entry {
  name: string;
  kind: DirectoryEntry["kind"];
  id: string;
}

/** The files of one commit, read from the object database; nothing is checked out. Links are followed inside it. */
export function gitTree(reader: ObjectReader, rootId: string): FileTree {
  const listings = new Map<string, Promise<Entry[]>>();
  const sizes = new Map<string, Promise<Buffer>>();

  const listing = (id: string): Promise<Entry[]> => {
    let found = listings.get(id);
    if (!found) {
      found = reader.read(id).then((object) => (object?.type === "tree" ? parseTree(object.bytes) : []));
      listings.set(id, found);
    }
    return found;
  };
  const blob = (id: string): Promise<Buffer> => {
    let found = sizes.get(id);
    if (!found) {
      found = reader.read(id).then((object) => {
        if (object?.type !== "blob") throw new FileTreeError("not-found", id, `the object ${id} is missing`);
        return object.bytes;
      });
      sizes.set(id, found);
    }
    return found;
  };

  async function locate(path: string, links = 0): Promise<{ path: string; entry: Entry } | undefined> {
    if (path === "") return { path, entry: { name: "", kind: "directory", id: rootId } };
    let folderId = rootId;
    let walked = "";
    const parts = path.split("/");
    for (const [index, part] of parts.entries()) {
      const entry = (await listing(folderId)).find(({ name }) => name === part);
      if (!entry) return undefined;
      const here = walked === "" ? part : `${walked}/${part}`;
      if (entry.kind === "link") {
        if (links >= MAX_LINKS)
          throw new FileTreeError("link-loop", path, `${path}: too many levels of symbolic links`);
        const target = joinPath(parentPath(here), (await blob(entry.id)).toString("utf8"));
        if (target === undefined) return undefined;
        return locate([target, ...parts.slice(index + 1)].filter((p) => p !== "").join("/"), links + 1);
      }
      if (index === parts.length - 1) return { path: here, entry };
      if (entry.kind !== "directory") return undefined;
      folderId = entry.id;
      walked = here;
    }
    return undefined;
  }

  const required = async (path: string): Promise<{ path: string; entry: Entry }> => {
    const found = await locate(path);
    if (!found) throw new FileTreeError("not-found", path, `${path}: no such file or directory`);
    return found;
  };

  return {
    async stat(path): Promise<FileEntry | undefined> {
      const found = await locate(path);
      if (!found || found.entry.kind === "submodule") return undefined;
      const { entry } = found;
      if (entry.kind === "directory") return { kind: "directory", realPath: found.path, id: entry.id, size: 0 };
      return { kind: "file", realPath: found.path, id: entry.id, size: (await blob(entry.id)).length };
    },
    async readFile(path) {
      const { entry } = await required(path);
      if (entry.kind !== "file") throw new FileTreeError("not-a-file", path, `${path} is not a file`);
      return blob(entry.id);
    },
    async list(path) {
      const { entry } = await required(path);
      if (entry.kind !== "directory") throw new FileTreeError("not-a-directory", path, `${path} is not a directory`);
      return (await listing(entry.id))
        .map(({ name, kind }) => ({ name, kind }))
        .sort((a, b) => compareBytewise(a.name, b.name));
    },
  };
}

/** Git's tree format: `mode name\0` and twenty bytes of id, again and again. */
function parseTree(bytes: Buffer): Entry[] {
  const entries: Entry[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const space = bytes.indexOf(32, offset);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString("latin1", offset, space);
    const kind = mode === "40000" ? "directory" : mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
    entries.push({ name: bytes.toString("utf8", space + 1, end), kind, id: bytes.toString("hex", end + 1, end + 21) });
    offset = end + 21;
  }
  return entries;
}
