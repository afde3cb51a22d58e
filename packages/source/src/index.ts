/**
 * Where desired state comes from: Git repositories → artifacts, read-only trees named by their content.
 *
 * url → mapping → mirror (list refs, fetch when they changed) → commit → tree, submodules and links included. One bare
 * mirror per repository, or single commits without their history; nothing is checked out, no program of a repository
 * runs. Depends on: kube (errors, Secrets).
 *
 * @module
 */
export * from "./artifact.ts";
export * from "./tree/file-tree.ts";
export * from "./tree/directory-tree.ts";
export * from "./tree/memory-tree.ts";
export * from "./tree/paths.ts";
export * from "./tree/recording-tree.ts";
export { GitError, type GitHost, gitEnvironment, runGit, withoutCredentials } from "./git/git-command.ts";
export type { Credentials } from "./git/credentials.ts";
export {
  type CommitDetails,
  type GitRepository,
  type GitTimeouts,
  openRepository,
  RevisionError,
} from "./git/git-repository.ts";
export * from "./git/commit-store.ts";
export * from "./git/git-source.ts";
export type { Refs } from "./git/refs.ts";
export { RemoteError } from "./git/remote-error.ts";
export { assertPublicHost, assertRemoteUrl, originOf } from "./git/submodules.ts";
export { unlessAborted } from "./git/unless-aborted.ts";
export * from "./git/url-mapping.ts";
export * from "./web/web-get.ts";
