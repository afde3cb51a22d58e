import { type Result, timestamp } from "@hawser/controller";
import { argoHealth, type JsonPatchOperation, jsonEqual, refKey, refOf } from "@hawser/kube";
import { advanceOperation, type OperationState as SyncState, parseSyncOptions } from "@hawser/sync";
import type {
  Application,
  ApplicationSource,
  OperationState,
  ResourceResult,
  RevisionHistory,
} from "../api/application.ts";
import { type ComparedState, compareOptionsOf, compareState } from "./compare.ts";
import { forbiddenBy, projectNameOf } from "./project-rules.ts";
import { loadTargetState, resolveRevision, type TargetState } from "./target-state.ts";
import { trackedOwner } from "./tracking.ts";
import type { ApplicationDeps } from "./application-deps.ts";
import { failedToLoad } from "./status.ts";

const HISTORY_LIMIT = 10;

/** Takes the requested operation one step further, and reports it. */
export async function runOperation(
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
    {
      client: deps.clientFor(app),
      live: deps.live,
      comparer: deps.comparer,
      clock: deps.clock,
      healthOf: argoHealth,
      record,
    },
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
export async function operateAlone(
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
export async function endWithError(
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

function startedMessage(operation: NonNullable<Application["operation"]>, revision: string): string {
  const who =
    operation.initiatedBy?.automated === true
      ? "Initiated automated sync"
      : `${operation.initiatedBy?.username ?? "Unknown user"} initiated sync`;
  return `${who} to '${operation.sync?.revision ?? revision}'`;
}
