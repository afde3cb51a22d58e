import { type Clock, type EventRecorder, errorFields, type Logger, type Result, timestamp } from "@hawser/controller";
import {
  argoHealth,
  type Client,
  createMergePatch,
  type JsonPatchOperation,
  jsonEqual,
  refKey,
  refOf,
} from "@hawser/kube";
import {
  advanceOperation,
  type Comparer,
  type LiveState,
  type ObjectHealth,
  type OperationState as SyncState,
  parseSyncOptions,
  rollUpHealth,
} from "@hawser/sync";
import type { AppProject } from "../api/app-project.ts";
import type {
  Application,
  ApplicationCondition,
  ApplicationSource,
  ApplicationStatus,
  OperationState,
  ResourceResult,
  RevisionHistory,
} from "../api/application.ts";
import { decideAutoSync } from "./auto-sync.ts";
import { type ComparedState, compareOptionsOf, compareState } from "./compare.ts";
import { cascadeDeletion } from "./deletion.ts";
import { destinationProblem } from "./destination.ts";
import { forbiddenBy, projectProblem } from "./project-rules.ts";
import { loadTargetState, resolveRevision, type TargetState, type TargetStateDeps } from "./target-state.ts";
import { ownerName, trackedOwner } from "./tracking.ts";

const REFRESH = "argocd.argoproj.io/refresh";
const INTERVAL_MS = 120_000;
const JITTER_MS = 60_000;
const HISTORY_LIMIT = 10;
/** Applications of one repository whose turns come closer than this share one look at the remote. */
const SHARED_FETCH_MS = 30_000;

export interface ApplicationDeps extends TargetStateDeps {
  client: Client;
  live: LiveState;
  comparer: Comparer;
  clock: Clock;
  logger: Logger;
  events: EventRecorder;
  /** A number from 0 up to 1, for the jitter of the polling interval. */
  random(): number;
  projectNamed(name: string): AppProject | undefined;
  /** The memory of one Application between passes; rebuilt at will. */
  memory: Map<string, Memory>;
}

/** What the last pass found, so that the next one does not look again. */
export interface Memory {
  source: string;
  revision: string;
  target: TargetState | undefined;
  expires: number;
  /** Since when something newer than was seen is known to be in the repository. */
  staleSince: number | undefined;
  hidden: ReadonlyMap<string, readonly string[]>;
  /** A comparison that found nothing to do; taken away as soon as something changes that it looked at. */
  compared?: { objects: TargetState["objects"]; state?: ComparedState };
}

/**
 * One pass over one Application: resolve, render, compare, decide, take a running operation one step further, report.
 * Level-based: everything that matters is read from the API, and safe to repeat.
 */
