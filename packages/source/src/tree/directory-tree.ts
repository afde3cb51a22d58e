import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type DirectoryEntry, type FileEntry, type FileTree, FileTreeError } from "./file-tree.ts";
import { compareBytewise, joinPath, parentPath } from "./paths.ts";

const MAX_FILE_BYTES = 64 * 1024 * 1024;
const MAX_LINKS = 40;

/** A path as it was found when first asked for. */
interface Place {
  /** In the tree, all links followed. */
  realPath: string;
  /** On this machine. */
  file: string;
  stats: fs.Stats;
  /** When it was found. */
  at: number;
  /** Of a file whose time may not tell a later change: what it held when its id was first asked for. */
  bytes?: Buffer;
  id?: string;
}

/** A class, as V8 takes long to make an object that has a getter of its own. */
class FoundFile implements FileEntry {
  readonly kind = "file";
  readonly realPath: string;
  readonly size: number;
  readonly #id: () => string;

  constructor(realPath: string, size: number, id: () => string) {
    this.realPath = realPath;
    this.size = size;
    this.#id = id;
  }

  get id(): string {
    return this.#id();
  }
}

/**
 * A folder of this machine as a tree. Links that lead out of the folder do not exist.
 *
 * It is one look at the folder: what a path is stays as it was when first asked for. Make a new tree for every build;
 * the ids of files are the same in both where nothing was written, and cost no more than to ask the system about the
 * file. An id of a directory never comes twice, because anything below it may change at any moment.
 */
export function directoryTree(root: string): FileTree {
  const places = new Map<string, Place | undefined>();
  let base: string | undefined;
  let looks = 0;

  // Reads are synchronous: of thousands of small files most of the time would otherwise go to handing them over to
  // other threads and back.
  function locate(treePath: string, links = 0): Place | undefined {
    const known = places.get(treePath);
    if (known !== undefined || places.has(treePath)) return known;
    const place = find(treePath, links);
    places.set(treePath, place);
    return place;
  }

  function find(treePath: string, links: number): Place | undefined {
    base ??= withoutSlash(fs.realpathSync.native(root));
    if (treePath === "") return { realPath: "", file: base || path.sep, stats: fs.statSync(base || path.sep), at: 0 };
    const name = treePath.slice(treePath.lastIndexOf("/") + 1);
    if (name === "" || name === "." || name === ".." || name.includes("\0")) {
      const plain = joinPath("", treePath);
      return plain === undefined || plain === treePath ? undefined : locate(plain, links);
    }
    const folder = locate(parentPath(treePath), links);
    if (!folder?.stats.isDirectory()) return undefined;
    const file = `${folder.realPath === "" ? base : folder.file}${path.sep}${name}`;
    const at = Date.now();
    const stats = unlessMissing(() => fs.lstatSync(file, { throwIfNoEntry: false }));
    if (!stats?.isSymbolicLink()) {
      const realPath = folder.realPath === "" ? name : `${folder.realPath}/${name}`;
      return stats && { realPath, file, stats, at };
    }
    const target = links < MAX_LINKS ? unlessMissing(() => fs.realpathSync.native(file)) : undefined;
    const inside = target === undefined ? undefined : pathInside(base, target);
    return inside === undefined ? undefined : locate(inside, links + 1);
  }

  function found(treePath: string): Place {
    const place = locate(treePath);
    if (!place) throw new FileTreeError("not-found", treePath, `${treePath}: no such file or directory`);
    return place;
  }

  function read(treePath: string): Buffer {
    const place = found(treePath);
    if (place.bytes) return place.bytes;
    if (!place.stats.isFile()) throw new FileTreeError("not-a-file", treePath, `${treePath} is not a file`);
    const bytes = place.stats.size > MAX_FILE_BYTES ? undefined : readWhole(place.file, place.stats.size);
    if (bytes === undefined)
      throw new FileTreeError("too-large", treePath, `${treePath} has more than ${MAX_FILE_BYTES} bytes`);
    if (isRacy(place)) place.bytes = bytes;
    return bytes;
  }

  function idOf(treePath: string, place: Place): string {
    const { dev, ino, size, mtimeMs, ctimeMs } = place.stats;
    place.id ??= `${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}${isRacy(place) ? `:${digest(read(treePath))}` : ""}`;
    return place.id;
  }

  return {
    async stat(treePath): Promise<FileEntry | undefined> {
      const place = locate(treePath);
      if (!place) return undefined;
      const { realPath, stats } = place;
      if (stats.isDirectory()) return { kind: "directory", realPath, id: `${realPath}#${++looks}`, size: 0 };
      if (!stats.isFile()) return undefined;
      return new FoundFile(realPath, stats.size, () => idOf(treePath, place));
    },
    async readFile(treePath): Promise<Uint8Array> {
      return read(treePath);
    },
    async list(treePath): Promise<DirectoryEntry[]> {
      const { stats, file } = found(treePath);
      if (!stats.isDirectory()) throw new FileTreeError("not-a-directory", treePath, `${treePath} is not a directory`);
      return fs
        .readdirSync(file, { withFileTypes: true })
        .filter((entry) => entry.isFile() || entry.isDirectory() || entry.isSymbolicLink())
        .map((entry): DirectoryEntry => ({
          name: entry.name,
          kind: entry.isSymbolicLink() ? "link" : entry.isDirectory() ? "directory" : "file",
        }))
        .sort((a, b) => compareBytewise(a.name, b.name));
    },
  };
}

/**
 * Whether a write after the look could leave the times as they are: file systems count in ticks of some milliseconds,
 * old ones in whole seconds.
 */
function isRacy({ stats: { ctimeMs, mtimeMs }, at }: Place): boolean {
  const tick = ctimeMs % 1000 === 0 && mtimeMs % 1000 === 0 ? 2500 : 100;
  return at - ctimeMs < tick;
}

/** Reads a file of about `size` bytes with as few calls as can be; undefined where it is too large. */
function readWhole(file: string, size: number): Buffer | undefined {
  // What has become a link or a pipe since it was looked at is neither followed nor waited for.
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    // One byte more than expected: a read that does not fill it has met the end.
    let buffer = Buffer.allocUnsafeSlow(size + 1);
    let length = 0;
    for (;;) {
      const count = fs.readSync(descriptor, buffer, length, buffer.length - length, null);
      length += count;
      if (length > MAX_FILE_BYTES) return undefined;
      if (count === 0 || length < buffer.length) return buffer.subarray(0, length);
      buffer = Buffer.concat([buffer], buffer.length * 2);
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Dangling links, loops and names that are too long exist as little as missing files do. */
function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

/** The tree path of a path of this machine; undefined outside of the tree. */
function pathInside(base: string, file: string): string | undefined {
  if (file === base || file === base + path.sep) return "";
  return file.startsWith(base + path.sep)
    ? file
        .slice(base.length + 1)
        .split(path.sep)
        .join("/")
    : undefined;
}

function withoutSlash(folder: string): string {
  return folder.endsWith(path.sep) ? folder.slice(0, -1) : folder;
}

function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
