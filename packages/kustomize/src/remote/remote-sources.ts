import type { FileTree } from "@hawser/source";
import type { RepoSpec } from "./repo-spec.ts";

/**
 * Fetches what a kustomization names outside of its own tree. Who starts a build decides what may be reached and with
 * which credentials; a build without one refuses remote names.
 */
export interface RemoteSources {
  /** The tree of a Git repository at the commit that a reference names now. Throws `KustomizeError`. */
  repository(spec: RepoSpec, signal?: AbortSignal): Promise<RemoteRepository>;
  /** What a web address answers, whatever its status. Throws `KustomizeError` where nothing answers. */
  file(url: string, signal?: AbortSignal): Promise<RemoteFile>;
}

export interface RemoteRepository {
  readonly tree: FileTree;
  readonly commit: string;
}

export interface RemoteFile {
  readonly status: number;
  readonly statusText: string;
  readonly bytes: Uint8Array;
}

/** Sources that hold something open while a program runs. */
export interface OpenRemoteSources extends RemoteSources {
  close(): void;
}