export async function reconcileApplication(namespace: string, name: string, deps: ApplicationDeps): Promise<Result> {
  const ref = { group: "argoproj.io", version: "v1alpha1", kind: "Application", namespace, name };
  const app = (await deps.live.fetch(ref)) as Application | undefined;
  const key = `${namespace}/${name}`;
  if (!app) {
    deps.memory.delete(key);
    return {};
  }
  const owner = ownerName(namespace, name);
  if (app.metadata.deletionTimestamp !== undefined) {
    return (await cascadeDeletion(app, owner, deps.live)) ? {} : { requeueAfter: 500 };
  }
  if (app.metadata.annotations?.["argocd.argoproj.io/skip-reconcile"] === "true") return {};
  const now = deps.clock.now();
  const source = app.spec.source ?? app.spec.sources?.[0];
  const invalid = invalidSpec(app, source, deps);
  if (invalid !== undefined || !source) {
    const type = "InvalidSpecError";
    const message = invalid ?? "spec.source is required";
    await report(
      app,
      deps,
      {
        sync: { status: "Unknown" },
        health: healthReport(app, { status: "Unknown" }, deps),
        conditions: conditionsOf(app, [{ type, message }], deps),
      },
      app.metadata.annotations?.[REFRESH] !== undefined,
    );
    return app.operation ? endWithError(app, `${type}: ${message}`, source ?? { repoURL: "" }, deps) : {};
  }

  const memory = deps.memory.get(key);
  const requested = app.metadata.annotations?.[REFRESH];
  const sourceText = JSON.stringify([source, app.spec.destination.namespace]);
  const fresh =
    !memory ||
    memory.staleSince !== undefined ||
    requested !== undefined ||
    memory.source !== sourceText ||
    now >= memory.expires;
  let target = memory?.target;
  try {
    if (source.helm !== undefined || (source.chart ?? "") !== "") throw new Error("Helm charts are not rendered yet");
    if (fresh || !target) {
      const maxAgeMs =
        requested !== undefined ? 0 : memory?.staleSince === undefined ? SHARED_FETCH_MS : now - memory.staleSince;
      const revision = await resolveRevision(source, deps, maxAgeMs);
      if (!target || requested === "hard" || memory?.source !== sourceText || revision !== memory.revision) {
        const previous = memory?.source === sourceText && requested !== "hard" ? target : undefined;
        target = await loadTargetState(app, source, revision, owner, deps, previous);
      }
      const expires = now + INTERVAL_MS + deps.random() * JITTER_MS;
      deps.memory.set(key, {
        source: sourceText,
        revision,
        target,
        expires,
        staleSince: undefined,
        hidden: memory?.hidden ?? new Map<string, string[]>(),
        // A push is no reason to look at the cluster again; a refresh, a turn and a new spec are.
        ...(memory?.staleSince !== undefined && requested === undefined && memory.compared
          ? { compared: memory.compared }
          : {}),
      });
    }
  } catch (error) {
    deps.memory.set(key, {
      source: sourceText,
      revision: "",
      target: undefined,
      expires: now + INTERVAL_MS,
      staleSince: undefined,
      hidden: new Map(),
    });
    const message = failedToLoad(error);
    deps.logger.warn("cannot load target state", { application: key, ...errorFields(error) });
    await report(
      app,
      deps,
      {
        sync: { status: "Unknown", comparedTo: comparedTo(app, source) },
        health: healthReport(app, liveHealth(owner, deps), deps),
        conditions: conditionsOf(app, [{ type: "ComparisonError", message }], deps),
        reconciledAt: timestamp(deps.clock),
      },
      requested !== undefined,
    );
    return app.operation ? operateAlone(app, source, message, owner, deps) : { requeueAfter: INTERVAL_MS };
  }

  const kept = deps.memory.get(key);
  const compared = await comparedState(app, target, owner, kept, deps);
  if (kept) kept.hidden = compared.hidden;
  const errors: Omit<ApplicationCondition, "lastTransitionTime">[] = [
    ...compared.errors.map((message) => ({ type: "ComparisonError", message })),
    ...compared.shared.map(({ kind, name: object, owner: other }) => ({
      type: "SharedResourceWarning",
      message: `${kind}/${object} is part of applications ${key} and ${other}`,
    })),
    ...target.warnings,
  ];
  const decision =
    app.operation || app.status?.operationState?.phase === "Running"
      ? { kind: "none" as const }
      : decideAutoSync(app, compared, target.revision, now);
  if (decision.kind === "none" && "condition" in decision && decision.condition) errors.push(decision.condition);
  await report(
    app,
    deps,
    {
      sync: { status: compared.sync, revision: target.revision, comparedTo: comparedTo(app, source) },
      health: healthReport(app, compared.health, deps),
      resources: compared.resources,
      conditions: conditionsOf(app, errors, deps),
      sourceType: target.sourceType,
      summary: compared.images.length > 0 ? { images: compared.images } : {},
      controllerNamespace: "argocd",
      ...(fresh ? { reconciledAt: timestamp(deps.clock) } : {}),
    },
    requested !== undefined,
    decision.kind === "sync" ? decision.operation : undefined,
  );

  const operation = app.operation ?? (decision.kind === "sync" ? decision.operation : undefined);
  if (operation) return runOperation({ ...app, operation }, source, target, compared, owner, deps);
  if (decision.kind === "later") return { requeueAfter: decision.afterMs };
  return { requeueAfter: Math.max(1_000, (deps.memory.get(key)?.expires ?? now) - now) };
}

