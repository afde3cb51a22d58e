import { createHash } from "node:crypto";
import { type Clock, type EventRecorder, findCondition, type Logger, type Result, timestamp } from "@hawser/controller";
import type { Credentials, GitRepository as Repository, GitSource } from "@hawser/source";
import type { LiveState } from "@hawser/sync";
import { FLUX_NAMESPACE, type FluxArtifact, REQUESTED_AT } from "../api/flux-object.ts";
import { GIT_REPOSITORY, type GitRepository } from "../api/git-repository.ts";
import { parseDuration } from "../duration.ts";
import { withFinalizer, withoutFinalizer, writeStatus } from "../write-status.ts";
import { credentialsFor } from "./credentials.ts";
import { resolveReference } from "./resolve-reference.ts";
import { failedConditions, storedConditions } from "./status.ts";

const MANAGER = "gotk-source-controller";
const FIRST_RETRY_MS = 750;
const LAST_RETRY_MS = 900_000;

export interface GitRepositoryDeps {
  live: LiveState;
  git: GitSource;
  clock: Clock;
  logger: Logger;
  events: EventRecorder;
  random(): number;
  /** When each repository is to be looked at next; rebuilt at will. */
  memory: Map<string, Look>;
}

/** The last look at one repository. */
export interface Look {
  nextAt: number;
  failures: number;
  /** Something was pushed. */
  stale: boolean;
}

/** One pass over one GitRepository: fetch, resolve, report. */
export async function reconcileGitRepository(
  namespace: string,
  name: string,
  deps: GitRepositoryDeps,
  signal?: AbortSignal,
): Promise<Result> {
  const { live, clock, memory } = deps;
  const key = `${namespace}/${name}`;
  let object = (await live.fetch({ ...GIT_REPOSITORY, namespace, name })) as GitRepository | undefined;
  if (!object) {
    memory.delete(key);
    return {};
  }
  if (object.metadata.deletionTimestamp !== undefined) {
    await withoutFinalizer(live, object, MANAGER);
    return {};
  }
  object = await withFinalizer(live, object, MANAGER);
  if (object.spec.suspend === true) return {};

  const { spec, status, metadata } = object;
  const look = memory.get(key);
  const requested = metadata.annotations?.[REQUESTED_AT];
  const asked =
    look === undefined ||
    look.stale ||
    (requested !== undefined && requested !== status?.lastHandledReconcileAt) ||
    metadata.generation !== status?.observedGeneration;
  if (!asked && clock.now() < look.nextAt) return { requeueAfter: look.nextAt - clock.now() };

  // A push that comes from now on asks for another look.
  memory.set(key, { nextAt: 0, failures: look?.failures ?? 0, stale: false });
  const started = {
    observedGeneration: metadata.generation ?? 1,
    ...(requested === undefined ? {} : { lastHandledReconcileAt: requested }),
  };
  const unsupported = spec.verify ? "verify" : (spec.include ?? []).length > 0 ? "include" : undefined;
  if (unsupported !== undefined)
    return fail(object, "GitOperationFailed", `spec.${unsupported} is not supported by Hawser yet`, started, deps);
  let credentials: Credentials | undefined;
  try {
    credentials = await credentialsFor(object, live);
  } catch (error) {
    return fail(object, "AuthenticationFailed", (error as Error).message, started, deps);
  }
  try {
    const repository = deps.git.repository(spec.url, credentials);
    await fetchInTime(repository, parseDuration(spec.timeout) ?? 60_000, clock, signal);
    const { commit, revision } = await resolveReference(repository, spec.ref ?? {});
    const artifact = await artifactOf(object, repository, commit, revision, deps);
    const isNew = artifact.revision !== status?.artifact?.revision;
    const failedBefore = findCondition(status?.conditions, "FetchFailed") !== undefined;
    await writeStatus(
      live,
      object,
      {
        ...started,
        artifact,
        observedIgnore: spec.ignore,
        conditions: storedConditions(object, revision, timestamp(clock)),
      },
      MANAGER,
    );
    if (isNew) {
      const [subject = ""] = (await repository.commit(commit)).message.split("\n");
      const message = `stored artifact for commit '${subject}'`;
      deps.events.record(object, { type: "Normal", reason: "NewArtifact", message });
    } else if (failedBefore) {
      const message = `stored artifact for revision '${revision}'`;
      deps.events.record(object, { type: "Normal", reason: "Succeeded", message });
    }
    const interval = jittered(parseDuration(spec.interval) ?? 60_000, deps.random());
    memory.set(key, { nextAt: clock.now() + interval, failures: 0, stale: memory.get(key)?.stale ?? false });
    return { requeueAfter: interval };
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const message = `failed to checkout and determine revision: unable to clone '${spec.url}': ${(error as Error).message}`;
    return fail(object, "GitOperationFailed", message, started, deps);
  }
}

/** Within five percent, so that not all look at the same moment. */
export function jittered(ms: number, random: number): number {
  return ms * (0.95 + 0.1 * random);
}

async function fail(
  object: GitRepository,
  reason: string,
  message: string,
  started: object,
  deps: GitRepositoryDeps,
): Promise<Result> {
  const { clock, memory } = deps;
  const key = `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
  deps.logger.warn(message, { repository: key });
  const known = findCondition(object.status?.conditions, "Ready")?.message === message;
  await writeStatus(
    deps.live,
    object,
    { ...started, conditions: failedConditions(object, reason, message, timestamp(clock)) },
    MANAGER,
  );
  if (!known) deps.events.record(object, { type: "Warning", reason, message });
  const failures = (memory.get(key)?.failures ?? 0) + 1;
  const stale = memory.get(key)?.stale ?? false;
  const delay = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS);
  memory.set(key, { nextAt: clock.now() + delay, failures, stale });
  return { requeueAfter: delay };
}

async function fetchInTime(repository: Repository, ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  const late = new AbortController();
  const cancel = clock.after(ms, () => late.abort(new Error("context deadline exceeded")));
  try {
    await repository.fetch(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
  } finally {
    cancel();
  }
}

/** The same artifact as before when it is the same revision: who uses it looks at the revision alone. */
async function artifactOf(
  object: GitRepository,
  repository: Repository,
  commit: string,
  revision: string,
  deps: GitRepositoryDeps,
): Promise<FluxArtifact> {
  const { treeId } = await repository.artifact(commit);
  const known = object.status?.artifact;
  if (known?.revision === revision && object.status?.observedIgnore === object.spec.ignore) return known;
  const path = `gitrepository/${object.metadata.namespace ?? ""}/${object.metadata.name}/${commit}.tar.gz`;
  const digest = createHash("sha256")
    .update(`${treeId}\n${object.spec.ignore ?? ""}`)
    .digest("hex");
  return {
    digest: `sha256:${digest}`,
    lastUpdateTime: timestamp(deps.clock),
    path,
    revision,
    url: `http://source-controller.${FLUX_NAMESPACE}.svc.cluster.local./${path}`,
  };
}
