import { type Result, timestamp } from "@hawser/controller";
import { jsonEqual, type KubeObject, refKey, refOf } from "@hawser/kube";
import { type Artifact, RevisionError } from "@hawser/source";
import {
  type Change,
  type ChangeSet,
  prune,
  StagedApplyError,
  stagedApply,
  subjectOf,
  waitForChange,
} from "@hawser/sync";
import { REQUESTED_AT } from "../api/flux-object.ts";
import { GIT_REPOSITORY, type GitRepository } from "../api/git-repository.ts";
import {
  type InventoryEntry,
  KUSTOMIZATION,
  type Kustomization,
  type KustomizationSpec,
  type KustomizationStatus,
} from "../api/kustomization.ts";
import { formatDuration, parseDuration } from "../duration.ts";
import { credentialsFor } from "../git-repository/credentials.ts";
import { jittered } from "../git-repository/reconcile.ts";
import { commitOf } from "../git-repository/resolve-reference.ts";
import { requestOf, withFinalizer, writeStatus } from "../write-status.ts";
import { BuildError, buildManifests, type Built } from "./build.ts";
import { unreadyDependency } from "./dependencies.ts";
import { APPLIER, type KustomizationDeps, REPORTER } from "./deps.ts";
import { finalizeKustomization } from "./finalize.ts";
import { healthOf, healthTargets } from "./health.ts";
import { withPass } from "./history.ts";
import { entryOf, refOfEntry, subtract, union } from "./inventory.ts";
import { CONTROL_GROUP, reasonToKeep } from "./owner.ts";
import { finalConditions, type HealthOutcome, type Outcome, progressingConditions } from "./status.ts";
import { variablesOf } from "./variables.ts";

const DEPENDENCY_RETRY_MS = 30_000;
const SHORTEST_TIMEOUT_MS = 30_000;

/** One pass, as far as it has come. */
interface Pass {
  /** As it was written last. */
  ks: Kustomization;
  /** What was asked for when the pass began. */
  request: string;
  startedAt: number;
  timeoutMs: number;
  /** What to record as ours at the end. */
  inventory: InventoryEntry[] | undefined;
  changes: Change[];
  /** Of what was built. */
  digest: string | undefined;
  signal: AbortSignal;
}

/**
 * One pass over one Kustomization: build, apply what drifted, prune, wait for health, report.
 *
 * Level-based, and safe to repeat from any point: what is about to be applied is recorded before the first write, and
 * what left the source is deleted last.
 */
export async function reconcileKustomization(
  namespace: string,
  name: string,
  deps: KustomizationDeps,
  signal: AbortSignal,
): Promise<Result> {
  const { live, clock, built } = deps;
  const found = (await live.fetch({ ...KUSTOMIZATION, namespace, name })) as Kustomization | undefined;
  if (found?.metadata.deletionTimestamp !== undefined) return finalizeKustomization(found, deps);
  if (!found) {
    built.delete(`${namespace}/${name}`);
    return {};
  }
  const ks = await withFinalizer(live, found, REPORTER);
  if (ks.spec.suspend === true) return {};
  const interval = parseDuration(ks.spec.interval) ?? 600_000;
  const timeoutMs = parseDuration(ks.spec.timeout) ?? Math.max(interval - 30_000, SHORTEST_TIMEOUT_MS);
  const pass: Pass = {
    ks,
    request: requestOf(ks),
    startedAt: clock.now(),
    timeoutMs,
    inventory: undefined,
    changes: [],
    digest: undefined,
    signal,
  };
  const outcome = await attempt(pass, deps);
  await report(pass, outcome, interval, deps);
  if (outcome.kind === "ready") return { requeueAfter: jittered(interval, deps.random()) };
  if (outcome.reason === "HealthCheckCanceled") return { requeueAfter: 0 };
  return {
    requeueAfter: outcome.kind === "waiting" ? DEPENDENCY_RETRY_MS : (parseDuration(ks.spec.retryInterval) ?? interval),
  };
}