/** What the last comparison found if it still holds, else a new one. */
async function comparedState(
  app: Application,
  target: TargetState,
  owner: string,
  memory: Memory | undefined,
  deps: ApplicationDeps,
): Promise<ComparedState> {
  const known = memory?.compared;
  if (known?.state && known.objects === target.objects) return known.state;
  // Put down before it is made: a change that comes meanwhile takes it away.
  const comparison: NonNullable<Memory["compared"]> = { objects: target.objects };
  if (memory) memory.compared = comparison;
  const state = await compareState(app, target, owner, deps.live, deps.comparer);
  // What differs, or belongs to somebody else, may change without a word to us.
  if (state.sync === "Synced" && state.shared.length === 0) comparison.state = state;
  return state;
}

async function runOperation(
  app: Application,
  specSource: ApplicationSource,
  current: TargetState,
  compared: ComparedState,
  owner: string,
  deps: ApplicationDeps,
): Promise<Result> {
  const operation = app.operation ?? {};
  const sync = operation.sync ?? {};
  delete deps.memory.get(`${app.metadata.namespace ?? ""}/${app.metadata.name}`)?.compared;
  const now = timestamp(deps.clock);
  const old = app.status?.operationState;
  const continues =
    old !== undefined &&
    (old.phase === "Running" || old.phase === "Terminating") &&
    jsonEqual(old.operation, operation);
  let state: OperationState = continues ? old : { operation, phase: "Running", message: "", startedAt: now };
  const waitUntil = retryTime(state);
  if (waitUntil !== undefined && waitUntil > deps.clock.now()) return { requeueAfter: waitUntil - deps.clock.now() };
  if (waitUntil !== undefined) {
    const { finishedAt: _finished, syncResult: _result, ...rest } = state;
    state = { ...rest, message: "", retryCount: (state.retryCount ?? 0) + 1 };
  }
  if (!continues)
    deps.events.record(app, {
      type: "Normal",
      reason: "OperationStarted",
      message: startedMessage(operation, current.revision),
    });

  let target = current;
  const source = sync.source ?? specSource;
  try {
    const revision =
      sync.revision !== undefined && sync.revision !== ""
        ? await resolveRevision({ ...source, targetRevision: sync.revision }, deps, Infinity)
        : current.revision;
    if (revision !== current.revision || sync.source)
      target = await loadTargetState(app, source, revision, owner, deps);
  } catch (error) {
    return finish(
      app,
      {
        ...state,
        phase: "Error",
        message: `ComparisonError: ${failedToLoad(error)}`,
      },
      source,
      deps,
    );
  }

  const project = deps.projectNamed(projectNameOf(app));
  const approved = app.metadata.annotations?.["argocd.argoproj.io/deletion-approved"];
  const selected = sync.resources;
  const synced = new Set(
    compared.resources
      .filter(({ status }) => status === "Synced")
      .map((r) => refKey({ group: r.group ?? "", kind: r.kind, namespace: r.namespace ?? "", name: r.name })),
  );
  const record = (next: SyncState): Promise<void> =>
    reportOperation(app, withStep(state, next, target.revision, source), deps);
  const step = await advanceOperation(
    {
      desired: target.objects,
      owned: compared.owned,
      revision: target.revision,
      startedAt: Date.parse(state.startedAt),
      namespace: app.spec.destination.namespace ?? "",
      ...(app.spec.syncPolicy?.managedNamespaceMetadata
        ? { managedNamespaceMetadata: app.spec.syncPolicy.managedNamespaceMetadata }
        : {}),
      options: parseSyncOptions(sync.syncOptions ?? app.spec.syncPolicy?.syncOptions ?? [], {
        prune: sync.prune === true,
        dryRun: sync.dryRun === true,
        force: sync.syncStrategy?.apply?.force === true || sync.syncStrategy?.hook?.force === true,
        skipHooks: selected !== undefined || sync.syncStrategy?.apply !== undefined,
      }),
      ...(selected
        ? {
            selected: (id) =>
              selected.some(
                (r) =>
                  (r.group ?? "") === id.group &&
                  r.kind === id.kind &&
                  r.name === id.name &&
                  (r.namespace === undefined || r.namespace === "" || r.namespace === id.namespace),
              ),
          }
        : {}),
      isSynced: (id) => synced.has(refKey(id)),
      compareOptions: compareOptionsOf(app),
      ...(project ? { forbidden: forbiddenBy(project) } : {}),
      otherOwner: (object) => {
        const other = trackedOwner(object);
        return other === owner ? undefined : other;
      },
      ...(approved === undefined ? {} : { pruneApprovedAt: Date.parse(approved) }),
    },
    { phase: state.phase, message: state.message ?? "", resources: (state.syncResult?.resources ?? []) as never },
    { live: deps.live, comparer: deps.comparer, clock: deps.clock, healthOf: argoHealth, record },
  );
  const next = withStep(state, step.state, target.revision, source);
  if (next.phase === "Running") {
    await reportOperation(app, next, deps);
    return step.requeueAfterMs === undefined ? { requeueAfter: 30_000 } : { requeueAfter: step.requeueAfterMs };
  }
  return finish(app, next, source, deps);
}

