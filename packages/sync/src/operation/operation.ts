import type { Clock } from "@hawser/controller";
import type { Client, KubeObject, ObjectRef } from "@hawser/kube";
import type { Comparer, CompareOptions } from "../compare/comparison.ts";
import type { ObjectHealth } from "../health/roll-up.ts";
import type { LiveState, ObjectId } from "../live/live-state.ts";

export type OperationPhase = "Running" | "Terminating" | "Failed" | "Error" | "Succeeded";
export type SyncPhase = "PreSync" | "Sync" | "PostSync" | "SyncFail";
export type HookType = SyncPhase | "Skip" | "PreDelete" | "PostDelete";
export type ResultStatus = "Synced" | "SyncFailed" | "Pruned" | "PruneSkipped";

/** One entry of `status.operationState.syncResult.resources`, field by field. */
export interface ResourceResult {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: ResultStatus;
  message?: string;
  hookType?: HookType;
  /** For ordinary resources too: Running until the object is healthy or gone. */
  hookPhase?: OperationPhase;
  syncPhase?: SyncPhase;
  images?: string[];
}

/** What an operation has done so far. All of it is kept in the API; a restart continues from it. */
export interface OperationState {
  phase: OperationPhase;
  message: string;
  resources: readonly ResourceResult[];
}

/** `spec.syncPolicy.managedNamespaceMetadata`. */
export interface NamespaceMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** A parsed `syncOptions` list with the operation's own switches. See `parseSyncOptions`. */
export interface SyncOptions {
  prune: boolean;
  dryRun: boolean;
  force: boolean;
  /** `strategy.apply`, and every selective sync. */
  skipHooks: boolean;
  createNamespace: boolean;
  serverSideApply: boolean;
  applyOutOfSyncOnly: boolean;
  pruneDisabled: boolean;
  pruneConfirm: boolean;
  pruneLast: boolean;
  prunePropagationPolicy: "foreground" | "background" | "orphan";
  replace: boolean;
  validate: boolean;
  skipDryRunOnMissingResource: boolean;
  respectIgnoreDifferences: boolean;
  failOnSharedResource: boolean;
  clientSideApplyMigration: boolean;
}

export interface OperationInput {
  /** With tracking marks and namespaces filled in; hooks among them. */
  desired: readonly KubeObject[];
  /** Live objects that carry the owner's mark and have no ownerReferences. */
  owned: readonly KubeObject[];
  revision: string;
  /** When this attempt began, in milliseconds: names generateName hooks, and tells this attempt's hooks from older ones. */
  startedAt: number;
  /** The destination namespace, for CreateNamespace. */
  namespace: string;
  managedNamespaceMetadata?: NamespaceMetadata;
  options: SyncOptions;
  /** Limits the operation to these; undefined is everything. Without namespace, all of that name. */
  selected?: (id: ObjectId) => boolean;
  /** Comparisons by `refKey`, for ApplyOutOfSyncOnly and RespectIgnoreDifferences. */
  isSynced?: (id: ObjectId) => boolean;
  compareOptions: (desired: KubeObject) => CompareOptions;
  /** Why the owner may not touch the object (project rules), or undefined. */
  forbidden?: (ref: ObjectRef, namespaced: boolean) => string | undefined;
  /** The other owner's name when somebody else's mark is on the live object. */
  otherOwner?: (live: KubeObject) => string | undefined;
  /** `deletion-approved` in milliseconds, for Prune=confirm. */
  pruneApprovedAt?: number;
  /** `ARGOCD_SYNC_WAVE_DELAY`; 2 s. */
  waveDelayMs?: number;
}

export interface OperationDeps {
  /** With which objects are changed: the cluster of `live`. */
  client: Client;
  live: LiveState;
  comparer: Comparer;
  clock: Clock;
  /** undefined: the kind has no health. */
  healthOf(object: KubeObject): ObjectHealth | undefined;
  /** Writes the state where it survives a crash. Called before and after each step's writes. */
  record(state: OperationState): Promise<void>;
  signal?: AbortSignal;
}

export interface OperationStep {
  state: OperationState;
  /** Come again after this time. Absent while running: come when one of the operation's objects changes. */
  requeueAfterMs?: number;
}
