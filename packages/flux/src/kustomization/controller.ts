import { createEventRecorder, findCondition } from "@hawser/controller";
import type { KubeObject } from "@hawser/kube";
import { WATCH_LABEL } from "../api/flux-object.ts";
import { GIT_REPOSITORY, type GitRepository } from "../api/git-repository.ts";
import { KUSTOMIZATION, type Kustomization } from "../api/kustomization.ts";
import { createFluxController } from "../create-flux-controller.ts";
import type { FluxOptions } from "../flux-options.ts";
import { requestOf } from "../write-status.ts";
import type { Built } from "./build.ts";
import { sourceKey } from "./dependencies.ts";
import { ownerOf } from "./owner.ts";
import { reconcileKustomization } from "./reconcile.ts";

/** A pass that waits for health holds its place, so there are many. */
const CONCURRENCY = 32;

export interface KustomizationController {
  /** What the last pass built; empty before the first. */
  objects(namespace: string, name: string): readonly KubeObject[];
  stop(): Promise<void>;
}

/** Watches Kustomizations, their sources, dependencies and variables, and reconciles each in its interval and when one of these changes. */
export function kustomizationController(options: FluxOptions): KustomizationController {
  const { live, clock } = options;
  const logger = options.logger.with({ controller: "kustomize-controller" });
  const built = new Map<string, Built>();
  const events = createEventRecorder({ client: live.client, clock, logger, component: "kustomize-controller" });
  const deps = { ...options, logger, events, built };
  const controller = createFluxController(deps, {
    kind: "Kustomization",
    concurrency: CONCURRENCY,
    firstRetryMs: 750,
    lastRetryMs: 900_000,
    reconcile: (namespace, name, signal) => reconcileKustomization(namespace, name, deps, signal),
  });
  const all = (): Kustomization[] => live.list(KUSTOMIZATION) as Kustomization[];
  let waiters: Map<string, Set<string>> | undefined;
  /** Who has to look again when something changes that is called like this. */
  const enqueueWaiters = (about: string): void => {
    waiters ??= waitersOf(all());
    for (const key of waiters.get(about) ?? []) controller.enqueue(key);
  };
  const untrack = live.addTracker((object) => {
    const owner = ownerOf(object);
    return owner === undefined ? [] : [`kustomization/${owner}`];
  });
  const unlisten = live.onChange(({ type, ref, object, old }) => {
    const key = `${ref.namespace}/${ref.name}`;
    if (ref.group === KUSTOMIZATION.group && ref.kind === KUSTOMIZATION.kind) {
      if (!old || requestOf(old) !== requestOf(object)) {
        waiters = undefined;
        controller.enqueue(key);
      }
      if (type === "deleted" || !old || progressOf(old) !== progressOf(object)) enqueueWaiters(`Kustomization/${key}`);
    } else if (ref.group === GIT_REPOSITORY.group && ref.kind === GIT_REPOSITORY.kind) {
      if (type === "deleted" || !old || artifactOf(old) !== artifactOf(object)) enqueueWaiters(`GitRepository/${key}`);
    } else if (ref.group === "" && (ref.kind === "ConfigMap" || ref.kind === "Secret")) {
      if (object.metadata.labels?.[WATCH_LABEL]?.toLowerCase() === "enabled") enqueueWaiters(`${ref.kind}/${key}`);
    }
  });
  void live.whenSynced().then(() => {
    for (const ks of all()) controller.enqueue(`${ks.metadata.namespace ?? ""}/${ks.metadata.name}`);
  });
  return {
    objects: (namespace, name) => built.get(`${namespace}/${name}`)?.objects ?? [],
    stop: async () => {
      untrack();
      unlisten();
      await controller.stop();
    },
  };
}

function artifactOf(object: KubeObject): string {
  const { artifact } = (object as GitRepository).status ?? {};
  // An empty commit is a new revision of the same content.
  return `${artifact?.revision ?? ""} ${artifact?.digest ?? ""}`;
}

/** What those who depend on a Kustomization look at. */
function progressOf(object: KubeObject): string {
  const { status, metadata } = object as Kustomization;
  const ready = findCondition(status?.conditions, "Ready")?.status;
  return JSON.stringify([ready, status?.lastAppliedRevision, status?.observedGeneration === metadata.generation]);
}

/** Whose pass reads what: sources, dependencies, and objects with variables. */
function waitersOf(all: readonly Kustomization[]): Map<string, Set<string>> {
  const waiters = new Map<string, Set<string>>();
  for (const ks of all) {
    const { name, namespace = "" } = ks.metadata;
    const about = [
      sourceKey(ks),
      ...(ks.spec.dependsOn ?? []).map((one) => `Kustomization/${one.namespace ?? namespace}/${one.name}`),
      ...(ks.spec.postBuild?.substituteFrom ?? []).map((one) => `${one.kind}/${namespace}/${one.name}`),
    ];
    for (const one of about) {
      const keys = waiters.get(one) ?? new Set();
      waiters.set(one, keys.add(`${namespace}/${name}`));
    }
  }
  return waiters;
}
