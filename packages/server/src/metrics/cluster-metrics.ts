import type { Client } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { Counter, Gauge, type Registry } from "prom-client";

const SERVER = "https://kubernetes.default.svc";

/** Defines Argo CD's metrics of the cluster and of the copy that is held of it. The answer stops counting. */
export function clusterMetrics(registry: Registry, live: LiveState, client: Client, now: () => number): () => void {
  const registers = [registry];
  let version: Promise<string> | undefined;
  /** Asked once: a server of another version is another process' server. */
  const kubernetesVersion = (): Promise<string> => {
    version ??= client.serverVersion().then(
      ({ major, minor }) => `${major}.${minor.replace(/\D.*$/, "")}`,
      () => {
        version = undefined;
        return "";
      },
    );
    return version;
  };
  const heldKinds = async (): Promise<{ group: string; kind: string }[]> => {
    const kinds = new Map((await client.resources()).map(({ group, kind }) => [`${group}/${kind}`, { group, kind }]));
    return [...kinds.values()].filter((kind) => live.holds(kind));
  };
  let syncedAt: number | undefined;
  live.whenSynced().then(
    () => {
      syncedAt = now();
    },
    () => {},
  );
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => Promise<void>): void => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        await collect(this);
      },
    });
  };
  gauge("argocd_cluster_info", "Information about cluster.", ["server", "k8s_version", "name"], async (one) =>
    one.set({ server: SERVER, k8s_version: await kubernetesVersion(), name: "in-cluster" }, 1),
  );
  gauge(
    "argocd_cluster_connection_status",
    "The k8s cluster current connection status.",
    ["server", "k8s_version"],
    async (one) => one.set({ server: SERVER, k8s_version: await kubernetesVersion() }, live.synced ? 1 : 0),
  );
  gauge("argocd_cluster_api_resources", "Number of monitored Kubernetes API resources.", ["server"], async (one) =>
    one.set({ server: SERVER }, (await heldKinds()).length),
  );
  gauge(
    "argocd_cluster_api_resource_objects",
    "Number of k8s resource objects in the cache.",
    ["server"],
    async (one) =>
      one.set(
        { server: SERVER },
        (await heldKinds()).reduce((sum, kind) => sum + live.list(kind).length, 0),
      ),
  );
  gauge("argocd_cluster_cache_age_seconds", "Cluster cache age in seconds.", ["server"], (one) => {
    one.set({ server: SERVER }, syncedAt === undefined ? -1 : (now() - syncedAt) / 1000);
    return Promise.resolve();
  });
  const events = new Counter({
    name: "argocd_cluster_events_total",
    help: "Number of processes k8s resource events.",
    labelNames: ["server", "group", "kind"],
    registers,
  });
  return live.onChange(({ ref }) => events.inc({ server: SERVER, group: ref.group, kind: ref.kind }));
}
