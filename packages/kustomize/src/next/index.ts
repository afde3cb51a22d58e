export { build, buildAddress, type BuildOptions, type BuildResult, KUSTOMIZE_VERSION } from "./build.ts";
export { type BuildCache, createBuildCache } from "./build-cache.ts";
export { findKustomizationFile, KUSTOMIZATION_FILES } from "./load/kustomization.ts";
export { type Resource } from "./resource.ts";
export {
  explain,
  type ExplainedChange,
  type FieldExplanation,
  findResource,
  type Location,
  type ObjectName,
} from "./trace/explain.ts";
