/**
 * For tests of every package: a cluster, Git repositories that are texts in memory, and real ones behind a server.
 *
 * @module
 */
export { startCluster } from "@hawser/cluster";
export * from "./failing-storage.ts";
export * from "./http-remote.ts";
export * from "./memory-git.ts";
export * from "./work-tree.ts";
