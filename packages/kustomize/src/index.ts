/**
 * Kustomize, in-process: a folder of a file tree → objects, byte for byte as `kustomize build` prints them.
 *
 * load (kustomization, resources, remotes) → generators → components → transformers → validators, folder by folder from
 * the base up (`accumulate.ts`); then once at the top: name hashes → references → vars → order (`build.ts`). Objects
 * are YAML nodes that never change: a step puts another node, which shares what stayed the same, into the `Resource`
 * that also knows earlier names. So provenance (`trace/`), caches (`build-cache.ts`) and emitted bytes hang on the
 * identity of nodes. What one transformer does is one file in `transformers/`, with the configuration of the built-in
 * plugin of that name as its argument, whether a field of a kustomization or a plugin's file asks for it.
 *
 * `edit/` changes the text of kustomization files, `localize/` copies what is elsewhere. Reads nothing but the tree and
 * the remote sources that it is given; runs no program. Depends on: goyaml, kube, source.
 *
 * @module
 */
export { build, buildAddress, type BuildOptions, type BuildResult, KUSTOMIZE_VERSION } from "./build.ts";
export { type BuildCache, createBuildCache } from "./build-cache.ts";
export * from "./edit/index.ts";
export { KustomizeError, type KustomizeErrorCode } from "./kustomize-error.ts";
export type { PatchEntry, Selector } from "./load/kustomization-shape.ts";
export { findKustomizationFile, KUSTOMIZATION_FILES } from "./load/kustomization.ts";
export * from "./localize/index.ts";
export * from "./remote/index.ts";
export { type Resource } from "./resource.ts";
export { isClusterScoped } from "./schema/scopes.ts";
export {
  explain,
  type ExplainedChange,
  type FieldExplanation,
  findResource,
  type Location,
  type ObjectName,
} from "./trace/explain.ts";