async function attempt(pass: Pass, deps: KustomizationDeps): Promise<Outcome> {
  const { ks } = pass;
  const { live } = deps;
  const unsupported = unsupportedField(ks.spec);
  if (unsupported !== undefined)
    return { kind: "failed", reason: "BuildFailed", message: `spec.${unsupported} is not supported by Hawser yet` };
  const { kind, name, namespace } = ks.spec.sourceRef;
  const source =
    kind === GIT_REPOSITORY.kind
      ? (live.get({ ...GIT_REPOSITORY, namespace: namespace ?? ks.metadata.namespace ?? "", name }) as
          | GitRepository
          | undefined)
      : undefined;
  if (!source) {
    const shown = [kind, ...(namespace === undefined ? [] : [namespace]), name].join("/");
    return { kind: "failed", reason: "ArtifactFailed", message: `Source '${shown}' not found` };
  }
  const revision = source.status?.artifact?.revision;
  if (revision === undefined)
    return { kind: "waiting", reason: "ArtifactFailed", message: "Source artifact not found, retrying in 30s" };
  const blocker = unreadyDependency(ks, revision, live);
  if (blocker !== undefined) return { kind: "waiting", reason: "DependencyNotReady", message: blocker, revision };

  let objects: readonly KubeObject[];
  try {
    const result = await build(ks, source, revision, deps);
    objects = result.objects;
    pass.digest = result.digest;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    deps.built.delete(keyOf(ks));
    return { kind: "failed", reason: error.reason, message: error.message, revision };
  }

  const wanted = objects.map(entryOf);
  const owned = ks.status?.inventory?.entries ?? [];
  let applied: ChangeSet;
  try {
    applied = await stagedApply(
      objects,
      {
        fieldManager: APPLIER,
        group: CONTROL_GROUP,
        force: ks.spec.force === true,
        ...(ks.spec.ignore ? { ignore: ks.spec.ignore } : {}),
        signal: pass.signal,
        // Recorded before the first write: an object applied by a pass that is then killed is still ours.
        beforeFirstWrite: () =>
          progress(pass, `Detecting drift for revision ${revision}`, revision, deps, union(wanted, owned)),
      },
      { live, clock: deps.clock, memory: deps.drift },
    );
    pass.changes.push(...applied);
  } catch (error) {
    if (!(error instanceof StagedApplyError)) throw error;
    pass.changes.push(...error.changes);
    return { kind: "failed", reason: "ReconciliationFailed", message: error.message, revision };
  }

  const failure = await pruneLeft(pass, wanted, owned, deps);
  if (failure !== undefined) return { kind: "failed", reason: "PruneFailed", message: failure, revision };
  return checkHealth(pass, source, revision, objects, applied, deps);
}

async function build(
  ks: Kustomization,
  source: GitRepository,
  revision: string,
  deps: KustomizationDeps,
): Promise<Built> {
  const key = keyOf(ks);
  let artifact: Artifact;
  try {
    const repository = deps.git.repository(source.spec.url, await credentialsFor(source, deps.live));
    const commit = commitOf(revision);
    try {
      artifact = await repository.artifact(commit);
    } catch (error) {
      if (!(error instanceof RevisionError)) throw error;
      // A mirror is a cache: it may have been deleted since the source was looked at.
      await repository.fetch();
      artifact = await repository.artifact(commit);
    }
  } catch (error) {
    throw new BuildError(
      "ArtifactFailed",
      `failed to get the artifact of ${revision}: ${(error as Error).message}`,
      error,
    );
  }
  let variables: Map<string, string> | undefined;
  try {
    variables = await variablesOf(ks, deps.live);
  } catch (error) {
    throw new BuildError("BuildFailed", `post build failed: ${(error as Error).message}`, error);
  }
  const result = await buildManifests(ks, artifact, source.spec.ignore, variables, deps.built.get(key));
  deps.built.set(key, result);
  return result;
}

