/**
 * File tree + how → objects. Chooses Kustomize or plain manifests by what lies in the folder.
 *
 * Depends on: goyaml, kube, source, kustomize.
 *
 * @module
 */
export * from "./render-source.ts";
export * from "./create-renderer.ts";