/**
 * Goes on with an operation while what the spec names cannot be rendered: at the operation's own revision where it
 * has one, such as one that began before a broken push, or a rollback. Else the operation ends with the error.
 */
async function operateAlone(
  app: Application,
  source: ApplicationSource,
  problem: string,
  owner: string,
  deps: ApplicationDeps,
): Promise<Result> {
  const operation = app.operation ?? {};
  const running = runningOperation(app);
  const from = operation.sync?.source ?? source;
  const revision = operation.sync?.revision ?? running?.syncResult?.revision ?? "";
  let target: TargetState | undefined;
  let why = problem;
  if (revision !== "") {
    try {
      const commit = await resolveRevision({ ...from, targetRevision: revision }, deps, Infinity);
      target = await loadTargetState(app, from, commit, owner, deps);
    } catch (error) {
      why = failedToLoad(error);
    }
  }
  if (target) {
    const compared = await compareState(app, target, owner, deps.live, deps.comparer);
    return runOperation(app, source, target, compared, owner, deps);
  }
  return endWithError(app, `ComparisonError: ${why}`, source, deps);
}

/** Ends an operation that cannot even begin, or tries it again when its time has come. */
async function endWithError(
  app: Application,
  message: string,
  source: ApplicationSource,
  deps: ApplicationDeps,
): Promise<Result> {
  const running = runningOperation(app);
  const waitUntil = running ? retryTime(running) : undefined;
  if (waitUntil !== undefined && waitUntil > deps.clock.now()) return { requeueAfter: waitUntil - deps.clock.now() };
  const state: OperationState = {
    operation: app.operation ?? {},
    phase: "Error",
    message,
    startedAt: running?.startedAt ?? timestamp(deps.clock),
    retryCount: (running?.retryCount ?? 0) + (waitUntil === undefined ? 0 : 1),
  };
  return finish(app, state, source, deps);
}

