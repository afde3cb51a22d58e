import { type Controller, type ControllerMetrics, createController, createEventRecorder } from "@hawser/controller";
import { createInformer, hasReason, type KubeObject, refKey, refOf } from "@hawser/kube";
import { createRenderer, type Renderer } from "@hawser/render";
import { hooksOf, type LiveChange, type ObjectComparison } from "@hawser/sync";
import type { AppProject } from "../api/app-project.ts";
import type { Application } from "../api/application.ts";
import type { ApplicationDeps, Memory } from "./application-deps.ts";
import { compareOptionsOf } from "./compare.ts";
import { projectNameOf } from "./project-rules.ts";
import { reconcileApplication } from "./reconcile.ts";
import { loadTargetState, resolveRevision } from "./target-state.ts";
import { CONTROL_NAMESPACE, ownerName, trackedOwner } from "./tracking.ts";

const APPLICATION = { group: "argoproj.io", kind: "Application" };

export interface ApplicationController {
  /** A repository has new commits: whoever uses it looks at once. */
  repositoryChanged(isUsed: (repoURL: string) => boolean): void;
  /** What ignore rules hide of an Application's objects, by `refKey`. */
  hiddenDifferences(namespace: string, name: string): ReadonlyMap<string, readonly string[]>;
  /** What the last pass rendered; empty before the first. */
  targetObjects(namespace: string, name: string): readonly KubeObject[];
  /** What an Application is to be, at the revision that the last pass saw or at another. Throws what rendering throws. */
  targetAt(app: Application, revision?: string): Promise<{ revision: string; objects: readonly KubeObject[] }>;
  /** Every object of an Application, desired beside live; with a revision, as it would be there. */
  differences(app: Application, revision?: string): Promise<ObjectComparison[]>;
  stop(): Promise<void>;
}

