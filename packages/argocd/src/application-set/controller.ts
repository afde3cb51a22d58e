import { type Clock, createController, createEventRecorder, type Logger } from "@hawser/controller";
import { type Client, createInformer } from "@hawser/kube";
import type { Application } from "../api/application.ts";
import type { ApplicationSet } from "../api/application-set.ts";
import { reconcileApplicationSet } from "./reconcile.ts";

/** Watches ApplicationSets and the Applications they made. */
export function applicationSetController(options: { client: Client; clock: Clock; logger: Logger }): {
  stop(): Promise<void>;
} {
  const { client, clock, logger } = options;
  const events = createEventRecorder({ client, clock, logger, component: "argocd-applicationset-controller" });
  const controller = createController({
    name: "applicationset",
    clock,
    logger,
    reconcile: (key) => {
      const slash = key.indexOf("/");
      return reconcileApplicationSet(key.slice(0, slash), key.slice(slash + 1), { client, clock, events });
    },
  });
  const gvk = (kind: string): { group: string; version: string; kind: string } => ({
    group: "argoproj.io",
    version: "v1alpha1",
    kind,
  });
  const sets = createInformer<ApplicationSet>({ client, gvk: gvk("ApplicationSet") });
  const applications = createInformer<Application>({ client, gvk: gvk("Application") });
  const enqueue = (set: ApplicationSet): void =>
    controller.enqueue(`${set.metadata.namespace ?? ""}/${set.metadata.name}`);
  const enqueueOwner = (app: Application): void => {
    const owner = app.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet");
    if (owner) controller.enqueue(`${app.metadata.namespace ?? ""}/${owner.name}`);
  };
  sets.addHandler({ added: enqueue, updated: enqueue });
  applications.addHandler({ added: enqueueOwner, updated: enqueueOwner, deleted: enqueueOwner });
  return {
    stop: async () => {
      sets.stop();
      applications.stop();
      await controller.stop();
    },
  };
}
