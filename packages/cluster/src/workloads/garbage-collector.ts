import { type ApiResource, createInformer, hasReason, type Informer, type KubeObject, refOf } from "@hawser/kube";
import type { Workbench } from "./manager.ts";

const FOREGROUND = "foregroundDeletion";
const ORPHAN = "orphan";
/** New kinds are looked for this often. */
const DISCOVER_MS = 1_000;
/** They come and go by themselves and own nothing. */
const IGNORED = new Set(["Event", "Lease"]);

interface Node {
  object: KubeObject;
  informer: Informer;
}

/**
 * Deletes what lost its owner, and carries out foreground and orphan deletion. Works for every kind, custom ones
 * included, from the metadata alone.
 */
export function garbageCollector(bench: Workbench): { stop(): void } {
  const byUid = new Map<string, Node>();
  const dependents = new Map<string, Set<string>>();
  const informers = new Map<string, Informer>();
  let cancel: () => void = () => {};
  let stopped = false;
  let ready = false;

  const controller = bench.run("garbagecollector", async (uid) => {
    const node = byUid.get(uid);
    if (!node) return;
    const { object } = node;
    const finalizers = object.metadata.finalizers ?? [];
    if (object.metadata.deletionTimestamp !== undefined) {
      if (finalizers.includes(ORPHAN)) await orphan(object);
      else if (finalizers.includes(FOREGROUND)) await deleteForeground(object);
      return;
    }
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = await Promise.all(owners.map(async (owner) => ({ owner, live: await ownerState(object, owner) })));
    if (states.some(({ live }) => live === "unknown")) return;
    const solid = states.filter(({ live }) => live === "alive");
    if (solid.length > 0) return;
    const waiting = states.some(({ live }) => live === "foreground");
    await remove(object, waiting ? "Foreground" : "Background");
  });

  async function ownerState(
    object: KubeObject,
    owner: NonNullable<KubeObject["metadata"]["ownerReferences"]>[number],
  ): Promise<"alive" | "gone" | "foreground" | "unknown"> {
    let live: KubeObject | undefined = byUid.get(owner.uid)?.object;
    if (!live) {
      // Not in our copies: ask, so that a copy that lags never costs an object its life.
      const { group, version } = {
        group: owner.apiVersion.includes("/") ? (owner.apiVersion.split("/")[0] ?? "") : "",
        version: owner.apiVersion.split("/").at(-1) ?? "",
      };
      const gvk = { group, version, kind: owner.kind };
      const resource = await bench.client.resourceFor(gvk);
      if (!resource) return "unknown";
      const found = await bench.client.get({
        ...gvk,
        namespace: resource.namespaced ? (object.metadata.namespace ?? "") : "",
        name: owner.name,
      });
      live = found?.metadata.uid === owner.uid ? found : undefined;
    }
    if (!live) return "gone";
    const foreground =
      live.metadata.deletionTimestamp !== undefined && (live.metadata.finalizers ?? []).includes(FOREGROUND);
    return foreground ? "foreground" : "alive";
  }

  async function deleteForeground(owner: KubeObject): Promise<void> {
    const children = childrenOf(owner);
    const blocking = children.filter((child) =>
      child.metadata.ownerReferences?.some((o) => o.uid === owner.metadata.uid && o.blockOwnerDeletion === true),
    );
    for (const child of children)
      if (child.metadata.deletionTimestamp === undefined) controller.enqueue(child.metadata.uid ?? "");
    if (blocking.length === 0) await dropFinalizer(owner, FOREGROUND);
  }

  async function orphan(owner: KubeObject): Promise<void> {
    for (const child of childrenOf(owner)) {
      const ownerReferences = (child.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
      await ignoreGone(
        bench.client.patch(refOf(child), {
          type: "merge",
          body: { metadata: { ownerReferences, uid: child.metadata.uid } },
        }),
      );
    }
    await dropFinalizer(owner, ORPHAN);
  }

  function childrenOf(owner: KubeObject): KubeObject[] {
    return [...(dependents.get(owner.metadata.uid ?? "") ?? [])].flatMap((uid) => byUid.get(uid)?.object ?? []);
  }

  async function dropFinalizer(object: KubeObject, finalizer: string): Promise<void> {
    const current = await bench.client.get(refOf(object));
    if (!current || current.metadata.uid !== object.metadata.uid) return;
    const finalizers = (current.metadata.finalizers ?? []).filter((f) => f !== finalizer);
    const body = { metadata: { finalizers, resourceVersion: current.metadata.resourceVersion } };
    await ignoreGone(bench.client.patch(refOf(object), { type: "merge", body }));
  }

  async function remove(object: KubeObject, propagationPolicy: "Foreground" | "Background"): Promise<void> {
    const uid = object.metadata.uid ?? "";
    await ignoreGone(bench.client.delete(refOf(object), { propagationPolicy, preconditions: { uid } }));
  }

  function added(informer: Informer, object: KubeObject): void {
    const uid = object.metadata.uid ?? "";
    byUid.set(uid, { object, informer });
    for (const owner of object.metadata.ownerReferences ?? []) {
      dependents.set(owner.uid, (dependents.get(owner.uid) ?? new Set()).add(uid));
    }
    if (!ready) return;
    if ((object.metadata.ownerReferences ?? []).length > 0 || object.metadata.deletionTimestamp !== undefined)
      controller.enqueue(uid);
  }

  function removed(object: KubeObject): void {
    const uid = object.metadata.uid ?? "";
    byUid.delete(uid);
    for (const owner of object.metadata.ownerReferences ?? []) {
      dependents.get(owner.uid)?.delete(uid);
      // A foreground deletion of the owner may have waited for this one.
      controller.enqueue(owner.uid);
    }
    for (const child of dependents.get(uid) ?? []) controller.enqueue(child);
    dependents.delete(uid);
  }

  async function discover(): Promise<void> {
    const resources = await bench.client.refreshResources();
    const wanted = new Map(
      resources.filter(isCollected).map((resource) => [`${resource.group}/${resource.kind}`, resource]),
    );
    for (const [key, resource] of wanted) {
      if (informers.has(key)) continue;
      const informer = createInformer({ client: bench.client, gvk: resource, transform: metadataOnly });
      informers.set(key, informer);
      informer.addHandler({
        added: (object) => added(informer, object),
        updated: (object, old) => {
          for (const owner of old.metadata.ownerReferences ?? [])
            dependents.get(owner.uid)?.delete(old.metadata.uid ?? "");
          added(informer, object);
        },
        deleted: removed,
      });
      await informer.whenSynced();
    }
    for (const [key, informer] of informers) {
      if (wanted.has(key)) continue;
      informer.stop();
      informers.delete(key);
    }
    if (ready) return;
    ready = true;
    // What was left undone when the cluster stopped: dependents whose owner is gone, deletions half way.
    for (const [uid, { object }] of byUid) {
      if ((object.metadata.ownerReferences ?? []).length > 0 || object.metadata.deletionTimestamp !== undefined)
        controller.enqueue(uid);
    }
  }

  function schedule(): void {
    cancel = bench.clock.after(DISCOVER_MS, () => {
      void next();
    });
  }
  async function next(): Promise<void> {
    try {
      await discover();
    } catch (error) {
      if (!stopped) bench.logger.warn("cannot look for new kinds", { error: String(error) });
    }
    if (!stopped) schedule();
  }
  void next();
  return {
    stop: () => {
      stopped = true;
      cancel();
      for (const informer of informers.values()) informer.stop();
    },
  };
}

function isCollected({ kind, verbs }: ApiResource): boolean {
  return !IGNORED.has(kind) && ["list", "watch", "delete"].every((verb) => verbs.includes(verb));
}

function metadataOnly(object: KubeObject): KubeObject {
  const { managedFields: _managed, annotations: _annotations, labels: _labels, ...metadata } = object.metadata;
  return { apiVersion: object.apiVersion, kind: object.kind, metadata };
}

async function ignoreGone(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!hasReason(error, "NotFound", "Conflict", "Invalid")) throw error;
  }
}
