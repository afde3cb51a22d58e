/**
 * For tests of every package: a cluster, and Git repositories that are texts in memory.
 *
 * @module
 */
export { startCluster } from "@hawser/cluster";
export * from "./failing-storage.ts";
export * from "./memory-git.ts";
