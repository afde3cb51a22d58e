import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { FileTree } from "../tree/file-tree.ts";
import { type Credentials, withCredentials } from "./credentials.ts";
import { GitError, type GitHost, runGit } from "./git-command.ts";
import { gitTree, type TreeOrigin } from "./git-tree.ts";
import { ObjectReader } from "./object-reader.ts";
import { resolveSubmoduleUrl } from "./submodules.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** What is wanted of a repository. */
export interface CommitRequest {
  url: string;
  /** Branch, tag, full ref name or whole commit id; empty for the default branch. */
  ref: string;
  /** False: submodules are empty folders. */
  submodules: boolean;
  /** For each run of git. */
  timeoutMs: number;
  access: GitAccess;
}

/** Who asks: decides what may be reached, and how. */
export interface GitAccess {
  /** Equal for those who may reach the same in the same way. */
  readonly key: string;
  /** How a URL is entered, also a submodule's. Throws to refuse it. */
  enter: (url: string) => GitEntry;
}

export interface StoredCommit {
  commit: string;
  tree: FileTree;
}

/** How a URL is entered. */
export interface GitEntry {
  /** What git is given. */
  url: string;
  credentials?: Credentials;
  /** Called each time before git speaks to the remote: answers git's settings for that. Throws to refuse it. */
  prepare?: () => Promise<readonly (readonly [key: string, value: string])[]>;
  /** Where git forbids itself to follow a redirect: answers where it leads. */
  redirected?: () => Promise<GitEntry>;
}

export interface CommitStoreOptions {
  host: GitHost;
  /** Holds one bare repository for each commit, without history. A cache: may be deleted at any time. */
  cacheFolder: string;
  /** How long the commit that a branch or tag meant is taken for the one that it means. Default: as long as the store lives. */
  maxAgeMs?: number;
  /** What a fetch may bring. Default: no limit. */
  maxFetchBytes?: number;
}

/** Single commits of remote repositories: fetched once each, whoever asks, and kept by their id. */
export interface CommitStore {
  /** Throws `GitError`; also what the access throws. */
  open(request: CommitRequest, signal?: AbortSignal): Promise<StoredCommit>;
  close(): void;
}

