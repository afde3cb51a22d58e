import fs from "node:fs";
import path from "node:path";
import type { KubeObject } from "@hawser/kube";
import { open } from "lmdb";
import { type Storage, type StorageEntry, StorageError } from "./storage.ts";

const FORMAT_VERSION = 1;
/** Room for the file to grow into; not taken from the disk until used. */
const MAP_BYTES = 4 * 1024 ** 3;
const MAGIC = 0xbeefc0de;
const MAGIC_OFFSET = 24;
/** Kept free: LMDB that runs out of space in the middle of a transaction may take the process with it. */
const RESERVE_BYTES = 4 * 1024 ** 2;
/** Below this much free space it is looked up before each write, above it now and then. */
const PLENTY_BYTES = 1024 ** 3;
const PLENTY_MS = 250;
/** In no bucket and no namespace; a name, which comes last, may hold it. */
const SEPARATOR = "|";

export interface LmdbOptions {
  /** Space left for the file; a test tells what it likes. */
  freeBytes?: () => number;
}

/**
 * Keeps objects in an LMDB file. A commit that returned survives the death of the process at any moment.
 * Throws `StorageError` when the file cannot be opened or has another format.
 */
export function lmdbStorage(folder: string, options: LmdbOptions = {}): Storage {
  const requireSpace = spaceGuard(options.freeBytes ?? (() => freeBytesOf(folder)));
  const { database, facts, objects } = explaining(folder, "opened", "Restore it, or make the folder writable", () => {
    assertStoreFile(path.join(folder, "data.mdb"));
    const root = open<unknown, string>({ path: folder, encoding: "json", mapSize: MAP_BYTES, maxDbs: 2 });
    return {
      database: root,
      facts: root.openDB<number, string>({ name: "facts", encoding: "json" }),
      objects: root.openDB<KubeObject, string>({ name: "objects", encoding: "json" }),
    };
  });

  const format = explaining(folder, "read", "Restore it", () => facts.get("formatVersion"));
  if (format !== undefined && format !== FORMAT_VERSION) {
    throw new StorageError(
      `The cluster in ${folder} was written in format ${format}; this Hawser reads format ${FORMAT_VERSION}. Use the Hawser that wrote it, or choose another folder with --data.`,
    );
  }
  const toWrite = "Nothing was changed; free space or make the folder writable";
  if (format === undefined)
    explaining(folder, "written", toWrite, () => {
      requireSpace();
      facts.putSync("formatVersion", FORMAT_VERSION);
    });

  return {
    load: () =>
      explaining(folder, "read", "Restore it", () => ({
        revision: facts.get("revision") ?? 0,
        entries: [...entriesOf(objects.getRange())],
      })),
    commit(revision, { bucket, namespace, name, object }) {
      const key = [bucket, namespace, name].join(SEPARATOR);
      explaining(folder, "written", toWrite, () => {
        requireSpace();
        database.transactionSync(() => {
          if (object) objects.putSync(key, object);
          else objects.removeSync(key);
          facts.putSync("revision", revision);
        });
      });
    },
    close: async () => {
      await database.flushed;
      await database.close();
    },
  };
}

/** LMDB maps the file unseen, and one that is no LMDB file kills the process: its first page says what it is. */
function assertStoreFile(file: string): void {
  if (!fs.existsSync(file) || fs.statSync(file).size === 0) return;
  const head = Buffer.alloc(MAGIC_OFFSET + 4);
  const descriptor = fs.openSync(file, "r");
  try {
    fs.readSync(descriptor, head, 0, head.length, 0);
  } finally {
    fs.closeSync(descriptor);
  }
  // Two pages of facts come first, so less than that is a beginning only.
  if (head.readUInt32LE(MAGIC_OFFSET) !== MAGIC || fs.statSync(file).size < 2 * 4096)
    throw new Error("data.mdb is damaged or no LMDB file");
}

/** Runs what touches the file; a failure says which file, what it is about and what to do. */
function explaining<T>(folder: string, what: "opened" | "read" | "written", remedy: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    // Where in the file it happened helps nobody.
    const [cause] = (error as Error).message.split(": Attempting");
    throw new StorageError(
      `The cluster's store at ${folder} cannot be ${what} (${cause}). ${remedy}, then try again.`,
      {
        cause: error,
      },
    );
  }
}

function* entriesOf(range: Iterable<{ key: string; value: KubeObject }>): Iterable<StorageEntry> {
  for (const { key, value } of range) {
    const [bucket = "", namespace = "", ...rest] = key.split(SEPARATOR);
    const name = rest.join(SEPARATOR);
    yield { bucket, namespace, name, object: value };
  }
}

/** Answers a function that throws when too little space is left. */
function spaceGuard(freeBytes: () => number): () => void {
  let free = 0;
  let lookedAt = -Infinity;
  return () => {
    const now = performance.now();
    if (free < PLENTY_BYTES || now - lookedAt > PLENTY_MS) {
      free = freeBytes();
      lookedAt = now;
    }
    if (free < RESERVE_BYTES)
      throw new Error(`No space left on device: ${free} bytes are free, ${RESERVE_BYTES} are needed`);
  };
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}
