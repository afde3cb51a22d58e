/**
 * Kustomize, in-process: a folder of a file tree → objects, byte for byte as `kustomize build` prints them.
 *
 * load (kustomization, resources) → generators → components → transformers, folder by folder from the base up; then
 * once at the top: name hashes → references → order. Names an object had before are fields of its `Resource`, and
 * whatever looks for it looks through them. Reads nothing but the tree; runs no program. Depends on: goyaml, kube, source.
 *
 * @module
 */
export { KustomizeError, type KustomizeErrorCode } from "./kustomize-error.ts";
export * from "./next/index.ts";
export * from "./edit/index.ts";
export * from "./next/localize/index.ts";
export * from "./next/remote/index.ts";
export type { PatchEntry, Selector } from "./next/load/kustomization-shape.ts";
export { isClusterScoped } from "./next/schema/scopes.ts";
