export { build, buildAddress, type BuildOptions, type BuildResult, KUSTOMIZE_VERSION } from "./build.ts";
export { type BuildCache, createBuildCache } from "./build-scope.ts";
export { findKustomizationFile, KUSTOMIZATION_FILES } from "./load/kustomization.ts";
