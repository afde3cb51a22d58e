import type { Clock } from "@hawser/controller";
import type { ObjectRef } from "@hawser/kube";
import type { LiveState } from "../live/live-state.ts";
import type { DriftMemory } from "./drift-memory.ts";

export type ChangeAction = "created" | "configured" | "unchanged" | "deleted" | "skipped" | "unknown";

/** What became of one object. */
export interface Change {
  ref: ObjectRef;
  /** `Kind/ns/name`, or `Kind/name`. */
  subject: string;
  action: ChangeAction;
}

export type ChangeSet = readonly Change[];

/** JSON pointers of fields that are left to others. */
export interface IgnorePaths {
  paths: readonly string[];
  target?: {
    group?: string;
    version?: string;
    kind?: string;
    name?: string;
    namespace?: string;
    labelSelector?: string;
    annotationSelector?: string;
  };
}

export interface StagedApplyOptions {
  /** `kustomize-controller`. */
  fieldManager: string;
  /** Where the control annotations live: `kustomize.toolkit.fluxcd.io`. */
  group: string;
  /** Delete and create again what cannot be changed. */
  force: boolean;
  /** Of dry runs at a time. Default 4. */
  concurrency?: number;
  ignore?: readonly IgnorePaths[];
  /** Kinds (`group/kind`) that form a stage of their own. */
  customStageKinds?: readonly string[];
  /** How long a stage of CRDs, Namespaces and classes may take to become ready. Default 60 s. */
  stageTimeoutMs?: number;
  signal?: AbortSignal;
}

export interface StagedApplyDeps {
  live: LiveState;
  clock: Clock;
  /** Answers of earlier dry runs; keep one for the life of the process. */
  memory: DriftMemory;
}
