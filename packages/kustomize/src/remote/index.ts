/**
 * What kustomizations name outside of their own tree: addresses, and who may fetch what.
 *
 * address → repository (commit → tree) or web file. Nothing is fetched twice for one commit. Depends on: source.
 */
export { commandLineRemotes, type CommandLineRemotesOptions } from "./command-line-remotes.ts";
export { type EngineRemotes, engineRemotes, type EngineRemotesOptions, type OwnRepository } from "./engine-remotes.ts";
export { type RecordingRemotes, recordingRemotes, type RemoteReadSet } from "./recording-remotes.ts";
export type { OpenRemoteSources, RemoteFile, RemoteRepository, RemoteSources } from "./remote-sources.ts";
export { FORCED_GIT_WARNING, parseRepoSpec, type RepoSpec } from "./repo-spec.ts";
