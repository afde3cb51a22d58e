import type { DirectoryEntry, FileEntry, FileTree } from "./file-tree.ts";
import { parentPath } from "./paths.ts";

/** What was read of a tree, and what it was: enough to tell whether another tree would have answered the same. */
export interface ReadSet {
  /** True when every read answers the same in `tree`. Subtrees whose id did not change are not looked into. */
  holdsIn(tree: FileTree): Promise<boolean>;
}

/** A tree that remembers what is asked of it. */
export interface RecordingTree {
  tree: FileTree;
  /** What was read so far. Call when nothing reads any more. */
  readSet(): Promise<ReadSet>;
}

/** What one path was; `children` are the paths below it that were asked for as well. */
interface Node {
  kind: "file" | "directory" | "absent";
  id: string;
  listed: boolean;
  children: Map<string, Node>;
}

/** A path that leads over a link: no id of a folder above it tells whether it still means the same. */
interface Linked {
  path: string;
  entry: FileEntry | undefined;
  listed: boolean;
}

/** Submodules are found through it, whoever reads inside them. */
const SUBMODULES = ".gitmodules";

/**
 * Wraps a tree. Of a file its content is recorded, of a listed folder all that is in it, of a folder that was only
 * asked about that it is one, and of a path that was looked for in vain that nothing is there.
 */
export function recordingTree(tree: FileTree): RecordingTree {
  const asked = new Set<string>([SUBMODULES]);
  const listed = new Set<string>();
  return {
    tree: {
      stat(path): Promise<FileEntry | undefined> {
        asked.add(path);
        return tree.stat(path);
      },
      readFile(path): Promise<Uint8Array> {
        asked.add(path);
        return tree.readFile(path);
      },
      list(path): Promise<DirectoryEntry[]> {
        asked.add(path);
        listed.add(path);
        return tree.list(path);
      },
    },
    readSet: () => readSetOf(tree, asked, listed),
  };
}

async function readSetOf(tree: FileTree, asked: ReadonlySet<string>, listed: ReadonlySet<string>): Promise<ReadSet> {
  const root: Node = {
    kind: "directory",
    id: (await tree.stat(""))?.id ?? "",
    listed: listed.has(""),
    children: new Map(),
  };
  const linked: Linked[] = [];
  for (const path of asked) {
    if (path === "") continue;
    const entry = await tree.stat(path);
    const isPlain = entry ? entry.realPath === path : !(await leadsOverLink(tree, path));
    if (isPlain) await insert(tree, root, path, entry, listed.has(path));
    else linked.push({ path, entry, listed: listed.has(path) });
  }
  return {
    async holdsIn(other) {
      if (!(await nodeHolds(other, root, ""))) return false;
      for (const one of linked) if (!(await linkHolds(other, one))) return false;
      return true;
    },
  };
}

/** Puts a path below the root, with every folder on the way to it. */
async function insert(
  tree: FileTree,
  root: Node,
  path: string,
  entry: FileEntry | undefined,
  isListed: boolean,
): Promise<void> {
  let node = root;
  let walked = "";
  for (const name of path.split("/")) {
    walked = walked === "" ? name : `${walked}/${name}`;
    let child = node.children.get(name);
    if (!child) {
      const found = walked === path ? entry : await tree.stat(walked);
      child = { kind: found?.kind ?? "absent", id: found?.id ?? "", listed: false, children: new Map() };
      node.children.set(name, child);
    }
    if (child.kind === "absent") return;
    node = child;
  }
  node.listed ||= isListed;
}

/** Whether a path that leads nowhere might lead somewhere when a link's target, far from it, changes. */
async function leadsOverLink(tree: FileTree, path: string): Promise<boolean> {
  let below = path;
  for (let folder = parentPath(path); ; folder = parentPath(folder)) {
    const entry = await tree.stat(folder);
    if (entry) {
      if (entry.realPath !== folder) return true;
      if (entry.kind !== "directory") return false;
      const name = below.slice(folder === "" ? 0 : folder.length + 1);
      return (await tree.list(folder)).some((one) => one.name === name && one.kind === "link");
    }
    if (folder === "") return false;
    below = folder;
  }
}

async function nodeHolds(tree: FileTree, node: Node, path: string): Promise<boolean> {
  const entry = await tree.stat(path);
  if (node.kind === "absent") return entry === undefined;
  if (entry?.kind !== node.kind || entry.realPath !== path) return false;
  if (entry.id === node.id) return true;
  if (node.kind === "file" || node.listed) return false;
  for (const [name, child] of node.children)
    if (!(await nodeHolds(tree, child, path === "" ? name : `${path}/${name}`))) return false;
  return true;
}

async function linkHolds(tree: FileTree, { path, entry, listed }: Linked): Promise<boolean> {
  const now = await tree.stat(path);
  if (!now || !entry) return now === entry;
  if (now.kind !== entry.kind || now.realPath !== entry.realPath) return false;
  return now.id === entry.id || (now.kind === "directory" && !listed);
}
