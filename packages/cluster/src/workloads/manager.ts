import {
  type Clock,
  type Controller,
  createController,
  createEventRecorder,
  type EventRecorder,
  type Logger,
  type Result,
} from "@hawser/controller";
import { type Client, createInformer, type GroupVersionKind, type Informer, type KubeObject } from "@hawser/kube";

/** What every built-in controller works with. */
export interface Workbench {
  client: Client;
  clock: Clock;
  logger: Logger;
  /** Writes events as one of the controllers, such as `deployment-controller`. */
  events(component: string): EventRecorder;
  /** The shared copy of a kind, indexed by the uid of the controlling owner. */
  informer<T extends KubeObject>(gvk: GroupVersionKind): Informer<T>;
  /** Starts a loop; `watch` says which objects it looks at, and which keys their changes concern. */
  run(name: string, reconcile: (key: string) => Promise<Result | void>): Controller;
}

export const OWNED_BY = "controller-uid";

export interface WorkbenchOptions {
  client(userAgent: string): Client;
  clock: Clock;
  logger: Logger;
}

/** Shares informers among the controllers, and stops everything at the end. */
export function createWorkbench(options: WorkbenchOptions, component: string): Workbench & { stop(): Promise<void> } {
  const { clock, logger } = options;
  const client = options.client(component);
  const informers = new Map<string, Informer>();
  const controllers: Controller[] = [];
  const recorders = new Map<string, EventRecorder>();
  return {
    client,
    clock,
    logger,
    events(source) {
      const recorder = recorders.get(source) ?? createEventRecorder({ client, clock, logger, component: source });
      recorders.set(source, recorder);
      return recorder;
    },
    informer<T extends KubeObject>(gvk: GroupVersionKind): Informer<T> {
      const key = `${gvk.group}/${gvk.kind}`;
      let informer = informers.get(key);
      if (!informer) {
        informer = createInformer({
          client,
          gvk,
          indexes: {
            [OWNED_BY]: ({ metadata }) =>
              (metadata.ownerReferences ?? []).filter((owner) => owner.controller === true).map(({ uid }) => uid),
          },
        });
        informers.set(key, informer);
      }
      return informer as unknown as Informer<T>;
    },
    run(name, reconcile) {
      const controller = createController({
        name,
        clock,
        logger,
        // Controllers share a process with the API: by the next turn their copies have seen what they wrote.
        reconcile: async (key) => {
          await Promise.all([...informers.values()].map((informer) => informer.whenSynced()));
          return reconcile(key);
        },
        firstRetryMs: 20,
      });
      controllers.push(controller);
      return controller;
    },
    stop: async () => {
      for (const informer of informers.values()) informer.stop();
      await Promise.all(controllers.map((controller) => controller.stop()));
    },
  };
}

/** `namespace/name`, the key of an object in a queue. */
export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}

export function splitKey(key: string): [namespace: string, name: string] {
  const slash = key.indexOf("/");
  return [key.slice(0, slash), key.slice(slash + 1)];
}

/** Enqueues every object of a kind when it changes, and for objects it controls, their owner. */
export function watchOwned(controller: Controller, own: Informer, owned: readonly Informer[], kind: string): void {
  own.addHandler({
    added: (object) => controller.enqueue(keyOf(object)),
    updated: (object) => controller.enqueue(keyOf(object)),
    deleted: (object) => controller.enqueue(keyOf(object)),
  });
  const enqueueOwner = (object: KubeObject): void => {
    const owner = object.metadata.ownerReferences?.find((reference) => reference.controller === true);
    if (owner?.kind === kind) controller.enqueue(`${object.metadata.namespace ?? ""}/${owner.name}`);
  };
  for (const informer of owned) {
    informer.addHandler({ added: enqueueOwner, updated: enqueueOwner, deleted: enqueueOwner });
  }
}
