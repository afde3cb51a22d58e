import type { GitRepository } from "@hawser/source";
import type { CommitInfo } from "./types.ts";

const MOST_KEPT = 5_000;
const FORGET_FAILURE_MS = 30_000;

/** What is known of commits: they never change, so each is read once. */
export interface CommitCache {
  /** What is known now; asks for it when it is not. */
  get(repoURL: string, sha: string): CommitInfo | undefined;
  /** Undefined when the repository or the commit cannot be read. */
  load(repoURL: string, sha: string): Promise<CommitInfo | undefined>;
  /** Called when a commit that `get` did not know has been read. */
  onLoaded(listener: (repoURL: string, sha: string) => void): () => void;
}

/** A cache over the repositories that the engine uses. */
export function createCommitCache(open: (repoURL: string) => Promise<GitRepository>): CommitCache {
  const known = new Map<string, Promise<CommitInfo | undefined>>();
  const read = new Map<string, CommitInfo>();
  const listeners = new Set<(repoURL: string, sha: string) => void>();

  async function fetchCommit(repoURL: string, sha: string, key: string): Promise<CommitInfo | undefined> {
    try {
      const { author, date, message } = await (await open(repoURL)).commit(sha);
      if (author === "") throw new Error("no such commit");
      const commit = { sha, subject: message.split("\n", 1)[0] ?? "", author: author.replace(/ <[^>]*>$/, ""), date };
      read.set(key, commit);
      for (const listener of listeners) listener(repoURL, sha);
      return commit;
    } catch {
      // A mirror may just not have it yet.
      setTimeout(() => known.delete(key), FORGET_FAILURE_MS).unref();
      return undefined;
    }
  }

  function load(repoURL: string, sha: string): Promise<CommitInfo | undefined> {
    if (repoURL === "" || !/^[0-9a-f]{40,64}$/.test(sha)) return Promise.resolve(undefined);
    const key = `${repoURL}\0${sha}`;
    let found = known.get(key);
    if (!found) {
      known.set(key, (found = fetchCommit(repoURL, sha, key)));
      for (const old of known.keys()) {
        if (known.size <= MOST_KEPT) break;
        known.delete(old);
        read.delete(old);
      }
    }
    return found;
  }

  return {
    load,
    get(repoURL, sha) {
      void load(repoURL, sha);
      return read.get(`${repoURL}\0${sha}`);
    },
    onLoaded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