/** Ends an operation: by a retry, or for good with history and an event. */
async function finish(
  app: Application,
  state: OperationState,
  source: ApplicationSource,
  deps: ApplicationDeps,
): Promise<Result> {
  const now = timestamp(deps.clock);
  const retry = state.operation.retry;
  const retries = state.retryCount ?? 0;
  if (
    (state.phase === "Failed" || state.phase === "Error") &&
    state.message !== "Operation terminated" &&
    retry &&
    ((retry.limit ?? 0) < 0 || retries < (retry.limit ?? 0))
  ) {
    const waiting: OperationState = { ...state, phase: "Running", finishedAt: now };
    const at = retryTime(waiting) ?? deps.clock.now();
    const clockText = new Date(at)
      .toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit", timeZone: "UTC" })
      .replace(" ", "");
    await reportOperation(
      app,
      { ...waiting, message: `${state.message ?? ""}. Retrying attempt #${retries + 1} at ${clockText}.` },
      deps,
    );
    return { requeueAfter: Math.max(0, at - deps.clock.now()) };
  }
  const sync = state.operation.sync ?? {};
  const isFull = state.phase === "Succeeded" && sync.dryRun !== true && sync.resources === undefined;
  const history = [...(app.status?.history ?? [])];
  if (isFull) {
    history.push({
      id: (history.at(-1)?.id ?? -1) + 1,
      revision: state.syncResult?.revision ?? "",
      deployedAt: now,
      deployStartedAt: state.startedAt,
      source,
      initiatedBy: state.operation.initiatedBy ?? {},
    });
  }
  const limit = app.spec.revisionHistoryLimit ?? HISTORY_LIMIT;
  await writeOperation(
    app,
    { ...state, finishedAt: now },
    deps,
    isFull ? (limit === 0 ? [] : history.slice(-limit)) : undefined,
    true,
  );
  const ok = state.phase === "Succeeded";
  const what = `${sync.resources === undefined ? "Sync" : "Partial sync"} operation to ${state.syncResult?.revision ?? ""}`;
  deps.events.record(app, {
    type: ok ? "Normal" : "Warning",
    reason: "OperationCompleted",
    message: ok ? `${what} succeeded` : `${what} failed: ${state.message ?? ""}`,
  });
  return { requeueAfter: 50 };
}

function withStep(state: OperationState, step: SyncState, revision: string, source: ApplicationSource): OperationState {
  return {
    ...state,
    phase: step.phase,
    message: step.message,
    syncResult: { revision, source, resources: step.resources as unknown as ResourceResult[] },
  };
}

function runningOperation(app: Application): OperationState | undefined {
  const state = app.status?.operationState;
  return state?.phase === "Running" || state?.phase === "Terminating" ? state : undefined;
}

/** When an attempt that failed is tried again; undefined when none waits. */
function retryTime(state: OperationState): number | undefined {
  if (state.phase !== "Running" || state.finishedAt === undefined) return undefined;
  const { duration = "5s", factor = 2, maxDuration = "3m" } = state.operation.retry?.backoff ?? {};
  const delay = Math.min(milliseconds(duration) * factor ** (state.retryCount ?? 0), milliseconds(maxDuration));
  return Date.parse(state.finishedAt) + delay;
}

/** `5s`, `3m`, `1h30m`; a bare number counts seconds. */
function milliseconds(duration: string): number {
  if (/^\d+$/.test(duration)) return Number(duration) * 1000;
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, value = "0", unit = "s"] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(value) * (units[unit] ?? 0);
  return total;
}

function reportOperation(app: Application, state: OperationState, deps: ApplicationDeps): Promise<void> {
  return writeOperation(app, state, deps);
}

/** Writes the state of an operation as a whole: a merge would leave what an earlier operation had. */
async function writeOperation(
  app: Application,
  state: OperationState,
  deps: ApplicationDeps,
  history?: RevisionHistory[],
  isOver = false,
): Promise<void> {
  const current = await deps.client.get<Application>(refOf(app));
  if (!current) return;
  const operations: JsonPatchOperation[] = [];
  const phase = current.status?.operationState?.phase;
  // Somebody may ask to terminate between this read and the write; what was asked must not be written over.
  if (phase !== undefined) operations.push({ op: "test", path: "/status/operationState/phase", value: phase });
  if (!isOver && phase === "Terminating") return;
  if (!current.status) operations.push({ op: "add", path: "/status", value: {} });
  operations.push({ op: "add", path: "/status/operationState", value: state });
  if (history) operations.push({ op: "add", path: "/status/history", value: history });
  if (!isOver) operations.push({ op: "add", path: "/operation", value: state.operation });
  else if (current.operation) operations.push({ op: "remove", path: "/operation" });
  deps.live.observe(await deps.client.patch(refOf(app), { type: "json", body: operations }));
}

