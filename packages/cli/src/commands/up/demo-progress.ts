import type { Application } from "@hawser/argocd";
import type { KubeObject } from "@hawser/kube";
import type { RunningHawser } from "@hawser/server";
import { print, printLine } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";

const APPLICATION = { group: "argoproj.io", version: "v1alpha1", kind: "Application" };
const DEPLOYMENT = { group: "apps", version: "v1", kind: "Deployment" };
const LONGEST_MS = 60_000;

export interface DemoProgress {
  hawser: RunningHawser;
  /** When the program was started, by `performance.now()`. */
  began: number;
  /** How many Applications there will be: what was deleted in an earlier run is not waited for. */
  expected: number;
  /** Ends it: the user wants to go. */
  stopped: Promise<void>;
}

/** Prints each change of the demo's Applications as it comes, until all are healthy; then their table. */
export async function showDemo({ hawser, began, expected, stopped }: DemoProgress): Promise<void> {
  if (expected === 0) return;
  const client = hawser.api.cluster.client("hawser");
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), LONGEST_MS).unref();
  let isStopped = false;
  void stopped.then(() => {
    isStopped = true;
    stopper.abort();
  });
  const states = new Map<string, string>();
  printLine("");
  for await (const event of client.watch<Application>(APPLICATION, { namespace: "argocd", signal: stopper.signal })) {
    if (event.type === "BOOKMARK") continue;
    const { metadata, status } = event.object;
    const state = `${status?.sync?.status ?? "Unknown"}, ${status?.health?.status ?? "Unknown"}`;
    if (states.get(metadata.name) === state) continue;
    states.set(metadata.name, state);
    const message = status?.conditions?.[0]?.message ?? status?.operationState?.message ?? "";
    printLine(
      `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${metadata.name}: ${state}${message === "" ? "" : `  (${message})`}`,
    );
    if (states.size >= expected && [...states.values()].every((one) => one === "Synced, Healthy")) break;
  }
  clearTimeout(timer);
  stopper.abort();
  if (!isStopped) await printTable(hawser);
}

async function printTable(hawser: RunningHawser): Promise<void> {
  const client = hawser.api.cluster.client("hawser");
  const { items } = await client.list<Application>(APPLICATION, { namespace: "argocd" });
  const rows: string[][] = [["APPLICATION", "SYNC", "HEALTH", "REVISION", "REPLICAS", "IMAGE"]];
  for (const { metadata, spec, status } of items) {
    const deployments = (await client.list<KubeObject>(DEPLOYMENT, { namespace: spec.destination.namespace ?? "" }))
      .items;
    const counts = deployments.map(
      ({ spec: s, status: t }) =>
        `${(t as { readyReplicas?: number } | undefined)?.readyReplicas ?? 0}/${(s as { replicas: number }).replicas}`,
    );
    rows.push([
      metadata.name,
      status?.sync?.status ?? "",
      status?.health?.status ?? "",
      (status?.sync?.revision ?? "").slice(0, 7),
      counts.join(","),
      (status?.summary?.images ?? []).join(","),
    ]);
  }
  printLine("");
  print(writeTable(rows));
}
