import type { KubeObject, ObjectRef } from "@hawser/kube";
import type { LiveState } from "../live/live-state.ts";

export interface PruneOptions {
  /**
   * Reads the live object's own mark. Answers undefined when it is ours to delete, else why it is kept:
   * another owner's mark, none at all, or pruning switched off on it.
   */
  reasonToKeep(live: KubeObject): string | undefined;
  propagationPolicy: "Foreground" | "Background" | "Orphan";
  dryRun?: boolean;
  signal?: AbortSignal;
}

export interface PruneDeps {
  live: LiveState;
}

export interface PruneResult {
  /** Deleted, or accepted for deletion and waiting for finalizers. */
  deleted: readonly ObjectRef[];
  /** Were not there any more. */
  absent: readonly ObjectRef[];
  skipped: readonly { ref: ObjectRef; reason: string }[];
  /** Could not be deleted: they stay the owner's, who tries again. */
  survivors: readonly { ref: ObjectRef; error: string }[];
}
