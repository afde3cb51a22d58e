import type { DirectoryEntry, FileEntry, FileTree } from "@hawser/source";

/** A log that was checked in a build already is not checked again. */
export type CheckedLogs = Map<ReadLog, Promise<boolean>>;

/**
 * What was read for the kustomization of one folder: its own reads, and the logs of the folders that it builds on.
 * Enough to tell whether another tree would have answered the same.
 */
export class ReadLog {
  readonly #paths = new Map<string, string | undefined>();
  readonly #bases = new Set<ReadLog>();
  #isKeepable = true;

  /** The tree that notes here what is asked of it. A tree that already notes somewhere notes here instead. */
  recording(tree: FileTree): FileTree {
    return new RecordedTree(plainTree(tree), this);
  }

  /** What was read for a base was read for who builds on it as well. */
  includes(base: ReadLog): void {
    this.#bases.add(base);
    if (!base.isKeepable) this.#isKeepable = false;
  }

  /** Call when something was read that another tree does not tell. */
  forbidKeeping(): void {
    this.#isKeepable = false;
  }

  /** False where something else than files of the tree was read. */
  get isKeepable(): boolean {
    return this.#isKeepable;
  }

  note(path: string, identity: string | undefined): void {
    this.#paths.set(path, identity);
  }

  /** Whether all that was read is the same in a tree. */
  holdsIn(tree: FileTree, checked: CheckedLogs): Promise<boolean> {
    let holds = checked.get(this);
    if (!holds) checked.set(this, (holds = this.#check(tree, checked)));
    return holds;
  }

  async #check(tree: FileTree, checked: CheckedLogs): Promise<boolean> {
    for (const base of this.#bases) if (!(await base.holdsIn(tree, checked))) return false;
    for (const [path, identity] of this.#paths) if (identityOf(await tree.stat(path)) !== identity) return false;
    return true;
  }
}

/** The tree itself, of one that notes what is read. */
export function plainTree(tree: FileTree): FileTree {
  return tree instanceof RecordedTree ? tree.inner : tree;
}

/** Where a tree notes what is read. */
export function logOf(tree: FileTree): ReadLog | undefined {
  return tree instanceof RecordedTree ? tree.log : undefined;
}

class RecordedTree implements FileTree {
  readonly inner: FileTree;
  readonly log: ReadLog;

  constructor(inner: FileTree, log: ReadLog) {
    this.inner = inner;
    this.log = log;
  }

  async stat(path: string): Promise<FileEntry | undefined> {
    const entry = await this.inner.stat(path);
    this.log.note(path, identityOf(entry));
    return entry;
  }

  async readFile(path: string): Promise<Uint8Array> {
    const bytes = await this.inner.readFile(path);
    this.log.note(path, identityOf(await this.inner.stat(path)));
    return bytes;
  }

  list(path: string): Promise<DirectoryEntry[]> {
    // What is in a folder is not noted: nothing in a build asks for it.
    this.log.forbidKeeping();
    return this.inner.list(path);
  }
}

/** Of a folder only that it is one: what is read in it is noted by itself. */
function identityOf(entry: FileEntry | undefined): string | undefined {
  if (!entry) return undefined;
  return entry.kind === "directory" ? `/${entry.realPath}` : `${entry.id} ${entry.realPath}`;
}
