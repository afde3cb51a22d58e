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
export * from "./client/rest-client.ts";
export * from "./client/http-transport.ts";
export * from "./client/kubeconfig.ts";
export * from "./informer/informer.ts";
export * from "./selectors/field-selector.ts";
export * from "./selectors/label-selector.ts";
export * from "./quantity.ts";
