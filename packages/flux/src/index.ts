/**
 * Flux's resources: their types, and the controllers that give them their meaning.
 *
 * - `git-repository/`: a repository is looked at, and what was found is reported as an artifact.
 * - `kustomization/`: a folder of an artifact is built, applied in stages, recorded, pruned and awaited.
 *
 * An artifact is no archive: who uses it reads the commit's tree. Knows nothing of Argo CD. Depends on: kube,
 * controller, source, render, sync, goyaml.
 *
 * @module
 */
export * from "./api/flux-object.ts";
export * from "./api/git-repository.ts";
export * from "./api/kustomization.ts";
export * from "./crds/definitions.ts";
export * from "./flux-controllers.ts";
export * from "./flux-options.ts";
export { inventoryOf } from "./kustomization/inventory.ts";
export { ownerOf, reasonToKeep } from "./kustomization/owner.ts";
export type { KustomizationController } from "./kustomization/controller.ts";
