/**
 * Kubernetes, as seen from outside: the object model, clients, patches, schemas, selectors and health.
 *
 * Depends on: nothing of ours. Starts nothing, reads no environment: file system, clock and network
 * arrive as arguments.
 *
 * @module
 */
export * from "./object.ts";
export * from "./status-error.ts";
export * from "./client/client.ts";
