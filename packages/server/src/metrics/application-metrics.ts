import type { Application } from "@hawser/argocd";
import type { Client } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { Counter, Gauge, type Registry } from "prom-client";
import { countedClient } from "./counted-client.ts";

const APPLICATION = { group: "argoproj.io", kind: "Application" };
const IN_CLUSTER = "https://kubernetes.default.svc";
const COMMON = ["namespace", "name", "project"];

/** What is counted of Applications while they are worked on. */
export interface ApplicationMetrics {
  /** A client whose requests count as the Application's. */
  clientFor: (app: Application) => Client;
  stop: () => void;
}

/** Defines Argo CD's metrics of Applications. Gauges are read when they are asked for. */
export function applicationMetrics(registry: Registry, live: LiveState, client: Client): ApplicationMetrics {
  const registers = [registry];
  const applications = (): Application[] => live.list(APPLICATION) as Application[];
  new Gauge({
    name: "argocd_app_info",
    help: "Information about application.",
    labelNames: [
      ...COMMON,
      "autosync_enabled",
      "repo",
      "dest_server",
      "dest_namespace",
      "sync_status",
      "health_status",
      "operation",
    ],
    registers,
    collect() {
      this.reset();
      for (const app of applications()) {
        this.set(
          {
            ...commonLabels(app),
            autosync_enabled: String(isAutomated(app)),
            repo: repositoryOf(app),
            dest_server: destinationServer(app),
            dest_namespace: app.spec.destination.namespace ?? "",
            sync_status: app.status?.sync?.status ?? "Unknown",
            health_status: app.status?.health?.status ?? "Unknown",
            operation: operationOf(app),
          },
          1,
        );
      }
    },
  });
  new Gauge({
    name: "argocd_app_condition",
    help: "Report application conditions.",
    labelNames: [...COMMON, "condition"],
    registers,
    collect() {
      this.reset();
      for (const app of applications())
        for (const { type } of app.status?.conditions ?? []) this.inc({ ...commonLabels(app), condition: type });
    },
  });
  new Gauge({
    name: "argocd_app_orphaned_resources_count",
    help: "Number of orphaned resources per application",
    labelNames: COMMON,
    registers,
    collect() {
      this.reset();
      for (const app of applications()) this.set(commonLabels(app), 0);
    },
  });
  const syncs = new Counter({
    name: "argocd_app_sync_total",
    help: "Number of application syncs.",
    labelNames: [...COMMON, "dest_server", "phase", "dry_run"],
    registers,
  });
  const durations = new Counter({
    name: "argocd_app_sync_duration_seconds_total",
    help: "Application sync performance in seconds total.",
    labelNames: [...COMMON, "dest_server"],
    registers,
  });
  const requests = new Counter({
    name: "argocd_app_k8s_request_total",
    help: "Number of kubernetes requests executed during application reconciliation.",
    labelNames: [...COMMON, "server", "response_code", "verb", "resource_kind", "resource_namespace", "dry_run"],
    registers,
  });
  const stop = live.onChange(({ ref, object, old }) => {
    if (ref.kind !== APPLICATION.kind || ref.group !== APPLICATION.group || !old) return;
    const app = object as Application;
    const state = app.status?.operationState;
    if (!state?.finishedAt || !isOver(state.phase)) return;
    const before = (old as Application).status?.operationState;
    if (before?.startedAt === state.startedAt && isOver(before.phase)) return;
    const labels = { ...commonLabels(app), dest_server: destinationServer(app) };
    syncs.inc({ ...labels, phase: state.phase, dry_run: String(state.operation.sync?.dryRun === true) });
    durations.inc(labels, Math.max(0, (Date.parse(state.finishedAt) - Date.parse(state.startedAt)) / 1000));
  });
  return {
    clientFor: (app) =>
      countedClient(client, ({ verb, code, resource, namespace, dryRun }) =>
        requests.inc({
          ...commonLabels(app),
          server: destinationServer(app),
          response_code: String(code),
          verb,
          resource_kind: resource,
          resource_namespace: namespace,
          dry_run: String(dryRun),
        }),
      ),
    stop,
  };
}

/** The server that an Application deploys to, as labels show it. */
export function destinationServer(app: Application): string {
  return app.spec.destination.server ?? IN_CLUSTER;
}

function commonLabels(app: Application): { namespace: string; name: string; project: string } {
  return {
    namespace: app.metadata.namespace ?? "",
    name: app.metadata.name,
    project: app.spec.project === undefined || app.spec.project === "" ? "default" : app.spec.project,
  };
}

function isAutomated(app: Application): boolean {
  const automated = app.spec.syncPolicy?.automated as { enabled?: boolean } | null | undefined;
  return automated !== undefined && automated !== null && automated.enabled !== false;
}

/** As Argo CD normalises URLs: one repository has one label however it is written. */
function repositoryOf(app: Application): string {
  const url = (app.spec.source ?? app.spec.sources?.[0])?.repoURL ?? "";
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

function operationOf(app: Application): string {
  if (app.metadata.deletionTimestamp !== undefined) return "delete";
  return app.operation?.sync ? "sync" : "";
}

function isOver(phase: string): boolean {
  return phase === "Succeeded" || phase === "Failed" || phase === "Error";
}
