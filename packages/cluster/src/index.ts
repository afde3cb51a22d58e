/**
 * A Kubernetes API in this process: what `kubectl`, client-go programs and the engine take for a cluster.
 *
 * path → kind → verb → admission → one ordered store → watchers. Every verb has one implementation for all kinds.
 * Opens no port: `requestListener` is put behind one by who owns it. Depends on: kube, controller, goyaml.
 *
 * @module
 */
export { type PodLogs } from "./api/api.ts";
export * from "./http/listener.ts";
export * from "./start-cluster.ts";
export * from "./storage/lmdb-storage.ts";
export * from "./storage/memory-storage.ts";
export * from "./storage/storage.ts";
export type { ContainerLog, LogLine } from "./workloads/pod-logs.ts";
