import type { KubeObject } from "@hawser/kube";
import { open } from "lmdb";
import { type Storage, type StorageEntry, StorageError } from "./storage.ts";

const FORMAT_VERSION = 1;
/** Room for the file to grow into; not taken from the disk until used. */
const MAP_BYTES = 4 * 1024 ** 3;
/** In no bucket and no namespace; a name, which comes last, may hold it. */
const SEPARATOR = "|";

/**
 * Keeps objects in an LMDB file. A commit that returned survives the death of the process at any moment.
 * Throws `StorageError` when the file has another format.
 */
export function lmdbStorage(path: string): Storage {
  const database = open<unknown, string>({ path, encoding: "json", mapSize: MAP_BYTES, maxDbs: 2 });
  const facts = database.openDB<number, string>({ name: "facts", encoding: "json" });
  const objects = database.openDB<KubeObject, string>({ name: "objects", encoding: "json" });

  const format = facts.get("formatVersion");
  if (format !== undefined && format !== FORMAT_VERSION) {
    throw new StorageError(
      `The cluster in ${path} was written in format ${format}; this Hawser reads format ${FORMAT_VERSION}. Use the Hawser that wrote it, or choose another folder with --data.`,
    );
  }
  if (format === undefined) facts.putSync("formatVersion", FORMAT_VERSION);

  return {
    load: () => ({ revision: facts.get("revision") ?? 0, entries: entriesOf(objects.getRange()) }),
    commit(revision, { bucket, namespace, name, object }) {
      const key = [bucket, namespace, name].join(SEPARATOR);
      try {
        database.transactionSync(() => {
          if (object) objects.putSync(key, object);
          else objects.removeSync(key);
          facts.putSync("revision", revision);
        });
      } catch (error) {
        throw new StorageError(
          `The cluster's store at ${path} cannot be written (${(error as Error).message}). Nothing was changed; free space or make the folder writable, then try again.`,
          { cause: error },
        );
      }
    },
    close: async () => {
      await database.flushed;
      await database.close();
    },
  };
}

function* entriesOf(range: Iterable<{ key: string; value: KubeObject }>): Iterable<StorageEntry> {
  for (const { key, value } of range) {
    const [bucket = "", namespace = "", ...rest] = key.split(SEPARATOR);
    const name = rest.join(SEPARATOR);
    yield { bucket, namespace, name, object: value };
  }
}
