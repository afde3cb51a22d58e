/**
 * File tree + how → objects. Chooses Kustomize or plain manifests by what lies in the folder.
 *
 * A renderer keeps results by what was read for them, so a commit costs a render only where it changed something.
 * Depends on: goyaml, kube, source, kustomize.
 *
 * @module
 */
export * from "./render-source.ts";
export * from "./create-renderer.ts";
export {
  type EngineRemotes,
  engineRemotes,
  type OwnRepository,
  recordingRemotes,
  type RemoteReadSet,
  type RemoteSources,
} from "@hawser/kustomize";
