import type { ApiResource, Client, GroupVersionKind, KubeObject, ObjectRef } from "@hawser/kube";

/** Names an object whatever its version: what the indexes are keyed by. */
export type ObjectId = Omit<ObjectRef, "version">;

/**
 * Reads the tracking mark of an object: the opaque keys of those who manage it, such as `argocd/guestbook`.
 * Must be pure and cheap: it is called once for every version of every object.
 */
export type Tracker = (object: KubeObject) => readonly string[];

/** What happened to one live object. Objects are shared: treat them as frozen. */
export interface LiveChange {
  type: "added" | "updated" | "deleted";
  ref: ObjectRef;
  object: KubeObject;
  old?: KubeObject;
  /** Who tracks the object itself, before or after the change. */
  owners: readonly string[];
  /** Who tracks the object that it belongs to, found by walking ownerReferences up; includes `owners`. */
  rootOwners: readonly string[];
  /**
   * `meaningful`: something that a comparison could see. `status`: only the status, which health and waits read.
   * Changes of managedFields, resourceVersion and the like alone wake nobody.
   */
  scope: "meaningful" | "status";
}

/**
 * What runs in one cluster, kept current by watches: every kind that can be listed and watched, except noise.
 *
 * `managedFields` are not kept. A write of our own is visible at once when its answer is given to `observe`,
 * so a pass that follows never decides on what it has changed itself.
 */
export interface LiveState {
  readonly client: Client;
  /** Resolves when the first list of every kind is complete. */
  whenSynced(): Promise<void>;
  readonly synced: boolean;
  /** True when objects of this kind are held, so that `get` answering undefined means that there is none. */
  holds(kind: { group: string; kind: string }): boolean;
  get(id: ObjectId): KubeObject | undefined;
  /** As `get` where the kind is held in that version, else a request. */
  fetch(ref: ObjectRef): Promise<KubeObject | undefined>;
  byUid(uid: string): KubeObject | undefined;
  /** Objects whose ownerReferences name this uid. */
  children(uid: string): readonly KubeObject[];
  /** Objects that carry this owner's mark themselves. */
  ownedBy(owner: string): readonly KubeObject[];
  list(kind: { group: string; kind: string }, namespace?: string): readonly KubeObject[];
  /** How the server serves a kind, as of the last discovery; undefined when it does not. */
  resourceFor(gvk: GroupVersionKind): ApiResource | undefined;
  /** Makes the answer of an own write visible before the watch brings it. */
  observe(object: KubeObject): void;
  /** Makes an own delete visible before the watch brings it. Call only when the object is gone for good. */
  observeDeleted(id: ObjectId, uid?: string): void;
  /** Adds a way to tell owners; all objects are indexed anew. Answers a function that takes it off. */
  addTracker(tracker: Tracker): () => void;
  onChange(listener: (change: LiveChange) => void): () => void;
  stop(): void;
}
