import fs from "node:fs/promises";
import type { Artifact } from "../artifact.ts";
import { type Credentials, withCredentials } from "./credentials.ts";
import { type GitHost, runGit } from "./git-command.ts";
import { gitTree, type TreeOrigin } from "./git-tree.ts";
import { ObjectReader } from "./object-reader.ts";
import { lookUp, parseListing, readLocalRefs, type Refs } from "./refs.ts";
import { RemoteError, remoteError } from "./remote-error.ts";
import { unlessAborted } from "./unless-aborted.ts";

export interface CommitDetails {
  author: string;
  /** RFC 3339. */
  date: string;
  message: string;
}

/** One repository, bare: a mirror of a remote one, or the embedded server's own. */
export interface GitRepository {
  /**
   * Brings a mirror up to date; the embedded server's own always is. One `ls-remote` tells whether anything changed,
   * and only then is something fetched. Who asks while one runs shares the next, because what was pushed meanwhile may
   * be missing from it; with `maxAgeMs`, the one that runs, or one that ended within that time, is good enough. Throws
   * `RemoteError`.
   */
  fetch(signal?: AbortSignal, maxAgeMs?: number): Promise<void>;
  /**
   * The commits that `HEAD`, `refs/heads/…` and `refs/tags/…` mean, tags peeled. Kept between fetches (a mirror) or
   * pushes (an embedded one): asking starts no process.
   */
  refs(): Promise<Refs>;
  /** The commit that a branch, tag, full ref name, `HEAD` or (short) commit id means, from `refs()`. Throws `RevisionError`. */
  resolve(revision: string): Promise<string>;
  artifact(commit: string): Promise<Artifact>;
  commit(commit: string): Promise<CommitDetails>;
  close(): void;
}

/** A repository as its source holds it. */
export interface OpenRepository extends GitRepository {
  /** Forgets the refs: something was pushed. */
  invalidate(): void;
  /** Where the files of a commit begin; a mirror fetches a commit that it does not have. */
  origin(commit: string): Promise<TreeOrigin>;
}

/** A revision that the repository does not have. */
export class RevisionError extends Error {
  constructor(revision: string) {
    super(`unable to resolve '${revision}' to a commit SHA`);
    this.name = "RevisionError";
  }
}

/** How long a remote may take; Argo CD's limits. */
export interface GitTimeouts {
  listMs: number;
  fetchMs: number;
}

const TIMEOUTS: GitTimeouts = { listMs: 15_000, fetchMs: 90_000 };
/** The newest few: each keeps the listings that were read from it. */
const KEPT_ARTIFACTS = 8;
const LISTING = "hawser-refs";

export interface RepositoryOptions {
  /** Where a mirror comes from; absent for a repository that is here. */
  remote?: { url: string; credentials?: Credentials };
  timeouts?: GitTimeouts;
  /** Opens what a submodule of this repository points at. */
  openSubmodule?: TreeOrigin["openSubmodule"];
}

