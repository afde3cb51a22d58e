import type { KubeObject } from "@hawser/kube";
import type { FluxArtifact, FluxStatus } from "./flux-object.ts";

/** `source.toolkit.fluxcd.io/v1` GitRepository. */
export interface GitRepository extends KubeObject {
  spec: GitRepositorySpec;
  status?: GitRepositoryStatus;
}

export interface GitRepositorySpec {
  url: string;
  interval: string;
  timeout?: string;
  suspend?: boolean;
  /** The first that is set wins, in this order: commit, name, semver, tag, branch. Default: branch `master`. */
  ref?: { branch?: string; tag?: string; semver?: string; name?: string; commit?: string };
  secretRef?: { name: string };
  /** Patterns of files that are no part of the artifact, as in `.gitignore`. */
  ignore?: string;
  verify?: object;
  include?: object[];
}

export interface GitRepositoryStatus extends FluxStatus {
  artifact?: FluxArtifact;
  observedIgnore?: string;
}

export const GIT_REPOSITORY = { group: "source.toolkit.fluxcd.io", version: "v1", kind: "GitRepository" } as const;
