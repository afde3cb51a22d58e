import { type DirectoryEntry, type FileEntry, type FileTree, FileTreeError } from "../tree/file-tree.ts";
import { compareBytewise, joinPath, parentPath } from "../tree/paths.ts";
import type { ObjectReader } from "./object-reader.ts";
import { submoduleUrls } from "./submodules.ts";

const MAX_LINKS = 40;
const MAX_SUBMODULE_DEPTH = 8;
/** Larger files are read again when asked for again. */
const KEPT_BLOB_BYTES = 1024 * 1024;

/** Folders whose listing is kept for each repository: most are the same from one commit to the next. */
const KEPT_LISTINGS = 20_000;
const listingsOf = new WeakMap<ObjectReader, Map<string, Promise<Listing>>>();

/** Where the files of a commit are read: a database, and the tree at its root. */
export interface TreeOrigin {
  reader: ObjectReader;
  rootId: string;
  /** Answers where the files of a submodule begin. Absent where submodules are not followed: they are empty then. */
  openSubmodule?(url: string, commit: string): Promise<TreeOrigin>;
}

interface Entry {
  name: string;
  kind: DirectoryEntry["kind"];
  id: string;
}

/** What is in a folder, by name. */
type Listing = ReadonlyMap<string, Entry>;

/** A commit's files: the root's own, or a submodule's. */
interface Part {
  origin: TreeOrigin;
  /** Where it lies in the whole tree. */
  path: string;
  depth: number;
  urls: Promise<ReadonlyMap<string, string>> | undefined;
}

interface Place {
  path: string;
  entry: Entry;
  part: Part;
}

/**
 * The files of one commit, read from the object database; nothing is checked out. Links are followed inside it.
 * A submodule is a directory, fetched when somebody looks inside; one that `.gitmodules` does not name is empty.
 */
