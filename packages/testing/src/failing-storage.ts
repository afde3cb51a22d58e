import { memoryStorage, type Storage, StorageError } from "@hawser/cluster";

/** A storage that refuses to write when told to. */
export interface FailingStorage extends Storage {
  /** Why every write is refused; undefined: none is. */
  fault: string | undefined;
  /** Writes that were kept. */
  writes: number;
}

/** Wraps a storage, memory by default, so that a test can fill the disk and free it again. */
export function failingStorage(inner: Storage = memoryStorage()): FailingStorage {
  const storage: FailingStorage = {
    fault: undefined,
    writes: 0,
    load: () => inner.load(),
    commit(revision, write) {
      if (storage.fault !== undefined) throw new StorageError(storage.fault);
      inner.commit(revision, write);
      storage.writes++;
    },
    close: () => inner.close(),
  };
  return storage;
}