/** Watches Applications and what they own, and reconciles each when something that concerns it changes. */
export function applicationController(
  options: Omit<ApplicationDeps, "events" | "memory" | "projectNamed" | "renderer" | "clientFor"> & {
    /** Shared with whoever else renders. */
    renderer?: Renderer;
    metrics?: ControllerMetrics;
    /** Default: the client that all share. */
    clientFor?: ApplicationDeps["clientFor"];
  },
): ApplicationController {
  const memory = new Map<string, Memory>();
  const { client, clock, logger, live } = options;
  const events = createEventRecorder({ client, clock, logger, component: "argocd-application-controller" });
  const projects = createInformer<AppProject>({
    client,
    gvk: { group: "argoproj.io", version: "v1alpha1", kind: "AppProject" },
    namespace: CONTROL_NAMESPACE,
  });
  const projectNamed = (name: string): AppProject | undefined => projects.get(CONTROL_NAMESPACE, name);
  const { renderer = createRenderer() } = options;
  const { clientFor = () => client } = options;
  const deps: ApplicationDeps = { ...options, clientFor, renderer, events, memory, projectNamed };
  const controller: Controller = createController({
    name: "application",
    clock,
    logger,
    concurrency: 4,
    ...(options.metrics ? { metrics: options.metrics } : {}),
    reconcile: async (key) => {
      await Promise.all([live.whenSynced(), projects.whenSynced()]);
      const slash = key.indexOf("/");
      try {
        return await reconcileApplication(key.slice(0, slash), key.slice(slash + 1), deps);
      } catch (error) {
        // Somebody wrote in between: nothing failed, the next pass sees it.
        if (hasReason(error, "Conflict")) return { requeueAfter: 20 };
        throw error;
      }
    },
  });
  const applications = (): Application[] => live.list(APPLICATION) as Application[];
  const keys = new Map<string, string>();
  const keyOf = (app: Application): string => `${app.metadata.namespace ?? ""}/${app.metadata.name}`;
  const forgetComparison = (key: string): void => {
    delete memory.get(key)?.compared;
  };
  const added = (app: Application): void => {
    keys.set(ownerName(app.metadata.namespace ?? "", app.metadata.name), keyOf(app));
    forgetComparison(keyOf(app));
    controller.enqueue(keyOf(app));
  };
  // Its own reports wake nobody; a changed spec, operation, annotation or deletion does.
  const asked = (one: Application): string =>
    JSON.stringify([
      one.spec,
      one.operation,
      one.metadata.annotations,
      one.metadata.deletionTimestamp,
      one.metadata.finalizers,
      one.status?.operationState?.phase === "Terminating",
    ]);
  const applicationChanged = ({ type, object, old }: LiveChange): void => {
    const app = object as Application;
    if (type === "deleted") controller.enqueue(keyOf(app));
    else if (!old || old.metadata.uid !== object.metadata.uid || asked(app) !== asked(old as Application)) added(app);
  };
  const projectChanged = (project: AppProject): void => {
    for (const app of applications()) if (projectNameOf(app) === project.metadata.name) added(app);
  };
  projects.addHandler({ added: projectChanged, updated: projectChanged, deleted: projectChanged });
  const untrack = live.addTracker((object) => {
    const owner = trackedOwner(object);
    return owner === undefined ? [] : [`argocd/${owner}`];
  });
  const unlisten = live.onChange((change) => {
    if (change.ref.kind === APPLICATION.kind && change.ref.group === APPLICATION.group) applicationChanged(change);
    for (const owner of change.rootOwners) {
      const key = owner.startsWith("argocd/") ? keys.get(owner.slice("argocd/".length)) : undefined;
      if (key === undefined) continue;
      forgetComparison(key);
      controller.enqueue(key);
    }
  });
  // What was there before anybody listened.
  live.whenSynced().then(
    () => applications().forEach(added),
    () => {},
  );
  const targetAt: ApplicationController["targetAt"] = async (app, revision) => {
    const known = memory.get(keyOf(app))?.target;
    const source = app.spec.source ?? app.spec.sources?.[0];
    if (revision === undefined || !source) return known ?? { revision: "", objects: [] };
    const commit = await resolveRevision({ ...source, targetRevision: revision }, deps, 0);
    const owner = ownerName(app.metadata.namespace ?? "", app.metadata.name);
    return loadTargetState(app, source, commit, owner, deps);
  };
  return {
    targetAt,
    repositoryChanged(isUsed) {
      for (const app of applications()) {
        const sources = [app.spec.source, ...(app.spec.sources ?? [])];
        if (!sources.some((source) => source && isUsed(source.repoURL))) continue;
        const known = memory.get(keyOf(app));
        if (known) known.staleSince = clock.now();
        controller.enqueue(keyOf(app));
      }
    },
    hiddenDifferences: (namespace, name) => memory.get(`${namespace}/${name}`)?.hidden ?? new Map<string, string[]>(),
    targetObjects: (namespace, name) => memory.get(`${namespace}/${name}`)?.target?.objects ?? [],
    async differences(app, revision) {
      const optionsFor = compareOptionsOf(app);
      const owner = ownerName(app.metadata.namespace ?? "", app.metadata.name);
      const target = await targetAt(app, revision);
      const objects = target.objects.filter((object) => hooksOf(object).length === 0);
      const wanted = new Set(objects.map((object) => refKey(refOf(object))));
      const compare = (
        desired: KubeObject | undefined,
        current: KubeObject | undefined,
        any: KubeObject,
      ): Promise<ObjectComparison> => options.comparer.compare(desired, current, optionsFor(any));
      const extra = live
        .ownedBy(`argocd/${owner}`)
        .filter((object) => (object.metadata.ownerReferences ?? []).length === 0 && !wanted.has(refKey(refOf(object))));
      return Promise.all([
        ...objects.map((object) => compare(object, live.get(refOf(object)), object)),
        ...extra.map((object) => compare(undefined, object, object)),
      ]);
    },
    stop: async () => {
      untrack();
      unlisten();
      projects.stop();
      await controller.stop();
    },
  };
}
