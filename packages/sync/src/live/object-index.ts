import { type KubeObject, refKey, refOf } from "@hawser/kube";
import type { ObjectId, Tracker } from "./live-state.ts";

interface Entry {
  object: KubeObject;
  key: string;
  owners: readonly string[];
}

const NONE: readonly string[] = [];
const NOTHING: readonly KubeObject[] = [];
/** Longer chains of ownerReferences than this are cycles or attacks. */
const LONGEST_CHAIN = 16;
/** Objects that lived so shortly that no watch told of them are never unburied. */
const MOST_BURIED = 10_000;

/** What `put` and `remove` changed. */
export interface IndexChange {
  object: KubeObject;
  old: KubeObject | undefined;
  owners: readonly string[];
}

/** Live objects by identity, uid, owner uid and tracking mark. */
export class ObjectIndex {
  readonly #entries = new Map<string, Entry>();
  readonly #byUid = new Map<string, Entry>();
  readonly #byParent = new Map<string, Set<Entry>>();
  readonly #byOwner = new Map<string, Set<Entry>>();
  readonly #byKind = new Map<string, Map<string, Entry>>();
  readonly #trackers = new Set<Tracker>();
  /** Uids that were deleted by us; a watch that lags behind must not bring them back. */
  readonly #buried = new Set<string>();

  get(id: ObjectId): KubeObject | undefined {
    return this.#entries.get(refKey(id))?.object;
  }

  byUid(uid: string): KubeObject | undefined {
    return this.#byUid.get(uid)?.object;
  }

  children(uid: string): readonly KubeObject[] {
    return objectsOf(this.#byParent.get(uid));
  }

  ownedBy(owner: string): readonly KubeObject[] {
    return objectsOf(this.#byOwner.get(owner));
  }

  list(kind: { group: string; kind: string }, namespace?: string): readonly KubeObject[] {
    const all = objectsOf(this.#byKind.get(kindKey(kind))?.values());
    return namespace === undefined ? all : all.filter((object) => object.metadata.namespace === namespace);
  }

  /** Keeps an object, unless a newer version of it is here already or it is known to be gone. */
  put(object: KubeObject): IndexChange | undefined {
    const { uid } = object.metadata;
    if (uid !== undefined && this.#buried.has(uid)) return undefined;
    const ref = refOf(object);
    const key = refKey(ref);
    const old = this.#entries.get(key);
    if (old && !isNewer(object, old.object)) return undefined;
    if (old) this.#take(old);
    const entry: Entry = { object, key, owners: this.#ownersOf(object) };
    this.#add(entry);
    return { object, old: old?.object, owners: merged(old?.owners ?? NONE, entry.owners) };
  }

  /** `uid` guards against removing a successor of the same name. */
  remove(id: ObjectId, uid?: string): IndexChange | undefined {
    const entry = this.#entries.get(refKey(id));
    if (!entry || (uid !== undefined && entry.object.metadata.uid !== uid)) return undefined;
    this.#take(entry);
    return { object: entry.object, old: entry.object, owners: entry.owners };
  }

  bury(uid: string): void {
    this.#buried.add(uid);
    if (this.#buried.size <= MOST_BURIED) return;
    for (const oldest of this.#buried) {
      this.#buried.delete(oldest);
      return;
    }
  }

  /** The watch has said that the object is gone: nothing older can come any more. */
  unbury(uid: string): void {
    this.#buried.delete(uid);
  }

  /** Marks of the object and of all that it belongs to. */
  rootOwners(object: KubeObject, own: readonly string[]): readonly string[] {
    let owners = own;
    let level: readonly KubeObject[] = [object];
    const seen = new Set<string>();
    for (let depth = 0; depth < LONGEST_CHAIN && level.length > 0; depth++) {
      const parents: KubeObject[] = [];
      for (const child of level) {
        for (const reference of child.metadata.ownerReferences ?? []) {
          if (seen.has(reference.uid)) continue;
          seen.add(reference.uid);
          const parent = this.#byUid.get(reference.uid);
          if (!parent) continue;
          owners = merged(owners, parent.owners);
          parents.push(parent.object);
        }
      }
      level = parents;
    }
    return owners;
  }

  addTracker(tracker: Tracker): () => void {
    this.#trackers.add(tracker);
    this.#retrack();
    return () => {
      if (this.#trackers.delete(tracker)) this.#retrack();
    };
  }

  #retrack(): void {
    this.#byOwner.clear();
    for (const entry of this.#entries.values()) {
      entry.owners = this.#ownersOf(entry.object);
      for (const owner of entry.owners) addTo(this.#byOwner, owner, entry);
    }
  }

  #ownersOf(object: KubeObject): readonly string[] {
    let owners = NONE;
    for (const tracker of this.#trackers) owners = merged(owners, tracker(object));
    return owners;
  }

  #add(entry: Entry): void {
    const { object, key } = entry;
    this.#entries.set(key, entry);
    const { uid } = object.metadata;
    if (uid !== undefined) this.#byUid.set(uid, entry);
    for (const reference of object.metadata.ownerReferences ?? []) addTo(this.#byParent, reference.uid, entry);
    for (const owner of entry.owners) addTo(this.#byOwner, owner, entry);
    const kind = kindKey(refOf(object));
    let ofKind = this.#byKind.get(kind);
    if (!ofKind) this.#byKind.set(kind, (ofKind = new Map()));
    ofKind.set(key, entry);
  }

  #take(entry: Entry): void {
    const { object, key } = entry;
    this.#entries.delete(key);
    const { uid } = object.metadata;
    if (uid !== undefined && this.#byUid.get(uid) === entry) this.#byUid.delete(uid);
    for (const reference of object.metadata.ownerReferences ?? []) takeFrom(this.#byParent, reference.uid, entry);
    for (const owner of entry.owners) takeFrom(this.#byOwner, owner, entry);
    this.#byKind.get(kindKey(refOf(object)))?.delete(key);
  }
}

function kindKey({ group, kind }: { group: string; kind: string }): string {
  return `${group}/${kind}`;
}

function objectsOf(entries: Iterable<Entry> | undefined): readonly KubeObject[] {
  return entries ? Array.from(entries, (entry) => entry.object) : NOTHING;
}

function addTo(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const entries = index.get(key);
  if (entries) entries.add(entry);
  else index.set(key, new Set([entry]));
}

function takeFrom(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const entries = index.get(key);
  if (entries?.delete(entry) && entries.size === 0) index.delete(key);
}

function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  const added = b.filter((owner) => !a.includes(owner));
  return added.length === 0 ? a : [...a, ...added];
}

/** Resource versions of one kind are ordered numbers in every Kubernetes that is still supported. */
function isNewer(object: KubeObject, held: KubeObject): boolean {
  const version = object.metadata.resourceVersion ?? "";
  const heldVersion = held.metadata.resourceVersion ?? "";
  if (version === heldVersion) return version === "";
  if (!/^\d+$/.test(version) || !/^\d+$/.test(heldVersion)) return true;
  return version.length === heldVersion.length ? version > heldVersion : version.length > heldVersion.length;
}
