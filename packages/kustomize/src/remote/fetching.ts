import {
  type CommitStore,
  type GitAccess,
  GitError,
  GitTimeoutError,
  unlessAborted,
  withoutCredentials,
} from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { formatDuration } from "./duration.ts";
import type { RemoteFile, RemoteRepository, RemoteSources } from "./remote-sources.ts";
import type { RepoSpec } from "./repo-spec.ts";

/** Answers that are kept for long, all together. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** Opens a repository from the store, and says what went wrong in the words of the real tool. */
export async function openRepository(
  store: CommitStore,
  spec: RepoSpec,
  access: GitAccess,
  signal?: AbortSignal,
): Promise<RemoteRepository> {
  const { cloneUrl: url, ref, submodules, timeout: timeoutMs } = spec;
  try {
    return await store.open({ url, ref, submodules, timeoutMs, access }, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const command = `git fetch --depth=1 ${withoutCredentials(url)} ${ref || "HEAD"}`;
    if (error instanceof GitTimeoutError)
      throw failure(`hit ${formatDuration(timeoutMs)} timeout running '${command}'`, error);
    if (error instanceof GitError) {
      const said = error.stderr === "" ? error.message : error.stderr.trimEnd();
      throw failure(`failed to run '${command}': ${said}\n: exit status ${error.exitCode ?? "unknown"}`, error);
    }
    throw failure(`failed to run '${command}': ${(error as Error).message}`, error);
  }
}

/** Gets each address once for all who ask while the answer is young; failures are asked again. */
export function rememberFiles(
  get: (url: string) => Promise<RemoteFile>,
  maxAgeMs: number = Infinity,
): RemoteSources["file"] {
  const answers = new Map<string, { at: number; answer: Promise<RemoteFile> }>();
  let size = 0;
  function ask(url: string): Promise<RemoteFile> {
    const known = answers.get(url);
    if (known && performance.now() - known.at < maxAgeMs) return known.answer;
    const answer = get(url).catch((error: unknown) => {
      throw error instanceof KustomizeError ? error : failure((error as Error).message, error);
    });
    const entry = { at: performance.now(), answer };
    const forget = (): void => {
      if (answers.get(url) === entry) answers.delete(url);
    };
    answers.delete(url);
    answers.set(url, entry);
    answer.then(({ bytes }) => {
      size += bytes.length;
      if (maxAgeMs === Infinity || size < KEPT_BYTES) return;
      answers.clear();
      size = 0;
    }, forget);
    return answer;
  }
  return (url, signal) => unlessAborted(ask(url), signal);
}

function failure(message: string, cause: unknown): KustomizeError {
  return new KustomizeError("not-found", message, { cause });
}