/** A run of git that took longer than it may. */
export class GitTimeoutError extends GitError {
  constructor(args: readonly string[]) {
    super(`git ${args[0] ?? ""} took too long`, "");
    this.name = "GitTimeoutError";
  }
}

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
const REDIRECT = /The requested URL returned error: 30[12378]/;
const WANTED = "refs/hawser/wanted";
/** Commits of one repository that are kept however long nobody used them. */
const KEPT_COMMITS = 5;
const KEPT_MS = 24 * 3_600_000;
/** Opened commits that are remembered: each keeps what was read of it. */
const OPEN_COMMITS = 16;
/** What a timer can count. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const REMEMBERED_ANSWERS = 1000;
const SIZE_CHECK_MS = 500;

export function createCommitStore(options: CommitStoreOptions): CommitStore {
  const { host, cacheFolder, maxAgeMs = Infinity } = options;
  /** The folders of what was asked for, the oldest answers first. */
  const asked = new Map<string, { at: number; folder: Promise<string> }>();
  const fetching = new Map<string, Promise<string>>();
  const readers = new Map<string, ObjectReader>();
  const trees = new Map<string, Promise<StoredCommit>>();
  const closing = new AbortController();

  /** Runs git against a remote, within a time limit. */
  async function ask(
    entry: GitEntry,
    args: (url: string) => readonly string[],
    { cwd, timeoutMs, signal }: { cwd: string; timeoutMs: number; signal?: AbortSignal | undefined },
  ): Promise<string> {
    const patience = String(Math.max(1, Math.ceil(timeoutMs / 1000)));
    const own = (await entry.prepare?.()) ?? [];
    // So that what speaks HTTP for git ends as well, when git alone is ended.
    const settings = [["http.lowSpeedLimit", "1"], ["http.lowSpeedTime", patience], ...own].flatMap(([key, value]) => [
      "-c",
      `${key}=${value}`,
    ]);
    const expired = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), MAX_TIMEOUT_MS));
    const any = AbortSignal.any([expired, closing.signal, ...(signal ? [signal] : [])]);
    try {
      return await withCredentials(entry.url, entry.credentials, (env) =>
        runGit(host, [...settings, ...args(entry.url)], { cwd, signal: any, env }),
      );
    } catch (error) {
      if (expired.aborted) throw new GitTimeoutError(args(entry.url));
      if (!entry.redirected || !(error instanceof GitError) || !REDIRECT.test(error.stderr)) throw error;
      return ask(await entry.redirected(), args, { cwd, timeoutMs, signal });
    }
  }

  /** The folder of the commit that a ref means, fetched when it is not there. */
  async function locate(entry: GitEntry, ref: string, timeoutMs: number): Promise<string> {
    // Who may not enter must not find what another one fetched.
    const key = digest([entry.url, entry.credentials ?? {}]);
    const folder = path.join(cacheFolder, key);
    const isHere = async (commit: string): Promise<boolean> => {
      const now = new Date();
      return fs.utimes(path.join(folder, commit), now, now).then(
        () => true,
        () => false,
      );
    };
    if (COMMIT.test(ref)) {
      if (await isHere(ref)) return path.join(folder, ref);
    } else {
      const [one] = await storedCommits(folder);
      // Of a repository that was never met it is quicker to fetch at once.
      if (one !== undefined) {
        const names = namesOf(ref);
        const cwd = path.join(folder, one);
        const listed = await ask(entry, (url) => ["ls-remote", "--", url, ...names], { cwd, timeoutMs });
        const commit = chosen(listed, names);
        if (commit !== undefined && (await isHere(commit))) return path.join(folder, commit);
      }
    }
    return fetchInto(folder, entry, ref, timeoutMs);
  }

  async function fetchInto(folder: string, entry: GitEntry, ref: string, timeoutMs: number): Promise<string> {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    // Another process may do the same at the same time: what is complete is moved to its place, and one of the two stays.
    const started = await fs.mkdtemp(path.join(folder, "new-"));
    try {
      await runGit(host, ["init", "--bare", "--quiet", "--template=", "."], { cwd: started });
      const quiet = ["--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"];
      const wanted = `+${ref === "" ? "HEAD" : ref}:${WANTED}`;
      await withinSize(started, options.maxFetchBytes, (signal) =>
        ask(entry, (url) => ["fetch", ...quiet, "--", url, wanted], { cwd: started, timeoutMs, signal }),
      );
      const commit = (await runGit(host, ["rev-parse", "--verify", `${WANTED}^{commit}`], { cwd: started })).trim();
      const place = path.join(folder, commit);
      await fs.rename(started, place).catch(async (error: unknown) => {
        if (!(await exists(path.join(place, "HEAD")))) throw error;
      });
      await prune(folder);
      return place;
    } finally {
      await fs.rm(started, { recursive: true, force: true });
    }
  }

  /** Asks once for all who ask the same at the same time, and not again before what is known is old. */
  async function find(entry: GitEntry, ref: string, timeoutMs: number): Promise<string> {
    const key = digest([entry.url, entry.credentials ?? {}, ref]);
    const known = asked.get(key);
    if (known && (COMMIT.test(ref) || performance.now() - known.at < maxAgeMs)) {
      const folder = await known.folder.catch(() => undefined);
      if (folder !== undefined && (await exists(path.join(folder, "HEAD")))) return folder;
    }
    let folder = fetching.get(key);
    if (!folder) {
      folder = locate(entry, ref, timeoutMs).finally(() => fetching.delete(key));
      fetching.set(key, folder);
      asked.delete(key);
      asked.set(key, { at: performance.now(), folder });
      folder.catch(() => asked.delete(key));
      dropOldest(asked, REMEMBERED_ANSWERS, () => {});
    }
    return folder;
  }

  function readerOf(folder: string): ObjectReader {
    let reader = readers.get(folder);
    if (!reader) {
      reader = new ObjectReader(folder, host);
      readers.set(folder, reader);
      dropOldest(readers, OPEN_COMMITS, (old) => old.close());
    }
    return reader;
  }

  async function originIn(folder: string, url: string, request: CommitRequest): Promise<TreeOrigin> {
    const reader = readerOf(folder);
    const commit = (await reader.read(`${path.basename(folder)}^{commit}`))?.bytes.toString("utf8") ?? "";
    const rootId = /^tree ([0-9a-f]+)/.exec(commit)?.[1];
    if (rootId === undefined) throw new GitError("git cat-file failed: no such commit", "");
    if (!request.submodules) return { reader, rootId };
    return {
      reader,
      rootId,
      openSubmodule: async (relative, id) => {
        const inner = resolveSubmoduleUrl(url, relative);
        return originIn(await find(request.access.enter(inner), id, request.timeoutMs), inner, request);
      },
    };
  }

  async function openCommit(request: CommitRequest): Promise<StoredCommit> {
    checkRef(request.ref);
    const folder = await find(request.access.enter(request.url), request.ref, request.timeoutMs);
    const key = JSON.stringify([folder, request.url, request.submodules, request.access.key]);
    let opened = trees.get(key);
    if (!opened) {
      opened = originIn(folder, request.url, request).then((origin) => ({
        commit: path.basename(folder),
        tree: gitTree(origin),
      }));
      trees.set(key, opened);
      opened.catch(() => trees.delete(key));
      dropOldest(trees, OPEN_COMMITS, () => {});
    }
    return opened;
  }

  return {
    open(request, signal) {
      return unlessAborted(openCommit(request), signal);
    },
    close: () => {
      closing.abort();
      for (const reader of readers.values()) reader.close();
    },
  };
}

