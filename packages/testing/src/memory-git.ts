import { type GitRepository, type GitSource, memoryTree, RevisionError } from "@hawser/source";

/** One repository in memory with one branch, `main`; each commit is a whole set of files. */
export interface MemoryGit extends GitSource {
  /** Makes a commit on `main`; answers its id. */
  commit(files: Readonly<Record<string, string>>): string;
}

export function memoryGit(): MemoryGit {
  const commits = new Map<string, Readonly<Record<string, string>>>();
  let head = "";
  const repository: GitRepository = {
    fetch: () => Promise.resolve(),
    refs: () =>
      Promise.resolve(
        new Map(
          head === ""
            ? []
            : [
                ["HEAD", head],
                ["refs/heads/main", head],
              ],
        ),
      ),
    resolve: (revision) => {
      if (revision === "main" || revision === "HEAD" || revision === "") return Promise.resolve(head);
      return commits.has(revision) ? Promise.resolve(revision) : Promise.reject(new RevisionError(revision));
    },
    artifact: (commit) =>
      Promise.resolve({ revision: commit, commit, treeId: commit, tree: memoryTree(commits.get(commit) ?? {}) }),
    commit: () => Promise.resolve({ author: "Ada <ada@example.com>", date: "2026-01-01T00:00:00Z", message: "test" }),
    close: () => {},
  };
  return {
    repository: () => repository,
    mappedTo: () => undefined,
    pushed: () => {},
    close: () => {},
    commit(files) {
      head = (commits.size + 1).toString(16).padStart(40, "0");
      commits.set(head, files);
      return head;
    },
  };
}
