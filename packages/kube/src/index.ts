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
export * from "./apply/field-set.ts";
export * from "./apply/managed-fields.ts";
export * from "./apply/server-side-apply.ts";
export * from "./patch/json-patch.ts";
export * from "./patch/json-values.ts";
export * from "./patch/merge-patch.ts";
export * from "./patch/strategic-merge.ts";
export * from "./schema/builtin.ts";
export * from "./schema/defaults.ts";
export * from "./schema/schema.ts";
export * from "./schema/unknown-fields.ts";
export * from "./schema/validate.ts";
export * from "./protobuf/decode.ts";
export * from "./health/argo-health.ts";
export * from "./health/kstatus.ts";
