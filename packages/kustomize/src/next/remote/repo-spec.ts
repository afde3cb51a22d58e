/** A folder of a Git repository, as `resources` may name it. */
export interface RepoSpec {
  /** As written. */
  readonly raw: string;
  /** What Git clones. */
  readonly cloneUrl: string;
  /** Folder in the repository; empty for its root. */
  readonly path: string;
  /** Branch, tag or commit; empty for the default branch. */
  readonly ref: string;
  readonly submodules: boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Reads `https://host/org/repo//path?ref=v1` and its other forms; undefined for what is no repository's address. */
export function parseRepoSpec(_text: string): RepoSpec | undefined {
  throw new Error("not written yet");
}
