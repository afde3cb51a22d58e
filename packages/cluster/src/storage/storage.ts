import type { KubeObject } from "@hawser/kube";

/** One object as it is kept: `bucket` is `group/resource`, whatever the version. */
export interface StorageEntry {
  bucket: string;
  namespace: string;
  name: string;
  object: KubeObject;
}

/** `object` is absent for a deletion. */
export interface StorageWrite {
  bucket: string;
  namespace: string;
  name: string;
  object?: KubeObject;
}

/** Where the objects of a cluster outlive the process. */
export interface Storage {
  /** Called once, before anything is written. */
  load(): { revision: number; entries: Iterable<StorageEntry> };
  /** Keeps a change before it is told to anybody; all of it or, when it throws `StorageError`, nothing. */
  commit(revision: number, write: StorageWrite): void;
  close(): Promise<void>;
}

/** The storage refuses: full, read-only, or of another format. The message says what to do. */
export class StorageError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "StorageError";
  }
}
