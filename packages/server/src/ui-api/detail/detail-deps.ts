import type { ApplicationController } from "@hawser/argocd";
import type { KubeObject } from "@hawser/kube";
import type { Comparer, LiveState } from "@hawser/sync";
import type { CommitCache } from "../commit-cache.ts";
import type { Detail, FleetRow } from "../types.ts";
import type { Timeline } from "./timeline.ts";

/** What details are made from. */
export interface DetailDeps {
  live: LiveState;
  applications: ApplicationController;
  /** For what is not compared by a controller. */
  comparer: Comparer;
  /** What the last pass of a Kustomization built; empty before the first. */
  builtObjects(namespace: string, name: string): readonly KubeObject[];
  commits: CommitCache;
  timeline: Timeline;
  /** Where a repository URL really leads; undefined when it is not mapped. */
  mappedTo(repoURL: string): string | undefined;
}

/** The part of a detail that depends on the kind. */
export interface KindDetail extends Pick<
  Detail,
  "targetRevision" | "automated" | "tree" | "conditions" | "history" | "operation" | "actions"
> {
  /** Live objects that the detail shows. */
  objects: readonly KubeObject[];
}

/** An action that can be done. */
export const allowed: { allowed: true } = { allowed: true };

/** An action that cannot be done, and why. */
export function refused(why: string): { allowed: false; why: string } {
  return { allowed: false, why };
}

/** `Deployed a1b2c3d · Update dev image · 2 of 3 Pods ready`. */
export function sentenceOf(row: FleetRow, pods: { ready: number; wanted: number }): string {
  const state = row.deleting
    ? "Being deleted"
    : row.revision === ""
      ? ""
      : row.sync === "OutOfSync"
        ? `Differs from ${row.revision.slice(0, 7)}`
        : row.sync === undefined
          ? `At ${row.revision.slice(0, 7)}`
          : row.sync === "Unknown"
            ? `Cannot be compared with ${row.revision.slice(0, 7)}`
            : `Deployed ${row.revision.slice(0, 7)}`;
  const ready = pods.wanted === 0 && pods.ready === 0 ? "" : `${pods.ready} of ${pods.wanted} Pods ready`;
  return [state, row.commit?.subject ?? "", ready].filter((part) => part !== "").join(" · ");
}
