import { type ApplicationController, applicationController, applicationSetController } from "@hawser/argocd";
import { type Logger, realClock } from "@hawser/controller";
import type { Client } from "@hawser/kube";
import { createRenderer } from "@hawser/render";
import type { GitSource } from "@hawser/source";
import { createComparer, createLiveState, type LiveState } from "@hawser/sync";
import type { Registry } from "prom-client";
import { engineMetrics } from "../metrics/engine-metrics.ts";
import { installArgocd } from "./install.ts";
import { rememberCredentials } from "./repository-credentials.ts";

export interface Engine {
  applications: ApplicationController;
  /** What runs in the cluster, kept current by watches. */
  live: LiveState;
  stop(): Promise<void>;
}

/** Starts the controllers on a cluster: one live state, one comparer, one Git source for all. */
export async function startEngine(options: {
  client: Client;
  git: GitSource;
  logger: Logger;
  /** Where what is measured is kept. */
  registry: Registry;
}): Promise<Engine> {
  const { client, git, logger, registry } = options;
  await installArgocd(client);
  const live = createLiveState({
    client,
    clock: realClock,
    onError: (error) => logger.debug("watch failed", { error: String(error) }),
  });
  const renderer = createRenderer();
  const metrics = engineMetrics(registry, live, client);
  const applications = applicationController({
    client,
    live,
    comparer: createComparer({ client }),
    clock: realClock,
    logger: logger.with({ controller: "argocd-application-controller" }),
    git,
    renderer,
    metrics: metrics.passes,
    credentialsFor: rememberCredentials(client, live),
    random: Math.random,
  });
  const sets = applicationSetController({
    client,
    clock: realClock,
    logger: logger.with({ controller: "argocd-applicationset-controller" }),
  });
  return {
    applications,
    live,
    stop: async () => {
      await Promise.all([applications.stop(), sets.stop()]);
      metrics.stop();
      live.stop();
    },
  };
}
