import { type ApplicationController, applicationController, applicationSetController } from "@hawser/argocd";
import { type Logger, realClock } from "@hawser/controller";
import { fluxControllers, type FluxControllers } from "@hawser/flux";
import type { Client } from "@hawser/kube";
import { createRenderer, type EngineRemotes } from "@hawser/render";
import type { GitSource } from "@hawser/source";
import { createComparer, createDriftMemory, createLiveState, type LiveState } from "@hawser/sync";
import type { Registry } from "prom-client";
import { engineMetrics } from "../metrics/engine-metrics.ts";
import { installArgocd, installFlux } from "./install.ts";
import { rememberCredentials } from "./repository-credentials.ts";

export interface Engine {
  applications: ApplicationController;
  flux: FluxControllers;
  /** What runs in the cluster, kept current by watches. */
  live: LiveState;
  stop(): Promise<void>;
}

/** Starts the controllers on a cluster: one live state, one comparer, one Git source for all. */
export async function startEngine(options: {
  client: Client;
  git: GitSource;
  remotes: EngineRemotes;
  logger: Logger;
  /** Where what is measured is kept. */
  registry: Registry;
}): Promise<Engine> {
  const { client, git, remotes, logger, registry } = options;
  await installArgocd(client);
  await installFlux(client);
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
    remotes,
    renderer,
    metrics: metrics.passes,
    clientFor: metrics.clientFor,
    credentialsFor: rememberCredentials(client, live),
    random: Math.random,
  });
  const sets = applicationSetController({
    client,
    live,
    metrics: metrics.passes,
    clock: realClock,
    logger: logger.with({ controller: "argocd-applicationset-controller" }),
  });
  const flux = fluxControllers({
    live,
    git,
    remotes,
    clock: realClock,
    logger,
    random: Math.random,
    drift: createDriftMemory(),
    metrics: metrics.passes,
  });
  return {
    applications,
    flux,
    live,
    stop: async () => {
      await Promise.all([applications.stop(), sets.stop(), flux.stop()]);
      metrics.stop();
      live.stop();
    },
  };
}
