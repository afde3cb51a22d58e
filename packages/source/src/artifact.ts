import type { FileTree } from "./tree/file-tree.ts";

/** One revision of a source: what it is called, and its files. */
export interface Artifact {
  /** Flux's form, such as `main@sha1:5bf3a8f9…`; Argo CD uses the commit alone. */
  revision: string;
  /** The full commit id. */
  commit: string;
  /** Names the content of the whole tree: the Git tree id. */
  treeId: string;
  tree: FileTree;
}
