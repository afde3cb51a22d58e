import { createHash } from "node:crypto";
import type { RemoteSources } from "./remote-sources.ts";
import type { RepoSpec } from "./repo-spec.ts";

/** What was fetched, and what it was. */
export interface RemoteReadSet {
  /** True when all that was fetched is still the same. What cannot be fetched now is taken for the same. */
  holdsIn(remotes: RemoteSources | undefined, signal?: AbortSignal): Promise<boolean>;
}

/** Remotes that remember what is asked of them. */
export interface RecordingRemotes {
  remotes: RemoteSources;
  /** What was fetched so far. Call when nothing fetches any more. */
  readSet: () => RemoteReadSet;
}

/** Wraps remotes. Only successes are recorded: who fails has no result to keep. */
export function recordingRemotes(remotes: RemoteSources): RecordingRemotes {
  const commits = new Map<string, { spec: RepoSpec; commit: string }>();
  const files = new Map<string, string>();
  return {
    remotes: {
      async repository(spec, signal) {
        const found = await remotes.repository(spec, signal);
        commits.set(`${spec.ref} ${spec.cloneUrl}`, { spec, commit: found.commit });
        // It was looked for as a file first: what a page about a repository says counts for nothing.
        files.delete(spec.raw);
        return found;
      },
      async file(url, signal) {
        const found = await remotes.file(url, signal);
        files.set(url, nameOf(found));
        return found;
      },
    },
    readSet: () => ({
      async holdsIn(others, signal) {
        if (commits.size + files.size === 0) return true;
        if (!others) return false;
        const answers = await Promise.all([
          ...[...commits.values()].map(async ({ spec, commit }) =>
            unlessUnknown(others.repository(spec, signal), (found) => found.commit === commit),
          ),
          ...[...files].map(async ([url, name]) =>
            unlessUnknown(others.file(url, signal), (found) => nameOf(found) === name),
          ),
        ]);
        signal?.throwIfAborted();
        return answers.every(Boolean);
      },
    }),
  };
}

/** A server that is away for a while is no reason to lose a result. */
async function unlessUnknown<T>(asking: Promise<T>, isSame: (found: T) => boolean): Promise<boolean> {
  try {
    return isSame(await asking);
  } catch {
    return true;
  }
}

function nameOf({ status, bytes }: { status: number; bytes: Uint8Array }): string {
  return `${status} ${createHash("sha256").update(bytes).digest("hex")}`;
}
