import type { ControllerMetrics } from "@hawser/controller";
import { Counter, exponentialBuckets, Gauge, Histogram, type Registry } from "prom-client";

/** The buckets of controller-runtime. */
const RUNTIME_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2,
  2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
/** Flux's ten: 10 ms to 1800 s. */
const GOTK_BUCKETS = exponentialBuckets(0.01, (1800 / 0.01) ** (1 / 9), 10);
/** Argo CD's application controller is older than controller-runtime, and names its queue itself. */
const APPLICATION = "application";
const QUEUE_NAMES: Readonly<Record<string, string>> = { [APPLICATION]: "app_reconciliation_queue" };

/** What the controllers of both families tell of their passes. */
export interface PassMetrics extends ControllerMetrics {
  /** A pass over one of Flux's objects. */
  reconcileDuration(kind: string, name: string, namespace: string, seconds: number): void;
}

/** Defines `controller_runtime_*`, `workqueue_*`, `gotk_reconcile_duration_seconds` and `argocd_app_reconcile`. */
export function passMetrics(registry: Registry, destinationOf: (application: string) => string): PassMetrics {
  const registers = [registry];
  const total = new Counter({
    name: "controller_runtime_reconcile_total",
    help: "Total number of reconciliations per controller",
    labelNames: ["controller", "result"],
    registers,
  });
  const errors = new Counter({
    name: "controller_runtime_reconcile_errors_total",
    help: "Total number of reconciliation errors per controller",
    labelNames: ["controller"],
    registers,
  });
  const time = new Histogram({
    name: "controller_runtime_reconcile_time_seconds",
    help: "Length of time per reconciliation per controller",
    labelNames: ["controller"],
    buckets: RUNTIME_BUCKETS,
    registers,
  });
  const depth = new Gauge({
    name: "workqueue_depth",
    help: "Current depth of workqueue",
    labelNames: ["name", "controller"],
    registers,
  });
  const retries = new Counter({
    name: "workqueue_retries_total",
    help: "Total number of retries handled by workqueue",
    labelNames: ["name", "controller"],
    registers,
  });
  const gotk = new Histogram({
    name: "gotk_reconcile_duration_seconds",
    help: "The duration in seconds of a reconciliation.",
    labelNames: ["kind", "name", "namespace"],
    buckets: GOTK_BUCKETS,
    registers,
  });
  const argocd = new Histogram({
    name: "argocd_app_reconcile",
    help: "Application reconciliation performance in seconds.",
    labelNames: ["namespace", "dest_server"],
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16],
    registers,
  });
  const queueLabels = (controller: string): { name: string; controller: string } => {
    const name = QUEUE_NAMES[controller] ?? controller;
    return { name, controller: name };
  };
  return {
    reconciled(controller, result, seconds, key) {
      if (result === "error") retries.inc(queueLabels(controller));
      if (controller === APPLICATION) {
        argocd.observe({ namespace: key.slice(0, key.indexOf("/")), dest_server: destinationOf(key) }, seconds);
        return;
      }
      total.inc({ controller, result });
      if (result === "error") errors.inc({ controller });
      // A controller that never failed is seen to have never failed.
      else errors.inc({ controller }, 0);
      time.observe({ controller }, seconds);
    },
    queued: (controller, waiting) => depth.set(queueLabels(controller), waiting),
    reconcileDuration: (kind, name, namespace, seconds) => gotk.observe({ kind, name, namespace }, seconds),
  };
}