/** Deletes what is recorded and not wanted any more. Prune last: if apply fails, nothing that still runs was taken away. */
async function pruneLeft(
  pass: Pass,
  wanted: readonly InventoryEntry[],
  owned: readonly InventoryEntry[],
  deps: KustomizationDeps,
): Promise<string | undefined> {
  pass.inventory = [...wanted];
  const left = pass.ks.spec.prune ? subtract(owned, wanted) : [];
  if (left.length === 0) return undefined;
  const refs = left.flatMap((entry) => refOfEntry(entry) ?? []);
  const result = await prune(
    refs,
    { reasonToKeep: reasonToKeep(pass.ks), propagationPolicy: "Background", signal: pass.signal },
    { live: deps.live },
  );
  for (const ref of refs) deps.drift.forget(ref);
  for (const ref of result.deleted) pass.changes.push({ ref, subject: subjectOf(ref), action: "deleted" });
  // What could not be deleted stays ours.
  const survivors = new Set(result.survivors.map(({ ref }) => refKey(ref)));
  const kept = left.filter((entry) => {
    const ref = refOfEntry(entry);
    return ref !== undefined && survivors.has(refKey(ref));
  });
  pass.inventory = union(wanted, kept);
  if (result.survivors.length === 0) return undefined;
  return result.survivors.map(({ ref, error }) => `${subjectOf(ref)} delete failed: ${error}`).join("\n");
}

async function checkHealth(
  pass: Pass,
  source: GitRepository,
  revision: string,
  objects: readonly KubeObject[],
  changes: ChangeSet,
  deps: KustomizationDeps,
): Promise<Outcome> {
  const { live, clock } = deps;
  const targets = healthTargets(pass.ks, objects, changes);
  if (targets.length === 0) return { kind: "ready", revision, health: undefined };
  const started = clock.now();
  const took = (): string => formatDuration(clock.now() - started);
  if (healthOf(targets, live).kind === "healthy") {
    const health = { healthy: true, message: `Health check passed in ${took()}`, atOnce: true };
    return { kind: "ready", revision, health };
  }
  const timeout = formatDuration(pass.timeoutMs);
  await progress(
    pass,
    `Running health checks for revision ${revision} with a timeout of ${timeout}`,
    revision,
    deps,
    pass.inventory,
  );
  const own = refKey(refOf(pass.ks));
  const sources = refKey(refOf(source));
  const concerned = new Set([own, sources, ...targets.map(({ ref }) => refKey(ref))]);
  // A fix must not wait until the broken revision has had its time.
  const isSuperseded = (): boolean => {
    const current = live.get({
      ...KUSTOMIZATION,
      namespace: pass.ks.metadata.namespace ?? "",
      name: pass.ks.metadata.name,
    });
    const newest = live.get(refOf(source)) as GitRepository | undefined;
    return !current || requestOf(current) !== pass.request || newest?.status?.artifact?.revision !== revision;
  };
  let superseded = false;
  const ended = await waitForChange(
    live,
    clock,
    () => {
      superseded = isSuperseded();
      return superseded || healthOf(targets, live).kind !== "waiting";
    },
    { timeoutMs: pass.timeoutMs, signal: pass.signal, concerns: ({ ref }) => concerned.has(refKey(ref)) },
  );
  const state = healthOf(targets, live);
  if (state.kind === "healthy") {
    const health: HealthOutcome = { healthy: true, message: `Health check passed in ${took()}`, atOnce: false };
    return { kind: "ready", revision, health };
  }
  const culprits = `[${state.culprits.join(", ")}]`;
  const cause = !ended
    ? `timeout waiting for: ${culprits}`
    : superseded
      ? "new reconciliation requested"
      : `failed early due to stalled resources: ${culprits}`;
  const message = `health check ${superseded ? "canceled" : "failed"} after ${took()}: ${cause}`;
  const reason = superseded ? "HealthCheckCanceled" : "HealthCheckFailed";
  return { kind: "failed", reason, message, revision, health: { healthy: false, message, atOnce: false } };
}

