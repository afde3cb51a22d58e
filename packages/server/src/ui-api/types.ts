/**
 * What the web UI is told: one shape for both families, so that a page never asks whose resource it shows.
 *
 * `GET /api/hawser/v1/fleet/stream` (server-sent events): `snapshot` {@link FleetSnapshot}, then `change` {@link FleetChange}.
 * `GET /api/hawser/v1/objects/:kind/:namespace/:name/stream`: `detail` {@link Detail}, whole, again whenever it changed; `gone` when deleted.
 * Every other path is listed with the type that it answers.
 */

/** The kinds that have a row in the fleet. */
export type FleetKind = "Application" | "ApplicationSet" | "Kustomization" | "GitRepository";

export type SyncState = "Synced" | "OutOfSync" | "Unknown";
export type HealthState = "Healthy" | "Progressing" | "Degraded" | "Suspended" | "Missing" | "Unknown";

export interface FleetRow {
  /** `kind/namespace/name`. */
  key: string;
  kind: FleetKind;
  namespace: string;
  name: string;
  /** Sources and ApplicationSets have health only. */
  sync?: SyncState;
  health: HealthState;
  /** One sentence: why it is in this state; empty when all is well. */
  message: string;
  /** A full commit id, empty before the first. */
  revision: string;
  commit?: CommitInfo;
  repository: string;
  path: string;
  destinationNamespace: string;
  /** Name of what made it, such as an ApplicationSet. */
  generatedBy?: string;
  suspended: boolean;
  deleting: boolean;
  /** What is being done now, such as "Syncing wave 1 of 2"; empty when nothing. */
  activity: string;
  /** RFC 3339: when its state last changed. */
  changedAt: string;
}

export interface CommitInfo {
  sha: string;
  subject: string;
  author: string;
  /** RFC 3339. */
  date: string;
}

export interface FleetSnapshot {
  /** True where containers are simulated (the embedded cluster). */
  simulated: boolean;
  rows: FleetRow[];
}
export interface FleetChange {
  changed: FleetRow[];
  /** Keys. */
  removed: string[];
}

/** One node of the tree, from the deployable down to the Pods. */
export interface TreeNode {
  /** `group/kind/namespace/name`, unique in one tree. */
  key: string;
  /** Key of the owner; absent for what the deployable itself applied. */
  parent?: string;
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  /** Only what the deployable itself applied has a sync state. */
  sync?: SyncState;
  health?: HealthState;
  message: string;
  /** Rules that hide a difference of this object, such as `ignoreDifferences /spec/replicas`. */
  hiddenBy: string[];
  /** True when the object is in the cluster and no longer in Git. */
  willBePruned: boolean;
  syncWave?: number;
  hook?: string;
  createdAt?: string;
  /** Short facts for the row, such as `2/2 Ready` or an image. */
  facts: string[];
}

export interface Condition {
  type: string;
  status?: string;
  reason?: string;
  message: string;
  at?: string;
}
export interface TimelineEvent {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  /** `Kind/name`. */
  about: string;
  at: string;
  count: number;
}
export interface HistoryEntry {
  /** Argo CD's history id; Flux has none, and cannot roll back. */
  id?: number;
  revision: string;
  commit?: CommitInfo;
  startedAt?: string;
  finishedAt: string;
  initiatedBy: string;
}
export interface OperationInfo {
  phase: string;
  message: string;
  startedAt: string;
  finishedAt?: string;
  revision: string;
  initiatedBy: string;
  retryCount: number;
  results: {
    group: string;
    kind: string;
    namespace: string;
    name: string;
    status: string;
    message: string;
    hook?: string;
    phase?: string;
  }[];
}
export interface Detail {
  row: FleetRow;
  /** "Deployed `a1b2c3` · Update dev image to v1.2.1 · 2 of 3 Pods ready", in words. */
  sentence: string;
  /** Where a mapped repository really is; absent when not mapped. */
  mappedTo?: string;
  targetRevision: string;
  automated: { enabled: boolean; prune: boolean; selfHeal: boolean };
  tree: TreeNode[];
  conditions: Condition[];
  events: TimelineEvent[];
  history: HistoryEntry[];
  operation?: OperationInfo;
  /** What may be done, and if not, why not. */
  actions: Record<
    "refresh" | "sync" | "rollback" | "delete" | "suspend" | "resume",
    { allowed: boolean; why?: string }
  >;
}

/** `GET /api/hawser/v1/objects/:kind/:namespace/:name/resource?group&kind&namespace&name`. Secret values are masked. */
export interface ResourceDetail {
  node: TreeNode;
  /** YAML; empty when absent. */
  desired: string;
  live: string;
  /** Without what the server adds: the two sides that a difference should show. */
  comparable: { desired: string; live: string };
  differences: FieldDifference[];
  events: TimelineEvent[];
  /** Names of the containers whose logs can be read. */
  containers: string[];
}
export interface FieldDifference {
  /** `spec.replicas`. */
  path: string;
  desired?: string;
  live?: string;
  /** Who wrote the live value, from managedFields. */
  manager?: string;
  at?: string;
  /** The rule that ignores it; absent when it counts. */
  ignoredBy?: string;
}
/** `GET /api/hawser/v1/objects/…/deletion?cascade=true`: what deleting would remove and what it would leave. */
export interface DeletionPreview {
  cascade: boolean;
  removes: { kind: string; namespace: string; name: string }[];
  keeps: { kind: string; namespace: string; name: string }[];
  warning: string;
}
/** `GET /api/hawser/v1/objects/…/sync-preview`: what a sync would do. */
export interface SyncPreview {
  creates: { kind: string; namespace: string; name: string }[];
  changes: { kind: string; namespace: string; name: string }[];
  removes: { kind: string; namespace: string; name: string }[];
}
/**
 * `POST /api/hawser/v1/objects/…/{refresh|sync|rollback|delete|suspend|resume}`; answers `{message}`, or a status of 400 and
 * above with `{error}`.
 */
export interface ActionRequest {
  /** sync: also remove what is no longer in Git. */
  prune?: boolean;
  /** rollback: the history id. */
  id?: number;
  /** delete: must equal the name. */
  confirm?: string;
  /** delete: false leaves the deployed objects. */
  cascade?: boolean;
}
/** `GET /api/hawser/v1/logs?namespace&pod&container&follow=true` (server-sent events): `line` with a JSON text, `end` after the last. */

/** `POST /api/v1/session {username, password}` → `{token}` and a cookie; `DELETE /api/v1/session`; `GET /api/v1/session/userinfo`. */
export interface UserInfo {
  loggedIn: boolean;
  username: string;
}
/** `GET /api/hawser/v1/sources`. */
export interface SourceInfo {
  repository: string;
  mappedTo?: string;
  fetchedAt?: string;
  error: string;
  usedBy: string[];
}
