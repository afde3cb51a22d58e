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

/**
 * Deletes objects by reference, last applied first. Looks at each live object before: what carries another's mark, or
 * says that it stays, is left alone. Throws only when the signal fires.
 */
export async function prune(refs: readonly ObjectRef[], options: PruneOptions, deps: PruneDeps): Promise<PruneResult> {
  const deleted: ObjectRef[] = [];
  const absent: ObjectRef[] = [];
  const skipped: { ref: ObjectRef; reason: string }[] = [];
  const survivors: { ref: ObjectRef; error: string }[] = [];
  for (const ref of refs.toReversed()) {
    options.signal?.throwIfAborted();
    try {
      const live = await deps.live.fetch(ref);
      if (!live) {
        absent.push(ref);
        continue;
      }
      const reason = options.reasonToKeep(live);
      if (reason !== undefined) {
        skipped.push({ ref, reason });
        continue;
      }
      const { uid, deletionTimestamp } = live.metadata;
      if (deletionTimestamp === undefined) {
        await deps.live.client.delete(ref, {
          propagationPolicy: options.propagationPolicy,
          ...(uid === undefined ? {} : { preconditions: { uid } }),
          ...(options.dryRun === true ? { dryRun: true } : {}),
        });
      }
      deleted.push(ref);
    } catch (error) {
      survivors.push({ ref, error: (error as Error).message });
    }
  }
  return { deleted, absent, skipped, survivors };
}
