import { type Clock, type Logger, realClock, silentLogger } from "@hawser/controller";
import { type Client, createClient, type KubeObject, StatusError, type Transport } from "@hawser/kube";
import { createApi } from "./api/api.ts";
import { createContext } from "./api/context.ts";
import { Registry } from "./kinds/registry.ts";
import { serveCustomKinds } from "./lifecycle/custom-kinds.ts";
import { createFirstObjects } from "./lifecycle/first-objects.ts";
import { ObjectStore } from "./store/object-store.ts";
import { memoryStorage } from "./storage/memory-storage.ts";
import { type Storage, StorageError } from "./storage/storage.ts";
import { type ContainerLog, podLogs } from "./workloads/pod-logs.ts";
import { startWorkloads } from "./workloads/start-workloads.ts";

export interface ClusterOptions {
  /** Default: memory. The cluster closes it. */
  storage?: Storage;
  clock?: Clock;
  logger?: Logger;
  /** Shown to Pods as `kube-root-ca.crt`. */
  caBundle?: string;
  /** False: the API alone, as without a controller manager and nodes. Default true. */
  workloads?: boolean;
  /** The log of a Pod whose work is done by this process; undefined: it is simulated, and its log says so. */
  containerLog?: (pod: KubeObject) => ContainerLog | undefined;
}

export interface Cluster {
  /** The API, to be called or put behind a socket. */
  api: Transport;
  /** A client in the same process; `userAgent` is the field manager of its writes. */
  client(userAgent: string): Client;
  stop(): Promise<void>;
}

/**
 * Starts a Kubernetes API over a storage. A new storage gets the objects that every cluster has; throws
 * `StorageError` when it refuses them.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const clock = options.clock ?? realClock;
  const store = new ObjectStore(options.storage ?? memoryStorage());
  const registry = new Registry();
  const context = createContext(store, registry, clock);
  const stopServing = serveCustomKinds(context);
  const api = createApi(context, options.workloads === false ? {} : { podLogs: podLogs(clock, options.containerLog) });
  const client = (userAgent: string): Client => createClient(api, { userAgent, now: () => clock.now() });
  if (store.count("/namespaces") === 0) {
    try {
      await createFirstObjects(client("kube-apiserver"));
    } catch (error) {
      // Nothing else can refuse the first objects; whoever starts a cluster has no API to ask why.
      if (error instanceof StatusError && error.reason === "InternalError")
        throw new StorageError(error.message, { cause: error });
      throw error;
    }
  }
  const workloads =
    options.workloads === false
      ? undefined
      : await startWorkloads({
          client,
          clock,
          logger: options.logger ?? silentLogger,
          caBundle: options.caBundle ?? "",
        });
  return {
    api,
    client,
    stop: async () => {
      await workloads?.stop();
      stopServing();
      await store.close();
    },
  };
}
