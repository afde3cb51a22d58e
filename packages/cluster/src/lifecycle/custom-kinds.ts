import { timestamp } from "@hawser/controller";
import type { KubeObject } from "@hawser/kube";
import type { ApiContext } from "../api/context.ts";
import { remove } from "../api/delete.ts";
import type { CustomResourceDefinition } from "../kinds/custom-resource.ts";

const BUCKET = "apiextensions.k8s.io/customresourcedefinitions";
const FINALIZER = "customresourcecleanup.apiextensions.k8s.io";
const RETRY_MS = 1_000;

/**
 * Serves the kinds of CustomResourceDefinitions: at once when one is written, so that the next request finds them.
 * Deleting a definition deletes its objects first, each with its own finalizers.
 */
export function serveCustomKinds(context: ApiContext): () => void {
  const { store, registry, clock } = context;
  const retries = new Set<() => void>();

  /** Does what follows from a change that is already stored; again and again while the storage refuses. */
  function follow(act: () => void): void {
    try {
      act();
    } catch {
      const cancel = clock.after(RETRY_MS, () => {
        retries.delete(cancel);
        follow(act);
      });
      retries.add(cancel);
    }
  }

  function accept(crd: CustomResourceDefinition): void {
    const { status } = crd as {
      status?: { conditions?: { type: string; status: string }[]; storedVersions?: string[] };
    };
    const established =
      status?.conditions?.some(({ type, status: s }) => type === "Established" && s === "True") === true;
    if (established && crd.metadata.deletionTimestamp === undefined) return;
    const now = timestamp(context.clock);
    const finalizers = crd.metadata.finalizers ?? [];
    store.put(BUCKET, {
      ...crd,
      metadata: {
        ...crd.metadata,
        finalizers: finalizers.includes(FINALIZER) ? finalizers : [...finalizers, FINALIZER],
      },
      status: {
        acceptedNames: crd.spec.names,
        conditions: [
          {
            type: "NamesAccepted",
            status: "True",
            lastTransitionTime: now,
            reason: "NoConflicts",
            message: "no conflicts found",
          },
          {
            type: "Established",
            status: "True",
            lastTransitionTime: now,
            reason: "InitialNamesAccepted",
            message: "the initial names have been accepted",
          },
        ],
        storedVersions: crd.spec.versions.filter(({ storage }) => storage).map(({ name }) => name),
      },
    });
  }

  function acceptLatest(name: string): void {
    const crd = store.get(BUCKET, "", name);
    if (crd) accept(crd as CustomResourceDefinition);
  }

  function cleanUp(crd: CustomResourceDefinition): void {
    const bucket = `${crd.spec.group}/${crd.spec.names.plural}`;
    const [version] = crd.spec.versions.filter(({ served }) => served);
    const type = version && registry.byPath(crd.spec.group, version.name, crd.spec.names.plural);
    if (type) {
      for (const { metadata } of store.list(bucket, "")) {
        remove(
          context,
          { type, namespace: metadata.namespace ?? "", name: metadata.name, subresource: "" },
          { dryRun: false },
        );
      }
    }
    if (store.count(bucket) > 0) {
      const stop = store.listen(bucket, () => {
        if (store.count(bucket) > 0) return;
        stop();
        queueMicrotask(() => follow(() => finish(crd.metadata.name)));
      });
      return;
    }
    finish(crd.metadata.name);
  }

  function finish(name: string): void {
    const crd = store.get(BUCKET, "", name);
    if (!crd) return;
    const finalizers = (crd.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    const next: KubeObject = { ...crd, metadata: { ...crd.metadata, finalizers } };
    if (finalizers.length === 0) store.remove(BUCKET, next);
    else store.put(BUCKET, next);
  }

  for (const crd of store.list(BUCKET, "")) registry.define(crd as CustomResourceDefinition);
  // What the process that died, or a storage that refused, left undone.
  for (const crd of store.list(BUCKET, "")) {
    const { name, deletionTimestamp } = crd.metadata;
    if (deletionTimestamp === undefined) follow(() => acceptLatest(name));
    else queueMicrotask(() => follow(() => cleanUp(crd as CustomResourceDefinition)));
  }
  const unlisten = store.listen(BUCKET, ({ type, object, previous }) => {
    if (type === "DELETED") {
      registry.undefine(object.metadata.name);
      return;
    }
    const crd = object as CustomResourceDefinition;
    if (crd.metadata.deletionTimestamp !== undefined) {
      if (previous?.metadata.deletionTimestamp === undefined) queueMicrotask(() => follow(() => cleanUp(crd)));
      return;
    }
    if (previous && JSON.stringify(previous.spec) === JSON.stringify(crd.spec)) return;
    registry.define(crd);
    follow(() => acceptLatest(crd.metadata.name));
  });
  return () => {
    unlisten();
    for (const cancel of retries) cancel();
  };
}