/** Says what a pass is at, and what it is about to own. */
async function progress(
  pass: Pass,
  message: string,
  revision: string,
  deps: KustomizationDeps,
  entries: InventoryEntry[] | undefined,
): Promise<void> {
  const conditions = progressingConditions(pass.ks, message, timestamp(deps.clock));
  const status: Partial<KustomizationStatus> = {
    conditions,
    lastAttemptedRevision: revision,
    ...(entries ? { inventory: { entries } } : {}),
  };
  pass.ks = await writeStatus(deps.live, pass.ks, status, REPORTER);
}

async function report(pass: Pass, outcome: Outcome, interval: number, deps: KustomizationDeps): Promise<void> {
  const { ks } = pass;
  const { clock, events } = deps;
  const before = ks.status?.conditions?.find(({ type }) => type === "Ready");
  const requested = ks.metadata.annotations?.[REQUESTED_AT];
  const status: Partial<KustomizationStatus> = {
    observedGeneration: ks.metadata.generation ?? 1,
    conditions: finalConditions(ks, outcome, timestamp(clock)),
    ...(requested === undefined ? {} : { lastHandledReconcileAt: requested }),
    ...(pass.inventory ? { inventory: { entries: pass.inventory } } : {}),
    ...(outcome.revision === undefined ? {} : { lastAttemptedRevision: outcome.revision }),
    ...(outcome.kind === "ready" ? { lastAppliedRevision: outcome.revision } : {}),
  };
  const isNews = Object.entries(status).some(
    ([field, value]) => !jsonEqual(ks.status?.[field as keyof KustomizationStatus], value),
  );
  if (isNews && pass.digest !== undefined && outcome.revision !== undefined) {
    const reason = outcome.kind === "ready" ? "ReconciliationSucceeded" : outcome.reason;
    const { digest } = pass;
    const duration = formatDuration(clock.now() - pass.startedAt);
    const { revision } = outcome;
    status.history = withPass(ks.status?.history, {
      digest,
      status: reason,
      revision,
      now: timestamp(clock),
      duration,
    });
  }
  pass.ks = await writeStatus(deps.live, ks, status, REPORTER);

  const changed = pass.changes.filter(({ action }) => action !== "unchanged" && action !== "skipped");
  const annotations = outcome.revision === undefined ? {} : { [`${CONTROL_GROUP}/revision`]: outcome.revision };
  if (changed.length > 0) {
    const message = changed.map(({ subject, action }) => `${subject} ${action}`).join("\n");
    deps.logger.info("server-side apply completed", { kustomization: keyOf(ks), changes: changed.length });
    events.record(ks, { type: "Normal", reason: "Progressing", message, annotations });
  }
  if (outcome.kind === "ready") {
    if (changed.length === 0 && before?.status === "True") return;
    const took = formatDuration(clock.now() - pass.startedAt);
    const message = `Reconciliation finished in ${took}, next run in ${formatDuration(interval)}`;
    events.record(ks, { type: "Normal", reason: "ReconciliationSucceeded", message, annotations });
  } else if (outcome.kind === "failed") {
    const { reason, message } = outcome;
    deps.logger.error(message, { kustomization: keyOf(ks), reason });
    events.record(ks, { type: "Warning", reason, message, annotations });
  } else if (outcome.reason === "DependencyNotReady" && before?.message !== outcome.message) {
    const message = "Dependencies do not meet ready condition, retrying in 30s";
    events.record(ks, { type: "Normal", reason: outcome.reason, message, annotations });
  }
}

/** What cannot be left out without doing something else than was asked for. */
function unsupportedField(spec: KustomizationSpec): string | undefined {
  if (spec.decryption) return "decryption";
  if (spec.kubeConfig) return "kubeConfig";
  if ((spec.healthCheckExprs ?? []).length > 0) return "healthCheckExprs";
  return spec.dependsOn?.some(({ readyExpr }) => readyExpr !== undefined) === true
    ? "dependsOn[].readyExpr"
    : undefined;
}

function keyOf({ metadata }: Kustomization): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
