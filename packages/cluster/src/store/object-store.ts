import { type KubeObject, StatusError } from "@hawser/kube";
import { type Storage, StorageError } from "../storage/storage.ts";

/** Changes per bucket that a watch may start in the past of. */
const HISTORY = 2_000;

export interface StoreEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  revision: number;
  /** For a deletion the last state, with the revision of the deletion. */
  object: KubeObject;
  /** What it replaced. */
  previous: KubeObject | undefined;
}

interface Bucket {
  /** By `namespace/name`. */
  objects: Map<string, KubeObject>;
  /** Sorted keys, made when asked for after keys came or went. */
  sorted: string[] | undefined;
  history: StoreEvent[];
  /** Changes up to this revision are no longer in the history. */
  compacted: number;
  listeners: Set<(event: StoreEvent) => void>;
}

/**
 * All objects of a cluster, in memory and in a storage, in one order of revisions.
 *
 * A change is stored first, then visible, then told; in one go, so nobody sees half of it. One that the storage
 * refuses did not happen. Objects are shared: whoever changes one makes a copy.
 */
export class ObjectStore {
  #revision: number;
  readonly #buckets = new Map<string, Bucket>();
  readonly #storage: Storage;
  /** Changes that are stored and not yet told to everybody. */
  readonly #untold: { bucket: Bucket; event: StoreEvent }[] = [];
  #telling = false;

  constructor(storage: Storage) {
    this.#storage = storage;
    const { revision, entries } = storage.load();
    this.#revision = Math.max(revision, 1);
    for (const { bucket, namespace, name, object } of entries) {
      this.#bucket(bucket).objects.set(keyOf(namespace, name), object);
    }
    for (const bucket of this.#buckets.values()) bucket.compacted = this.#revision;
  }

  /** The latest revision, as lists report it. */
  get revision(): number {
    return this.#revision;
  }

  get(bucket: string, namespace: string, name: string): KubeObject | undefined {
    return this.#buckets.get(bucket)?.objects.get(keyOf(namespace, name));
  }

  /** Objects ordered by namespace and name, after `start` when given. */
  list(bucket: string, namespace: string, start = ""): KubeObject[] {
    const found = this.#buckets.get(bucket);
    if (!found) return [];
    found.sorted ??= [...found.objects.keys()].sort();
    const prefix = namespace === "" ? "" : `${namespace}/`;
    const result: KubeObject[] = [];
    for (const key of found.sorted) {
      if (key.startsWith(prefix) && key > start) result.push(found.objects.get(key) as KubeObject);
    }
    return result;
  }

  count(bucket: string): number {
    return this.#buckets.get(bucket)?.objects.size ?? 0;
  }

  /** Puts an object, new or not; answers with what was stored, which carries its new resourceVersion. */
  put(bucket: string, object: KubeObject): KubeObject {
    const revision = this.#revision + 1;
    const { namespace = "", name } = object.metadata;
    const stored: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    this.#commit(revision, bucket, namespace, name, stored);
    const target = this.#bucket(bucket);
    const key = keyOf(namespace, name);
    const previous = target.objects.get(key);
    target.objects.set(key, stored);
    if (!previous) target.sorted = undefined;
    this.#tell(target, { type: previous ? "MODIFIED" : "ADDED", revision, object: stored, previous });
    return stored;
  }

  /** Removes an object that is there; answers with its last state. */
  remove(bucket: string, object: KubeObject): KubeObject {
    const revision = this.#revision + 1;
    const { namespace = "", name } = object.metadata;
    this.#commit(revision, bucket, namespace, name);
    const target = this.#bucket(bucket);
    const key = keyOf(namespace, name);
    const previous = target.objects.get(key);
    target.objects.delete(key);
    target.sorted = undefined;
    const last: KubeObject = { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
    this.#tell(target, { type: "DELETED", revision, object: last, previous });
    return last;
  }

  /** The changes after a revision. Throws `Expired` when they are forgotten. */
  since(bucket: string, revision: number): StoreEvent[] {
    const { history, compacted } = this.#bucket(bucket);
    if (revision < compacted) {
      throw new StatusError("Expired", `too old resource version: ${revision} (${compacted})`);
    }
    return history.filter((event) => event.revision > revision);
  }

  /** The answer takes the listener off. A listener may write, and must not throw: what it hears of is done. */
  listen(bucket: string, listener: (event: StoreEvent) => void): () => void {
    const { listeners } = this.#bucket(bucket);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  close(): Promise<void> {
    return this.#storage.close();
  }

  #bucket(name: string): Bucket {
    let bucket = this.#buckets.get(name);
    if (!bucket) {
      bucket = { objects: new Map(), sorted: undefined, history: [], compacted: 0, listeners: new Set() };
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  #commit(revision: number, bucket: string, namespace: string, name: string, object?: KubeObject): void {
    try {
      this.#storage.commit(revision, { bucket, namespace, name, ...(object ? { object } : {}) });
    } catch (error) {
      if (error instanceof StorageError) throw new StatusError("InternalError", error.message, { cause: error });
      throw error;
    }
    this.#revision = revision;
  }

  #tell(bucket: Bucket, event: StoreEvent): void {
    bucket.history.push(event);
    if (bucket.history.length > HISTORY * 2) {
      bucket.history = bucket.history.slice(-HISTORY);
      bucket.compacted = (bucket.history[0]?.revision ?? 1) - 1;
    }
    this.#untold.push({ bucket, event });
    // A listener that writes waits its turn: everybody hears of changes in the order they were made.
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
        for (const listener of next.bucket.listeners) listener(next.event);
      }
    } finally {
      this.#telling = false;
    }
  }
}

function keyOf(namespace: string, name: string): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}
