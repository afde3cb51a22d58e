/**
 * A read-only tree of files: a directory, a commit's tree, or memory.
 *
 * Paths are relative to the tree's root, separated by `/`, normalised, without a leading `/`; the root is
 * the empty text. A path that would leave the tree does not exist. Links are followed inside the tree.
 */
export interface FileTree {
  /** What is at a path after links are followed, or undefined. Never throws for a missing path. */
  stat(path: string): Promise<FileEntry | undefined>;
  /** A file's bytes. Throws `FileTreeError` when it is missing, a directory or too large. */
  readFile(path: string): Promise<Uint8Array>;
  /** Names in a directory, bytewise sorted. Throws `FileTreeError` when it is missing or a file. */
  list(path: string): Promise<DirectoryEntry[]>;
}

export interface FileEntry {
  kind: "file" | "directory";
  /** The path with all links followed. */
  realPath: string;
  /** Names the content, of a directory all that is below it: a Git object id, or a digest. Equal ids mean equal content. */
  id: string;
  /** Bytes; 0 for a directory. */
  size: number;
}

export interface DirectoryEntry {
  name: string;
  kind: "file" | "directory" | "link" | "submodule";
}

export class FileTreeError extends Error {
  readonly code: "not-found" | "not-a-file" | "not-a-directory" | "too-large" | "outside" | "link-loop";
  readonly path: string;

  constructor(code: FileTreeError["code"], path: string, message: string) {
    super(message);
    this.name = "FileTreeError";
    this.code = code;
    this.path = path;
  }
}
