import type { Application } from "@hawser/argocd";
import type { Client } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import type { Registry } from "prom-client";
import { type ApplicationMetrics, applicationMetrics, destinationServer } from "./application-metrics.ts";
import { clusterMetrics } from "./cluster-metrics.ts";
import { type PassMetrics, passMetrics } from "./controller-metrics.ts";

/** Defines all that is measured of the engine; controllers are given `passes`. */
export function engineMetrics(
  registry: Registry,
  live: LiveState,
  client: Client,
): { passes: PassMetrics; clientFor: ApplicationMetrics["clientFor"]; stop(): void } {
  const applications = applicationMetrics(registry, live, client);
  const stops = [applications.stop, clusterMetrics(registry, live, client, Date.now)];
  const passes = passMetrics(registry, (key) => {
    const [namespace = "", name = ""] = key.split("/");
    const app = live.get({ group: "argoproj.io", kind: "Application", namespace, name });
    return app ? destinationServer(app as Application) : "";
  });
  return {
    passes,
    clientFor: applications.clientFor,
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