/** Throws for what git would not take for a name, or would take for more than one. */
function checkRef(ref: string): void {
  // eslint-disable-next-line no-control-regex -- Git forbids them in names
  if (/^[-/]|\.\.|@\{|[\0-\x20\x7f~^:?*[\\]/.test(ref))
    throw new GitError("git fetch failed", `fatal: invalid refspec '${ref}'\n`, 128);
}

/** Every full name that git would try for a short one, the most wanted first; what an annotated tag marks before it. */
function namesOf(ref: string): string[] {
  if (ref === "") return ["HEAD"];
  return [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`, `refs/remotes/${ref}`].flatMap((name) => [
    `${name}^{}`,
    name,
  ]);
}

function chosen(listing: string, names: readonly string[]): string | undefined {
  const ids = new Map<string, string>();
  for (const line of listing.split("\n")) {
    const [id = "", name = ""] = line.split("\t");
    ids.set(name, id);
  }
  return names.map((name) => ids.get(name)).find((id) => id !== undefined);
}

async function storedCommits(folder: string): Promise<string[]> {
  return (await fs.readdir(folder).catch((): string[] => [])).filter((name) => COMMIT.test(name));
}

/** Removes what nobody used for long, beyond the few newest, and what was never finished. */
async function prune(folder: string): Promise<void> {
  const entries = await Promise.all(
    (await fs.readdir(folder)).map(async (name) => {
      const stats = await fs.stat(path.join(folder, name)).catch(() => undefined);
      return { name, usedAt: stats?.mtimeMs ?? 0 };
    }),
  );
  const commits = entries.filter(({ name }) => COMMIT.test(name)).sort((a, b) => b.usedAt - a.usedAt);
  const unfinished = entries.filter(({ name }) => name.startsWith("new-"));
  for (const { name, usedAt } of [...commits.slice(KEPT_COMMITS), ...unfinished])
    if (Date.now() - usedAt > KEPT_MS) await fs.rm(path.join(folder, name), { recursive: true, force: true });
}

/** Ends a fetch that brings too much: the other side alone knows how much there is. */
async function withinSize(
  folder: string,
  limit: number = Infinity,
  fetch: (signal?: AbortSignal) => Promise<unknown>,
): Promise<void> {
  if (limit === Infinity) {
    await fetch();
    return;
  }
  const tooLarge = new AbortController();
  const check = async (): Promise<void> => {
    if ((await sizeOf(folder)) > limit)
      tooLarge.abort(new GitError("git fetch failed", `fatal: the repository has more than ${limit} bytes\n`, 128));
  };
  const timer = setInterval(() => void check(), SIZE_CHECK_MS);
  try {
    await fetch(tooLarge.signal);
    await check();
  } catch (error) {
    if (!tooLarge.signal.aborted) throw error;
  } finally {
    clearInterval(timer);
  }
  tooLarge.signal.throwIfAborted();
}

async function sizeOf(folder: string): Promise<number> {
  let sum = 0;
  for (const name of await fs.readdir(path.join(folder, "objects"), { recursive: true }).catch((): string[] => []))
    sum += (await fs.stat(path.join(folder, "objects", name)).catch(() => undefined))?.size ?? 0;
  return sum;
}

function dropOldest<T>(map: Map<string, T>, kept: number, drop: (value: T) => void): void {
  for (const [key, value] of map) {
    if (map.size <= kept) return;
    map.delete(key);
    drop(value);
  }
}

async function exists(file: string): Promise<boolean> {
  return (await fs.stat(file).catch(() => undefined)) !== undefined;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}
