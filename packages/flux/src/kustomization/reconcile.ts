import type { Result } from "@hawser/controller";
import { type KubeObject, refKey } from "@hawser/kube";
import { type Artifact, RevisionError } from "@hawser/source";
import { type ChangeSet, prune, StagedApplyError, stagedApply, subjectOf } from "@hawser/sync";
import { GIT_REPOSITORY, type GitRepository } from "../api/git-repository.ts";
import {
  type InventoryEntry,
  KUSTOMIZATION,
  type Kustomization,
  type KustomizationSpec,
} from "../api/kustomization.ts";
import { parseDuration } from "../duration.ts";
import { credentialsFor } from "../git-repository/credentials.ts";
import { jittered } from "../git-repository/reconcile.ts";
import { commitOf } from "../git-repository/resolve-reference.ts";
import { requestOf, withFinalizer } from "../write-status.ts";
import { awaitHealth } from "./await-health.ts";
import { BuildError, buildManifests, type Built } from "./build.ts";
import { unreadyDependency } from "./dependencies.ts";
import { APPLIER, type KustomizationDeps, REPORTER } from "./deps.ts";
import { finalizeKustomization } from "./finalize.ts";
import { entryOf, refOfEntry, subtract, union } from "./inventory.ts";
import { CONTROL_GROUP, reasonToKeep } from "./owner.ts";
import { keyOf, type Pass, progress, report } from "./pass.ts";
import type { Outcome } from "./status.ts";
import { variablesOf } from "./variables.ts";

const DEPENDENCY_RETRY_MS = 30_000;
const SHORTEST_TIMEOUT_MS = 30_000;

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
  return awaitHealth(pass, source, revision, objects, applied, deps);
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
  // As under Flux, without credentials: those are the source's, and whoever writes a Kustomization need not know them.
  const remotes = deps.remotes?.sources({ url: source.spec.url });
  const result = await buildManifests(ks, artifact, source.spec.ignore, variables, deps.built.get(key), remotes);
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

/** What cannot be left out without doing something else than was asked for. */
function unsupportedField(spec: KustomizationSpec): string | undefined {
  if (spec.decryption) return "decryption";
  if (spec.kubeConfig) return "kubeConfig";
  if ((spec.healthCheckExprs ?? []).length > 0) return "healthCheckExprs";
  return spec.dependsOn?.some(({ readyExpr }) => readyExpr !== undefined) === true
    ? "dependsOn[].readyExpr"
    : undefined;
}
