import fs from "node:fs";
import { type Cluster, type ContainerLog, lmdbStorage, startCluster } from "@hawser/cluster";
import type { Logger } from "@hawser/controller";
import type { KubeObject } from "@hawser/kube";
import { type Certificates, loadCertificates } from "./data-folder/certificates.ts";
import { type DataFolder, openDataFolder, type PortName } from "./data-folder/data-folder.ts";
import { choosePorts } from "./data-folder/ports.ts";
import { loadApiToken } from "./kubernetes-api/bearer-token.ts";
import { kubeconfigText } from "./kubernetes-api/kubeconfig.ts";
import { serveApi } from "./kubernetes-api/serve-api.ts";
import type { PortHandler } from "./kubernetes-api/streaming/port-forward.ts";

/** Everything listens on the loopback interface only. */
export const HOST = "127.0.0.1";

export interface ApiOptions {
  dataFolder: string;
  ports: Partial<Record<PortName, number>>;
  logger: Logger;
  /** False: no built-in controllers and nodes. */
  workloads?: boolean;
  /** What a container has logged, where this process does its work. */
  containerLog?: (pod: KubeObject) => ContainerLog | undefined;
}

/** A Kubernetes API that answers: the embedded one, or another that a kubeconfig leads to. */
export interface RunningApi {
  folder: DataFolder;
  certificates: Certificates;
  cluster: Pick<Cluster, "client">;
  /** False for a cluster that is not ours: nothing there is simulated, and nobody but its owner installs things. */
  isEmbedded: boolean;
  /** `https://127.0.0.1:6443`. */
  url: string;
  kubeconfig: string;
  ports: Record<PortName, number>;
  /** What the user should know, such as a port that was taken. */
  notes: string[];
  /** Writes `endpoints.json` again, with more in it. */
  announce(more: Record<string, unknown>): void;
  /** Lets `handler` answer what is forwarded to a port of the Pods of a component (label `app.kubernetes.io/name`, or `app`). */
  answerPort(at: { namespace: string; component: string; port: number }, handler: PortHandler): void;
  stop(): Promise<void>;
}

/**
 * Opens a data folder and serves its cluster. Writes `kubeconfig`, and `endpoints.json` when the API answers.
 * Throws `DataFolderError`, or `StorageError` for a store of another format.
 */
export async function startApi(options: ApiOptions): Promise<RunningApi> {
  const folder = openDataFolder(options.dataFolder);
  try {
    const { ports, notes } = await choosePorts(folder, options.ports, HOST);
    const certificates = await loadCertificates(folder);
    const token = loadApiToken(folder);
    const cluster = await startCluster({
      storage: lmdbStorage(folder.path("cluster")),
      logger: options.logger,
      caBundle: certificates.ca,
      ...(options.workloads === undefined ? {} : { workloads: options.workloads }),
      ...(options.containerLog === undefined ? {} : { containerLog: options.containerLog }),
    });
    const kubelet = cluster.client("kubelet");
    const handlers = new Map<string, PortHandler>();
    const server = await serveApi(cluster.api, {
      certificates,
      token,
      host: HOST,
      port: ports.api,
      findPod: (namespace, name) => kubelet.get({ group: "", version: "v1", kind: "Pod", namespace, name }),
      resolvePort: ({ metadata: { namespace = "", labels } }, port) =>
        handlers.get(`${namespace}/${labels?.["app.kubernetes.io/name"] ?? labels?.app ?? ""}:${port}`),
    });
    const url = `https://${HOST}:${ports.api}`;
    folder.writeSecret("kubeconfig", kubeconfigText({ name: "hawser", server: url, ca: certificates.ca, token }));
    const endpoints = endpointsFile(folder, url);
    endpoints.write({});
    return {
      folder,
      certificates,
      cluster,
      isEmbedded: true,
      url,
      kubeconfig: folder.path("kubeconfig"),
      ports,
      notes,
      announce: (more) => endpoints.write(more),
      answerPort: ({ namespace, component, port }, handler) => {
        handlers.set(`${namespace}/${component}:${port}`, handler);
      },
      stop: async () => {
        endpoints.remove();
        await server.close();
        await cluster.stop();
        folder.release();
      },
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

/** `endpoints.json`: there while somebody answers. */
export function endpointsFile(
  folder: DataFolder,
  api: string,
): { write(more: Record<string, unknown>): void; remove(): void } {
  return {
    write: (more) => {
      const endpoints = { api, pid: process.pid, repositories: {}, ...more };
      folder.writeSecret("endpoints.json", `${JSON.stringify(endpoints, null, 2)}\n`);
    },
    remove: () => fs.rmSync(folder.path("endpoints.json"), { force: true }),
  };
}