/** Opens a bare repository; with `remote`, one that follows a remote. */
export function openRepository(folder: string, host: GitHost, options: RepositoryOptions = {}): OpenRepository {
  const { remote, timeouts = TIMEOUTS, openSubmodule } = options;
  const reader = new ObjectReader(folder, host);
  const artifacts = new Map<string, Promise<Artifact>>();
  const closing = new AbortController();
  let fetching: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let fetchedAt = -Infinity;
  let known: Promise<Refs> | undefined;
  /** What the remote listed when the mirror was last complete. */
  let listing: string | undefined;

  /** Runs git against the remote, within a time limit. */
  async function ask(doing: string, limit: number, args: readonly string[]): Promise<string> {
    const { url, credentials } = remote as NonNullable<typeof remote>;
    const expired = AbortSignal.timeout(limit);
    const signal = AbortSignal.any([expired, closing.signal]);
    try {
      return await withCredentials(url, credentials, (env) => runGit(host, args, { cwd: folder, signal, env }));
    } catch (error) {
      if (expired.aborted)
        throw new RemoteError(
          "timeout",
          `failed to ${doing}: context deadline exceeded: no answer within ${limit / 1000} s`,
        );
      throw remoteError(doing, url, error);
    }
  }

  async function fetchOnce(url: string): Promise<void> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await exists(`${folder}/HEAD`)))
      await runGit(host, ["init", "--bare", "--quiet", "--template=", "."], { cwd: folder });
    listing ??= await readText(`${folder}/${LISTING}`);
    const wanted = ["HEAD", "refs/heads/*", "refs/tags/*"];
    const listed = await ask("list refs", timeouts.listMs, ["ls-remote", "--symref", "--", url, ...wanted]);
    const { refs, head } = parseListing(listed);
    if (listed !== listing) {
      const quiet = ["--quiet", "--prune", "--force", "--no-write-fetch-head", "--no-recurse-submodules"];
      const branches = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
      await ask("fetch", timeouts.fetchMs, ["fetch", ...quiet, "--", url, ...branches]);
      if (head !== undefined) await runGit(host, ["symbolic-ref", "HEAD", head], { cwd: folder });
      // Last: a mirror that was interrupted before is not taken for complete.
      await fs.writeFile(`${folder}/${LISTING}.new`, listed, { mode: 0o600 });
      await fs.rename(`${folder}/${LISTING}.new`, `${folder}/${LISTING}`);
      listing = listed;
    }
    known = Promise.resolve(refs);
    fetchedAt = performance.now();
  }

  function start(): Promise<void> {
    if (!remote) return Promise.resolve();
    fetching ??= fetchOnce(remote.url).finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  function fetch(maxAgeMs: number): Promise<void> {
    if (performance.now() - fetchedAt < maxAgeMs) return Promise.resolve();
    if (!fetching || maxAgeMs > 0) return start();
    queued ??= fetching
      .catch(() => {})
      .then(() => {
        queued = undefined;
        return start();
      });
    return queued;
  }

  function refs(): Promise<Refs> {
    if (known) return known;
    const reading: Promise<Refs> = remote
      ? readText(`${folder}/${LISTING}`).then((text) => parseListing(text ?? "").refs)
      : readLocalRefs(folder, host);
    known = reading;
    // An empty repository is about to be filled; a failure may pass.
    const forget = (): void => {
      if (known === reading) known = undefined;
    };
    reading.then(({ size }) => size === 0 && forget(), forget);
    return reading;
  }

  /** The object of a commit, fetched by its id when no branch or tag leads to it. */
  async function readCommit(commit: string): ReturnType<ObjectReader["read"]> {
    const here = async (): ReturnType<ObjectReader["read"]> =>
      (await exists(`${folder}/HEAD`)) ? reader.read(`${commit}^{commit}`) : undefined;
    const found = await here();
    if (found || !remote || !/^[0-9a-f]{40}$/.test(commit)) return found;
    await fetch(0);
    const fetched = await here();
    if (fetched) return fetched;
    await ask("fetch", timeouts.fetchMs, ["fetch", "--quiet", "--no-write-fetch-head", "--", remote.url, commit]);
    return here();
  }

  async function origin(commit: string): Promise<TreeOrigin> {
    const text = (await readCommit(commit))?.bytes.toString("utf8") ?? "";
    const rootId = /^tree ([0-9a-f]+)/.exec(text)?.[1];
    if (rootId === undefined) throw new RevisionError(commit);
    return { reader, rootId, ...(openSubmodule ? { openSubmodule } : {}) };
  }

  return {
    fetch(signal, maxAgeMs = 0) {
      return unlessAborted(fetch(maxAgeMs), signal);
    },
    refs,
    async resolve(revision) {
      const wanted = revision === "" ? "HEAD" : revision;
      const named = lookUp(await refs(), wanted);
      if (named !== undefined) return named;
      const commit = /^[0-9a-f]{7,40}$/.test(wanted) ? await readCommit(wanted).catch(() => undefined) : undefined;
      if (commit) return commit.id;
      throw new RevisionError(wanted);
    },
    artifact(commit) {
      let found = artifacts.get(commit);
      if (!found) {
        found = origin(commit).then((from) => ({
          revision: commit,
          commit,
          treeId: from.rootId,
          tree: gitTree(from),
        }));
        artifacts.set(commit, found);
        found.catch(() => artifacts.delete(commit));
        for (const old of [...artifacts.keys()].slice(0, -KEPT_ARTIFACTS)) artifacts.delete(old);
      }
      return found;
    },
    async commit(commit) {
      const text = (await readCommit(commit))?.bytes.toString("utf8") ?? "";
      const [head = "", ...body] = text.split("\n\n");
      const [, author = "", seconds = "0"] = /^author (.*) (\d+) [+-]\d+$/m.exec(head) ?? [];
      return {
        author,
        date: new Date(Number(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z"),
        message: body.join("\n\n").trim(),
      };
    },
    origin,
    invalidate: () => {
      known = undefined;
    },
    close: () => {
      closing.abort();
      reader.close();
    },
  };
}

async function exists(path: string): Promise<boolean> {
  return (await fs.stat(path).catch(() => undefined)) !== undefined;
}

async function readText(path: string): Promise<string | undefined> {
  return fs.readFile(path, "utf8").catch(() => undefined);
}
