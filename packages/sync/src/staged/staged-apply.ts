import type { Clock } from "@hawser/controller";
import {
  hasReason,
  type KubeObject,
  kstatus,
  LAST_APPLIED,
  type ObjectRef,
  refKey,
  refOf,
  type StatusError,
} from "@hawser/kube";
import { foldStringData, normalize } from "../compare/normalize.ts";
import { deepEqual, omit } from "../json/value.ts";
import type { LiveState } from "../live/live-state.ts";
import { waitForChange } from "../live/wait-for-change.ts";
import { controlOf, isSwitched } from "./control.ts";
import type { DriftMemory } from "./drift-memory.ts";
import { type IgnorePaths, withLiveFields } from "./ignore-paths.ts";
import { stagesOf } from "./stages.ts";
import { isHeldByHand, takenOver } from "./take-over.ts";

export type ChangeAction = "created" | "configured" | "unchanged" | "deleted" | "skipped" | "unknown";

/** What became of one object. */
export interface Change {
  ref: ObjectRef;
  /** `Kind/ns/name`, or `Kind/name`. */
  subject: string;
  action: ChangeAction;
}

export type ChangeSet = readonly Change[];

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
  /** Called once, before anything is written; not at all when nothing changes. */
  beforeFirstWrite?(): Promise<void>;
  signal?: AbortSignal;
}

export interface StagedApplyDeps {
  live: LiveState;
  clock: Clock;
  /** Answers of earlier dry runs; keep one for the life of the process. */
  memory: DriftMemory;
}

/** What stopped an apply, and what was done before. */
export class StagedApplyError extends Error {
  readonly changes: ChangeSet;

  constructor(message: string, changes: ChangeSet, cause: unknown) {
    super(message, { cause });
    this.name = "StagedApplyError";
    this.changes = changes;
  }
}

/** `Kind/ns/name`, or `Kind/name`. */
export function subjectOf(ref: { kind: string; namespace: string; name: string }): string {
  return ref.namespace === "" ? `${ref.kind}/${ref.name}` : `${ref.kind}/${ref.namespace}/${ref.name}`;
}

/** What applying one object would do. */
interface Step {
  desired: KubeObject;
  live: KubeObject | undefined;
  action: "created" | "configured" | "unchanged" | "skipped";
  /** It cannot be changed: deleted and made again. */
  recreate: boolean;
  /** Fields that were written by hand are taken over first, so that they go when they are not desired. */
  takeOver: boolean;
}

/**
 * Applies objects as Flux does. A stage is tried out as a whole before any of it is written: one object that would be
 * refused keeps the stage from being applied. Only what drifted is written. Throws `StagedApplyError`.
 *
 * No dry run is made where the memory knows that nothing would change.
 */