export function gitTree(origin: TreeOrigin): FileTree {
  const blobs = new Map<string, Promise<Buffer>>();
  const modules = new Map<string, Promise<Part | undefined>>();
  const root: Part = { origin, path: "", depth: 0, urls: undefined };

  const listing = ({ origin: { reader } }: Part, id: string): Promise<Listing> => {
    const listings = listingsOf.get(reader) ?? new Map<string, Promise<Listing>>();
    listingsOf.set(reader, listings);
    let found = listings.get(id);
    if (!found) {
      found = reader.read(id).then((object) => {
        // A fetch may bring it yet.
        if (!object) listings.delete(id);
        return object?.type === "tree" ? parseTree(object.bytes) : new Map();
      });
      listings.set(id, found);
      found.catch(() => listings.delete(id));
      for (const [oldest] of listings) {
        if (listings.size <= KEPT_LISTINGS) break;
        listings.delete(oldest);
      }
    }
    return found;
  };

  const blob = (part: Part, { id, name }: Entry): Promise<Buffer> => {
    let found = blobs.get(id);
    if (!found) {
      found = part.origin.reader.read(id).then(
        (object) => {
          if (object?.type !== "blob") throw new FileTreeError("not-found", name, `the object ${id} is missing`);
          if (object.bytes.length > KEPT_BLOB_BYTES) blobs.delete(id);
          return object.bytes;
        },
        (error: unknown) => {
          blobs.delete(id);
          throw new FileTreeError("too-large", name, `cannot read ${name}: ${(error as Error).message}`);
        },
      );
      blobs.set(id, found);
    }
    return found;
  };

  const submodule = (place: Place): Promise<Part | undefined> => {
    let found = modules.get(place.path);
    if (!found) {
      found = enter(place);
      modules.set(place.path, found);
      found.catch(() => modules.delete(place.path));
    }
    return found;
  };

  async function enter({ path, entry, part }: Place): Promise<Part | undefined> {
    const inside = part.path === "" ? path : path.slice(part.path.length + 1);
    part.urls ??= (async () => {
      const file = (await listing(part, part.origin.rootId)).get(".gitmodules");
      return file?.kind === "file" ? submoduleUrls((await blob(part, file)).toString("utf8")) : new Map();
    })();
    const url = (await part.urls).get(inside);
    if (url === undefined || !part.origin.openSubmodule) return undefined;
    if (part.depth >= MAX_SUBMODULE_DEPTH)
      throw new FileTreeError("outside", path, `${path}: submodules lie more than ${MAX_SUBMODULE_DEPTH} deep`);
    try {
      return {
        origin: await part.origin.openSubmodule(url, entry.id),
        path,
        depth: part.depth + 1,
        urls: undefined,
      };
    } catch (error) {
      throw new FileTreeError("not-found", path, `cannot read the submodule ${path}: ${(error as Error).message}`);
    }
  }

  async function locate(path: string, links = 0): Promise<Place | undefined> {
    let part = root;
    let folder: Entry = { name: "", kind: "directory", id: origin.rootId };
    if (path === "") return { path, entry: folder, part };
    let walked = "";
    const names = path.split("/");
    for (const [index, name] of names.entries()) {
      const entry = (await listing(part, folder.id)).get(name);
      if (!entry) return undefined;
      const here = walked === "" ? name : `${walked}/${name}`;
      if (entry.kind === "link") {
        if (links >= MAX_LINKS)
          throw new FileTreeError("link-loop", path, `${path}: too many levels of symbolic links`);
        const target = joinPath(parentPath(here), (await blob(part, entry)).toString("utf8"));
        if (target === undefined) return undefined;
        return locate([target, ...names.slice(index + 1)].filter((p) => p !== "").join("/"), links + 1);
      }
      if (index === names.length - 1) return { path: here, entry, part };
      if (entry.kind === "submodule") {
        const entered = await submodule({ path: here, entry, part });
        if (!entered) return undefined;
        part = entered;
        folder = { name, kind: "directory", id: entered.origin.rootId };
      } else if (entry.kind === "directory") folder = entry;
      else return undefined;
      walked = here;
    }
    return undefined;
  }

  const required = async (path: string): Promise<Place> => {
    const found = await locate(path);
    if (!found) throw new FileTreeError("not-found", path, `${path}: no such file or directory`);
    return found;
  };

  return {
    async stat(path): Promise<FileEntry | undefined> {
      const found = await locate(path);
      if (!found) return undefined;
      const { entry, part } = found;
      // A submodule's commit names its content as well as a tree would, and is known without fetching it.
      if (entry.kind !== "file") return { kind: "directory", realPath: found.path, id: entry.id, size: 0 };
      return { kind: "file", realPath: found.path, id: entry.id, size: (await blob(part, entry)).length };
    },
    async readFile(path) {
      const { entry, part } = await required(path);
      if (entry.kind !== "file") throw new FileTreeError("not-a-file", path, `${path} is not a file`);
      return blob(part, entry);
    },
    async list(path) {
      const place = await required(path);
      const { entry } = place;
      if (entry.kind === "file") throw new FileTreeError("not-a-directory", path, `${path} is not a directory`);
      const part = entry.kind === "submodule" ? await submodule(place) : place.part;
      if (!part) return [];
      const found = await listing(part, entry.kind === "submodule" ? part.origin.rootId : entry.id);
      return [...found.values()]
        .map(({ name, kind }) => ({ name, kind: kind === "submodule" ? ("directory" as const) : kind }))
        .sort((a, b) => compareBytewise(a.name, b.name));
    },
  };
}

/** Git's tree format: `mode name\0` and twenty bytes of id, again and again. */
function parseTree(bytes: Buffer): Listing {
  const entries = new Map<string, Entry>();
  let offset = 0;
  while (offset < bytes.length) {
    const space = bytes.indexOf(32, offset);
    const end = bytes.indexOf(0, space);
    const mode = bytes.toString("latin1", offset, space);
    const kind = mode === "40000" ? "directory" : mode === "120000" ? "link" : mode === "160000" ? "submodule" : "file";
    const name = bytes.toString("utf8", space + 1, end);
    entries.set(name, { name, kind, id: bytes.toString("hex", end + 1, end + 21) });
    offset = end + 21;
  }
  return entries;
}
