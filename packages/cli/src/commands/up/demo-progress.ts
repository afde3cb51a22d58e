import type { Application } from "@hawser/argocd";
import type { KubeObject } from "@hawser/kube";
import type { RunningHawser } from "@hawser/server";
import { print, printLine } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";

const APPLICATION = { group: "argoproj.io", version: "v1alpha1", kind: "Application" };
const DEPLOYMENT = { group: "apps", version: "v1", kind: "Deployment" };
const LONGEST_MS = 60_000;

/** Prints each change of the demo's Applications as it comes, until all are healthy; then the table and what to try. */
export async function showDemo(hawser: RunningHawser, began: number): Promise<void> {
  const client = hawser.api.cluster.client("hawser");
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), LONGEST_MS);
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
    if (states.size >= 3 && [...states.values()].every((one) => one === "Synced, Healthy")) break;
  }
  clearTimeout(timer);
  stopper.abort();
  await printTable(hawser);
  printNextSteps(hawser);
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

function printNextSteps(hawser: RunningHawser): void {
  const clone = hawser.cloneUrl("shopapi-manifests");
  printLine(`
Five things to try, in another terminal:

  1. export KUBECONFIG=${hawser.api.kubeconfig} && kubectl get applications -n argocd
  2. git clone ${clone}, change newTag in overlays/dev/kustomization.yaml, commit and push
  3. kubectl get deployment shopapi -n dev --watch
  4. kubectl delete service shopapi -n production   (and see it come back)
  5. kubectl describe application shopapi-dev -n argocd
`);
}