export async function stagedApply(
  objects: readonly KubeObject[],
  options: StagedApplyOptions,
  deps: StagedApplyDeps,
): Promise<ChangeSet> {
  const settled = allUnchanged(objects, options, deps);
  if (settled) return settled;
  const changes: Change[] = [];
  let wrote = false;
  const firstWrite = async (): Promise<void> => {
    if (wrote) return;
    wrote = true;
    await options.beforeFirstWrite?.();
  };
  try {
    for (const stage of stagesOf(objects, options.customStageKinds)) {
      const steps = await inParallel(stage.objects, options.concurrency ?? 4, (object) => plan(object, options, deps));
      for (const step of steps) {
        options.signal?.throwIfAborted();
        if (step.action === "created" || step.action === "configured") {
          await firstWrite();
          await carryOut(step, options, deps);
        }
        const ref = refOf(step.desired);
        changes.push({ ref, subject: subjectOf(ref), action: step.action });
      }
      const changed = steps.filter(({ action }) => action === "created" || action === "configured");
      if (stage.awaited && changed.length > 0) await whenReady(changed, options, deps);
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new StagedApplyError((error as Error).message, changes, error);
  }
  return changes;
}

/** The usual end, found without a promise: of every object it is known that applying it changes nothing. */
function allUnchanged(
  objects: readonly KubeObject[],
  { ignore, fieldManager }: StagedApplyOptions,
  { live: state, memory }: StagedApplyDeps,
): ChangeSet | undefined {
  if (ignore) return undefined;
  const changes: Change[] = [];
  for (const desired of objects) {
    const ref = refOf(desired);
    const live = state.get(ref);
    if (!live || !memory.isUnchanged(desired, live, fieldManager)) return undefined;
    changes.push({ ref, subject: subjectOf(ref), action: "unchanged" });
  }
  return changes;
}

async function plan(desired: KubeObject, options: StagedApplyOptions, deps: StagedApplyDeps): Promise<Step> {
  const ref = refOf(desired);
  const { live: state, memory } = deps;
  const resource = state.resourceFor(ref) ?? (await state.client.resourceFor(ref));
  if (!resource) {
    throw new Error(
      `${subjectOf(ref)} dry-run failed: no matches for kind "${ref.kind}" in version "${desired.apiVersion}"`,
    );
  }
  if (resource.namespaced && ref.namespace === "") {
    throw new Error(`${subjectOf(ref)} namespace not specified: the server could not find the requested resource`);
  }
  const live = await state.fetch(ref);
  const step: Step = { desired, live, action: "unchanged", recreate: false, takeOver: false };
  const mode = controlOf(desired, options.group, "ssa");
  if (
    mode === "ignore" ||
    (mode === "ifnotpresent" && live) ||
    isSwitched(desired, options.group, "reconcile", "disabled") ||
    (live && isSwitched(live, options.group, "reconcile", "disabled"))
  ) {
    return { ...step, action: "skipped" };
  }
  if (live && options.ignore) step.desired = withLiveFields(desired, live, options.ignore);
  if (live && memory.isUnchanged(step.desired, live, options.fieldManager)) return step;
  try {
    const predicted = await applyOnce(step.desired, options, deps, true);
    if (!live) return { ...step, action: "created" };
    const takeOver = mode !== "merge" && isHeldByHand(predicted, step.desired, options.fieldManager);
    if (takeOver || hasDrifted(live, predicted)) return { ...step, action: "configured", takeOver };
    memory.remember(step.desired, live, options.fieldManager);
    return step;
  } catch (error) {
    if (live && isImmutable(error)) {
      if (options.force || isSwitched(desired, options.group, "force", "enabled"))
        return { ...step, action: "configured", recreate: true };
    }
    throw new Error(refusal(ref, error as Error), { cause: error });
  }
}

async function carryOut(step: Step, options: StagedApplyOptions, deps: StagedApplyDeps): Promise<void> {
  const { desired, live: before } = step;
  const { live } = deps;
  const ref = refOf(desired);
  try {
    if (step.recreate && before) {
      const { uid } = before.metadata;
      await live.client.delete(ref, {
        propagationPolicy: "Foreground",
        ...(uid === undefined ? {} : { preconditions: { uid } }),
      });
      const gone = await waitForChange(live, deps.clock, () => live.get(ref)?.metadata.uid !== uid, {
        timeoutMs: options.stageTimeoutMs ?? STAGE_TIMEOUT_MS,
        ...(options.signal ? { signal: options.signal } : {}),
      });
      if (!gone) throw new Error("timeout waiting for deletion");
    }
    if (step.takeOver) await takeOwnership(ref, options, deps);
    const answer = await applyOnce(desired, options, deps, false);
    live.observe(answer);
    deps.memory.remember(desired, answer, options.fieldManager);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new Error(`${subjectOf(ref)} apply failed: ${(error as Error).message}`, { cause: error });
  }
}

async function takeOwnership(ref: ObjectRef, options: StagedApplyOptions, { live }: StagedApplyDeps): Promise<void> {
  const current = await live.client.get(ref);
  if (!current) return;
  const { resourceVersion, annotations = {} } = current.metadata;
  const metadata = {
    // Somebody else may write meanwhile: then the next pass tries again.
    resourceVersion,
    managedFields: takenOver(current, options.fieldManager),
    ...(LAST_APPLIED in annotations ? { annotations: { [LAST_APPLIED]: null } } : {}),
  };
  await live.client.patch(ref, { type: "merge", body: { metadata } }, { fieldManager: options.fieldManager });
}

const STAGE_TIMEOUT_MS = 60_000;

function applyOnce(
  desired: KubeObject,
  options: StagedApplyOptions,
  deps: StagedApplyDeps,
  dryRun: boolean,
): Promise<KubeObject> {
  return deps.live.client.apply(asApplied(desired), {
    fieldManager: options.fieldManager,
    force: true,
    dryRun,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** A status is the cluster's to write, and a Secret's text is stored as data. */
function asApplied(object: KubeObject): KubeObject {
  const folded = foldStringData(object);
  return folded.kind === "CustomResourceDefinition" ? folded : (omit(folded, "status") as KubeObject);
}

/** Labels, annotations, and all outside metadata and status count. */
function hasDrifted(live: KubeObject, predicted: KubeObject): boolean {
  const counted = (object: KubeObject): unknown => {
    const { metadata, ...rest } = normalize(object);
    const { labels, annotations } = metadata as { labels?: unknown; annotations?: unknown };
    return { ...rest, labels: labels ?? {}, annotations: annotations ?? {} };
  };
  return !deepEqual(counted(live), counted(predicted));
}

function isImmutable(error: unknown): boolean {
  return (
    hasReason(error, "Conflict", "Invalid") ||
    /is immutable|immutable field/.test(error instanceof Error ? error.message : "")
  );
}

// In the words of Flux: people search for them.
function refusal(ref: ObjectRef, error: Error): string {
  if (hasReason(error, "NotFound"))
    return ref.namespace === ""
      ? `${subjectOf(ref)} namespace not specified: ${error.message}`
      : `${subjectOf(ref)} not found: ${error.message}`;
  const reason = (error as Partial<StatusError>).reason;
  return `${subjectOf(ref)} dry-run failed${reason === undefined ? "" : ` (${reason})`}: ${error.message}`;
}

async function whenReady(steps: readonly Step[], options: StagedApplyOptions, deps: StagedApplyDeps): Promise<void> {
  const refs = steps.map(({ desired }) => refOf(desired));
  const unready = (): string[] =>
    refs.flatMap((ref) => {
      const object = deps.live.get(ref);
      const status = object ? kstatus(object).status : "NotFound";
      return status === "Current" ? [] : [`${subjectOf(ref)} status: '${status}'`];
    });
  const keys = new Set(refs.map(refKey));
  const ready = await waitForChange(deps.live, deps.clock, () => unready().length === 0, {
    timeoutMs: options.stageTimeoutMs ?? STAGE_TIMEOUT_MS,
    concerns: ({ ref }) => keys.has(refKey(ref)),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (!ready) throw new Error(`timeout waiting for: [${unready().join(", ")}]`);
  // What a new definition brings is served from now on.
  if (refs.some(({ kind }) => kind === "CustomResourceDefinition")) await deps.live.client.refreshResources();
}

async function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
