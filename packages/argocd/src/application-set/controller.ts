import {
  type Clock,
  type ControllerMetrics,
  createController,
  createEventRecorder,
  type Logger,
} from "@hawser/controller";
import type { Client, KubeObject } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { reconcileApplicationSet } from "./reconcile.ts";

const GROUP = "argoproj.io";

/** Watches ApplicationSets and the Applications they made. */
export function applicationSetController(options: {
  client: Client;
  live: LiveState;
  clock: Clock;
  logger: Logger;
  metrics?: ControllerMetrics;
}): { stop(): Promise<void> } {
  const { client, live, clock, logger } = options;
  const events = createEventRecorder({ client, clock, logger, component: "argocd-applicationset-controller" });
  const controller = createController({
    name: "applicationset",
    clock,
    logger,
    ...(options.metrics ? { metrics: options.metrics } : {}),
    reconcile: (key) => {
      const slash = key.indexOf("/");
      return reconcileApplicationSet(key.slice(0, slash), key.slice(slash + 1), { client, clock, events });
    },
  });
  const enqueue = (set: KubeObject): void => controller.enqueue(`${set.metadata.namespace ?? ""}/${set.metadata.name}`);
  const unlisten = live.onChange(({ type, ref, object }) => {
    if (ref.group !== GROUP) return;
    if (ref.kind === "ApplicationSet" && type !== "deleted") enqueue(object);
    if (ref.kind !== "Application") return;
    const owner = object.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet");
    if (owner) controller.enqueue(`${ref.namespace}/${owner.name}`);
  });
  live.whenSynced().then(
    () => live.list({ group: GROUP, kind: "ApplicationSet" }).forEach(enqueue),
    () => {},
  );
  return {
    stop: async () => {
      unlisten();
      await controller.stop();
    },
  };
}