/** Writes what changed of the status, takes the refresh request off, and puts a decided operation on. */
async function report(
  app: Application,
  deps: ApplicationDeps,
  change: Partial<ApplicationStatus>,
  refreshed = false,
  operation?: Application["operation"],
): Promise<void> {
  const before = app.status ?? {};
  const patch = createMergePatch(
    before as Record<string, unknown>,
    { ...before, ...change } as Record<string, unknown>,
  );
  if (!patch && !refreshed && !operation) return;
  recordChange(app, "sync", before.sync?.status, change.sync?.status, deps);
  recordChange(app, "health", before.health?.status, change.health?.status, deps);
  const body = {
    ...(patch ? { status: patch } : {}),
    ...(refreshed ? { metadata: { annotations: { [REFRESH]: null } } } : {}),
    ...(operation ? { operation } : {}),
  };
  deps.live.observe(await deps.client.patch(refOf(app), { type: "merge", body }));
}

function healthReport(
  app: Application,
  { status, message }: ObjectHealth,
  deps: ApplicationDeps,
): NonNullable<ApplicationStatus["health"]> {
  const before = app.status?.health;
  const since = before?.status === status ? before.lastTransitionTime : undefined;
  return {
    status,
    ...(message === undefined ? {} : { message }),
    lastTransitionTime: since ?? timestamp(deps.clock),
  };
}

/** The health of what runs, when it is not known what should. */
function liveHealth(owner: string, { live }: ApplicationDeps): ObjectHealth {
  const roots = live.ownedBy(`argocd/${owner}`).filter(({ metadata }) => (metadata.ownerReferences ?? []).length === 0);
  return rollUpHealth(roots.map((object) => ({ ref: refOf(object), health: argoHealth(object) })));
}

function recordChange(
  app: Application,
  what: "sync" | "health",
  before: string | undefined,
  after: string | undefined,
  deps: ApplicationDeps,
): void {
  if (after === undefined || after === before) return;
  const message = `Updated ${what} status: ${before ?? ""} -> ${after}`;
  deps.events.record(app, { type: "Normal", reason: "ResourceUpdated", message });
}

/** In Argo CD's words, remote call included: scripts and people look for them. */
function failedToLoad(error: unknown): string {
  return `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ${(error as Error).message}`;
}

function conditionsOf(
  app: Application,
  wanted: readonly Omit<ApplicationCondition, "lastTransitionTime">[],
  deps: ApplicationDeps,
): ApplicationCondition[] {
  return wanted.map((condition) => {
    const old = app.status?.conditions?.find(
      ({ type, message }) => type === condition.type && message === condition.message,
    );
    return old ?? { ...condition, lastTransitionTime: timestamp(deps.clock) };
  });
}

function invalidSpec(
  app: Application,
  source: ApplicationSource | undefined,
  deps: ApplicationDeps,
): string | undefined {
  const project = deps.projectNamed(projectNameOf(app));
  if (!project) return `Application referencing project ${app.spec.project} which does not exist`;
  if (!source) return "spec.source is required";
  if ((app.spec.sources?.length ?? 0) > 1) return "Applications with several sources are not rendered yet";
  if (source.repoURL === "") return "spec.source.repoURL is required";
  return destinationProblem(app.spec.destination) ?? projectProblem(project, source, app.spec.destination);
}

/** The project that an Application belongs to; nothing said means `default`. */
export function projectNameOf(app: Application): string {
  return app.spec.project === "" ? "default" : app.spec.project;
}

function comparedTo(
  app: Application,
  source: ApplicationSource,
): NonNullable<NonNullable<ApplicationStatus["sync"]>["comparedTo"]> {
  return {
    source,
    destination: app.spec.destination,
    ...(app.spec.ignoreDifferences ? { ignoreDifferences: app.spec.ignoreDifferences } : {}),
  };
}

function startedMessage(operation: NonNullable<Application["operation"]>, revision: string): string {
  const who =
    operation.initiatedBy?.automated === true
      ? "Initiated automated sync"
      : `${operation.initiatedBy?.username ?? "Unknown user"} initiated sync`;
  return `${who} to '${operation.sync?.revision ?? revision}'`;
}
