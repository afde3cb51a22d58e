/**
 * Argo CD's resources: their types, and the controllers that give them their meaning.
 *
 * Knows nothing of Flux. Depends on: kube, controller, source, render, sync.
 *
 * @module
 */
export * from "./api/app-project.ts";
export * from "./api/application-set.ts";
export * from "./api/application.ts";
export * from "./application/controller.ts";
export { isDeletable } from "./application/deletion.ts";
export * from "./application/tracking.ts";
export * from "./application-set/controller.ts";
export * from "./crds/definitions.ts";
