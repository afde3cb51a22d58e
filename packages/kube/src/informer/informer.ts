import type { Client } from "../client/client.ts";
import type { GroupVersionKind, KubeObject } from "../object.ts";
import { hasReason } from "../status-error.ts";

/** Objects per request of the first list. */
const PAGE = 500;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 30_000;

export interface InformerOptions<T extends KubeObject> {
  client: Client;
  gvk: GroupVersionKind;
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Makes objects smaller before they are kept, such as by dropping managedFields. Must not change its argument. */
  transform?: (object: T) => T;
  /** Ways to look objects up: each function answers the keys of an object in that index. */
  indexes?: Record<string, (object: T) => readonly string[]>;
  /** Told of lists and watches that failed; they are tried again with growing delays. */
  onError?: (error: unknown) => void;
  setTimeout?: (run: () => void, ms: number) => unknown;
  random?: () => number;
}

export interface InformerHandler<T extends KubeObject> {
  added?(object: T): void;
  updated?(object: T, old: T): void;
  deleted?(object: T): void;
}

/** A copy of one kind of object in one cluster, kept current by a watch. Objects are shared: treat them as frozen. */
export interface Informer<T extends KubeObject = KubeObject> {
  readonly gvk: GroupVersionKind;
  get(namespace: string, name: string): T | undefined;
  list(namespace?: string): T[];
  byIndex(index: string, key: string): T[];
  /** The handler is told of every object present first. The answer takes it off again. */
  addHandler(handler: InformerHandler<T>): () => void;
  readonly synced: boolean;
  /** Resolves when the first list is complete; rejects when the informer is stopped before. */
  whenSynced(): Promise<void>;
  stop(): void;
}

/** Starts listing and watching at once. */
export function createInformer<T extends KubeObject = KubeObject>(options: InformerOptions<T>): Informer<T> {
  const { client, gvk } = options;
  const objects = new Map<string, T>();
  const indexes = new Map<string, Map<string, Map<string, T>>>();
  for (const name of Object.keys(options.indexes ?? {})) indexes.set(name, new Map());
  const handlers = new Set<InformerHandler<T>>();
  const stopper = new AbortController();
  const random = options.random ?? Math.random;
  const later = options.setTimeout ?? ((run, ms) => setTimeout(run, ms).unref());
  let synced = false;
  let resolveSynced: () => void = () => {};
  let rejectSynced: (error: Error) => void = () => {};
  const whenSynced = new Promise<void>((resolve, reject) => {
    resolveSynced = resolve;
    rejectSynced = reject;
  });
  whenSynced.catch(() => {});

  const keyOf = (object: KubeObject): string => `${object.metadata.namespace ?? ""}/${object.metadata.name}`;

  function reindex(key: string, old: T | undefined, object: T | undefined): void {
    for (const [name, keysOf] of Object.entries(options.indexes ?? {})) {
      const index = indexes.get(name);
      if (!index) continue;
      if (old) {
        for (const value of keysOf(old)) {
          const entry = index.get(value);
          entry?.delete(key);
          if (entry?.size === 0) index.delete(value);
        }
      }
      if (object) {
        for (const value of keysOf(object)) {
          let entry = index.get(value);
          if (!entry) index.set(value, (entry = new Map()));
          entry.set(key, object);
        }
      }
    }
  }

  function put(received: T): void {
    const object = options.transform ? options.transform(received) : received;
    const key = keyOf(object);
    const old = objects.get(key);
    if (old && old.metadata.resourceVersion === object.metadata.resourceVersion) return;
    objects.set(key, object);
    reindex(key, old, object);
    for (const handler of handlers) {
      if (old) handler.updated?.(object, old);
      else handler.added?.(object);
    }
  }

  function remove(key: string, last?: T): void {
    const old = objects.get(key);
    if (!old) return;
    objects.delete(key);
    reindex(key, old, undefined);
    const final = last ? (options.transform ? options.transform(last) : last) : old;
    for (const handler of handlers) handler.deleted?.(final);
  }

  const selection = {
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    ...(options.labelSelector === undefined ? {} : { labelSelector: options.labelSelector }),
    ...(options.fieldSelector === undefined ? {} : { fieldSelector: options.fieldSelector }),
    signal: stopper.signal,
  };

  /** Lists everything, page by page, and answers the version to watch from. */
  async function list(): Promise<string> {
    const present = new Set<string>();
    let resume: string | undefined;
    let version: string;
    do {
      const page = await client.list<T>(gvk, {
        ...selection,
        limit: PAGE,
        ...(resume === undefined ? {} : { continue: resume }),
      });
      for (const object of page.items) {
        present.add(keyOf(object));
        put(object);
      }
      version = page.metadata.resourceVersion;
      resume = page.metadata.continue;
    } while (resume !== undefined && resume !== "");
    for (const key of [...objects.keys()]) if (!present.has(key)) remove(key);
    return version;
  }

  async function run(): Promise<void> {
    let version: string | undefined;
    let delay = FIRST_RETRY_MS;
    while (!stopper.signal.aborted) {
      try {
        version ??= await list();
        if (!synced) {
          synced = true;
          resolveSynced();
        }
        for await (const event of client.watch<T>(gvk, { ...selection, resourceVersion: version })) {
          delay = FIRST_RETRY_MS;
          if (event.type === "BOOKMARK") {
            version = event.resourceVersion;
            continue;
          }
          version = event.object.metadata.resourceVersion ?? version;
          if (event.type === "DELETED") remove(keyOf(event.object), event.object);
          else put(event.object);
        }
        // A watch that the server ended in order goes on from where it was.
        if (!stopper.signal.aborted) await pause(50 * random());
      } catch (error) {
        if (stopper.signal.aborted) return;
        // Too old, or the kind is gone: only a new list can tell what is there now.
        if (hasReason(error, "Expired", "Gone", "NotFound", "BadRequest", "Invalid")) version = undefined;
        options.onError?.(error);
        await pause(delay * (0.5 + random()));
        delay = Math.min(delay * 2, LAST_RETRY_MS);
      }
    }
  }

  function pause(ms: number): Promise<void> {
    const { signal } = stopper;
    return new Promise((resolve) => {
      const go = (): void => {
        signal.removeEventListener("abort", go);
        resolve();
      };
      later(go, ms);
      signal.addEventListener("abort", go, { once: true });
    });
  }

  run().catch((error: unknown) => options.onError?.(error));

  return {
    gvk,
    get: (namespace, name) => objects.get(`${namespace}/${name}`),
    list(namespace) {
      const all = [...objects.values()];
      return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
    },
    byIndex: (index, key) => [...(indexes.get(index)?.get(key)?.values() ?? [])],
    addHandler(handler) {
      handlers.add(handler);
      for (const object of [...objects.values()]) handler.added?.(object);
      return () => handlers.delete(handler);
    },
    get synced() {
      return synced;
    },
    whenSynced: () => whenSynced,
    stop() {
      stopper.abort();
      rejectSynced(new Error("the informer was stopped before its first list"));
    },
  };
}
