import fs from "node:fs/promises";
import type { Artifact } from "../artifact.ts";
import { GitError, type GitHost, runGit } from "./git-command.ts";
import { gitTree } from "./git-tree.ts";
import { ObjectReader } from "./object-reader.ts";

export interface Credentials {
  username?: string;
  password?: string;
}

export interface CommitDetails {
  author: string;
  /** RFC 3339. */
  date: string;
  message: string;
}

/** One repository, bare: a mirror of a remote one, or the embedded server's own. */
export interface GitRepository {
  /** Brings a mirror up to date; the embedded server's own always is. */
  fetch(signal?: AbortSignal): Promise<void>;
  /** The commit that a branch, tag, `HEAD` or (short) commit id means. Throws `RevisionError`. */
  resolve(revision: string): Promise<string>;
  artifact(commit: string): Promise<Artifact>;
  commit(commit: string): Promise<CommitDetails>;
  close(): void;
}

/** A revision that the repository does not have. */
export class RevisionError extends Error {
  constructor(revision: string) {
    super(`unable to resolve '${revision}' to a commit SHA`);
    this.name = "RevisionError";
  }
}

/** Opens a bare repository; with `remote`, one that follows a remote. */
export function openRepository(
  folder: string,
  host: GitHost,
  remote?: { url: string; credentials?: Credentials },
): GitRepository {
  const reader = new ObjectReader(folder, host);
  const artifacts = new Map<string, Promise<Artifact>>();
  let fetching: Promise<void> | undefined;

  async function fetchOnce(signal?: AbortSignal): Promise<void> {
    if (!remote) return;
    const { url, credentials } = remote;
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const options = {
      cwd: folder,
      ...(signal ? { signal } : {}),
      ...(credentials ? { env: credentialEnvironment(credentials) } : {}),
    };
    if (!(await exists(`${folder}/HEAD`))) await runGit(host, ["init", "--bare", "--quiet", "."], { cwd: folder });
    await runGit(
      host,
      [
        "fetch",
        "--quiet",
        "--prune",
        "--force",
        "--no-write-fetch-head",
        "--",
        url,
        "+refs/heads/*:refs/heads/*",
        "+refs/tags/*:refs/tags/*",
      ],
      options,
    );
    const head = /^ref: (refs\/heads\/\S+)\tHEAD$/m.exec(
      await runGit(host, ["ls-remote", "--symref", "--", url, "HEAD"], options),
    )?.[1];
    if (head !== undefined) await runGit(host, ["symbolic-ref", "HEAD", head], { cwd: folder });
  }

  async function parse(revision: string): Promise<string | undefined> {
    try {
      return (
        await runGit(host, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`], {
          cwd: folder,
        })
      ).trim();
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }

  async function readArtifact(commit: string): Promise<Artifact> {
    const object = await reader.read(commit);
    const treeId = object?.type === "commit" ? /^tree ([0-9a-f]+)/.exec(object.bytes.toString("utf8"))?.[1] : undefined;
    if (treeId === undefined) throw new RevisionError(commit);
    return { revision: commit, commit, treeId, tree: gitTree(reader, treeId) };
  }

  return {
    fetch: (signal) => {
      // Whoever asks while one runs gets its result: one fetch for everybody who uses the repository.
      fetching ??= fetchOnce(signal).finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    async resolve(revision) {
      const wanted = revision === "" ? "HEAD" : revision;
      const candidates =
        wanted === "HEAD"
          ? ["HEAD"]
          : [`refs/heads/${wanted}`, `refs/tags/${wanted}`, ...(/^[0-9a-f]{7,40}$/.test(wanted) ? [wanted] : [])];
      for (const candidate of candidates) {
        const commit = await parse(candidate);
        if (commit !== undefined && commit !== "") return commit;
      }
      throw new RevisionError(wanted);
    },
    artifact(commit) {
      let found = artifacts.get(commit);
      if (!found) {
        found = readArtifact(commit);
        artifacts.set(commit, found);
        found.catch(() => artifacts.delete(commit));
        // The newest few: each keeps the listings that were read from it.
        for (const old of [...artifacts.keys()].slice(0, -8)) artifacts.delete(old);
      }
      return found;
    },
    async commit(commit) {
      const text = (await reader.read(commit))?.bytes.toString("utf8") ?? "";
      const [head = "", ...body] = text.split("\n\n");
      const [, author = "", seconds = "0"] = /^author (.*) (\d+) [+-]\d+$/m.exec(head) ?? [];
      return {
        author,
        date: new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
        message: body.join("\n\n").trim(),
      };
    },
    close: () => reader.close(),
  };
}

/** Credentials go through the environment: neither the process list nor an error message shows them. */
function credentialEnvironment({ username = "", password = "" }: Credentials): Record<string, string> {
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  return {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "http.extraHeader",
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await fs.access(path);
    return true;
  } catch {
    return false;
  }
}
