import { gvkOf, hasReason, type KubeObject, type ObjectRef, refKey, refOf, StatusError } from "@hawser/kube";
import { applyObject, shortName } from "./apply-object.ts";
import type {
  HookType,
  OperationDeps,
  OperationInput,
  OperationPhase,
  OperationState,
  OperationStep,
  ResourceResult,
  SyncPhase,
} from "./operation.ts";
import { deletePoliciesOf, hooksOf, kindRank, objectOptions, PHASES, waveOf } from "./order.ts";

const FIELD_MANAGER = "argocd-controller";
const WAVE_DELAY_MS = 2_000;

/** One thing to do: apply or prune one object, in one phase. */
interface Task {
  ref: ObjectRef;
  phase: SyncPhase;
  wave: number;
  rank: number;
  hook: HookType | undefined;
  target: KubeObject | undefined;
  live: KubeObject | undefined;
  result: ResourceResult | undefined;
}

/**
 * Takes a sync one step further, as Argo CD does: the lowest wave of the first phase that is not done; prunes first,
 * then applies. Answers the new state; called again when objects change, until the state is no longer Running.
 *
 * Everything it knows of earlier steps is in the state: a restart continues where the last one was recorded.
 */
export async function advanceOperation(
  input: OperationInput,
  state: OperationState,
  deps: OperationDeps,
): Promise<OperationStep> {
  if (state.phase === "Terminating") {
    await deleteRunningHooks(state.resources, deps);
    return {
      state: { ...state, phase: "Failed", message: "Operation terminated", resources: state.resources.map(ended) },
    };
  }
  const results = new Map(state.resources.map((result) => [resultKey(result), result]));
  const tasks = planTasks(input, deps, results);
  const isFirst = state.resources.length === 0;

  const invalid = isFirst ? await validateTasks(input, tasks, deps) : [];
  if (invalid.length > 0) {
    for (const { task, why } of invalid)
      setResult(results, task, { status: "SyncFailed", message: why, hookPhase: "Failed" });
    const message = `one or more synchronization tasks are not valid due to: ${invalid.map(({ why }) => why).join(", ")}`;
    return { state: { phase: "Failed", message, resources: [...results.values()] } };
  }
  if (isFirst && input.options.createNamespace && !input.options.dryRun) await createNamespace(input, deps);

  updateRunning(tasks, results, deps);
  const multiStep =
    tasks.some((task) => task.hook !== undefined) ||
    new Set(tasks.map((task) => `${task.phase}/${task.wave}`)).size > 1;
  const resources = (): ResourceResult[] => [...results.values()];
  const of = (task: Task): ResourceResult | undefined => results.get(taskKey(task));
  const isDone = (task: Task): boolean => of(task)?.hookPhase !== undefined && of(task)?.hookPhase !== "Running";
  const isFailed = (task: Task): boolean =>
    of(task)?.hookPhase === "Failed" || of(task)?.hookPhase === "Error" || of(task)?.status === "SyncFailed";

  const running = tasks.filter((task) => of(task)?.hookPhase === "Running");
  const waiting = running.filter((task) => task.hook !== undefined || multiStep || !task.target);
  const [first] = waiting;
  if (first)
    return { state: { phase: "Running", message: waitingMessage(first, waiting.length), resources: resources() } };

  if (tasks.some((task) => task.phase !== "SyncFail" && isFailed(task))) return fail(input, tasks, results, deps);

  const pending = tasks.filter((task) => task.phase !== "SyncFail" && of(task) === undefined);
  const next = pending[0];
  if (!next) {
    await deleteHooks(tasks, "HookSucceeded", deps);
    return {
      state: {
        phase: "Succeeded",
        message: "successfully synced (no more tasks)",
        resources: resources().map(settled),
      },
    };
  }
  const batch = pending.filter((task) => task.phase === next.phase && task.wave === next.wave);
  await runBatch(input, batch, results, deps, async () =>
    deps.record({ phase: "Running", message: state.message, resources: resources() }),
  );
  if (batch.some(isFailed)) return fail(input, tasks, results, deps);

  const rest = pending.filter((task) => !batch.includes(task));
  if (
    rest.length === 0 &&
    !batch.some((task) => task.hook !== undefined) &&
    !batch.some((task) => !task.target && !isDone(task))
  ) {
    return { state: { phase: "Succeeded", message: "successfully synced (all tasks run)", resources: resources() } };
  }
  const waitsFor = batch.find((task) => of(task)?.hookPhase === "Running") ?? batch[0];
  return {
    state: {
      phase: "Running",
      message: waitsFor ? waitingMessage(waitsFor, batch.length) : state.message,
      resources: resources(),
    },
    requeueAfterMs: rest.length > 0 ? (input.waveDelayMs ?? WAVE_DELAY_MS) : 100,
  };
}

/** All tasks in the order they run. */
function planTasks(input: OperationInput, deps: OperationDeps, results: ReadonlyMap<string, ResourceResult>): Task[] {
  const selected = (object: KubeObject): boolean => input.selected?.(refOf(object)) ?? true;
  const tasks: Task[] = [];
  const wanted = new Set<string>();
  for (const target of input.desired) {
    const hooks = hooksOf(target);
    wanted.add(refKey(refOf(target)));
    if (hooks.includes("Skip") || !selected(target)) continue;
    if (hooks.length === 0) {
      if (
        input.options.applyOutOfSyncOnly &&
        input.isSynced?.(refOf(target)) === true &&
        !results.has(`Sync|${refKey(refOf(target))}`)
      )
        continue;
      tasks.push(taskOf(target, "Sync", undefined, deps, results));
      continue;
    }
    if (input.options.skipHooks) continue;
    for (const hook of hooks) {
      const phase = PHASES.find((candidate) => candidate === hook);
      if (phase) tasks.push(taskOf(named(target, input, phase), phase, hook, deps, results));
    }
  }
  const lastWave = Math.max(0, ...tasks.filter(({ phase }) => phase === "Sync").map(({ wave }) => wave));
  const firstWave = Math.min(0, ...tasks.filter(({ phase }) => phase === "Sync").map(({ wave }) => wave));
  const prunes = input.owned.filter(
    (live) => !wanted.has(refKey(refOf(live))) && hooksOf(live).length === 0 && selected(live),
  );
  const waves = prunes.map(waveOf);
  for (const live of prunes) {
    const last = input.options.pruneLast || objectOptions(live).has("PruneLast=true");
    // What came last goes first: waves of what is pruned run backwards.
    const reversed = Math.min(...waves) + Math.max(...waves) - waveOf(live);
    tasks.push({
      ...taskOf(live, "Sync", undefined, deps, results),
      target: undefined,
      wave: last ? lastWave + 1 : Math.max(firstWave, reversed),
    });
  }
  return tasks.sort(
    (a, b) =>
      PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) ||
      a.wave - b.wave ||
      (a.target ? 1 : 0) - (b.target ? 1 : 0) ||
      a.rank - b.rank ||
      (a.ref.name < b.ref.name ? -1 : 1),
  );
}

function taskOf(
  object: KubeObject,
  phase: SyncPhase,
  hook: HookType | undefined,
  deps: OperationDeps,
  results: ReadonlyMap<string, ResourceResult>,
): Task {
  const ref = refOf(object);
  return {
    ref,
    phase,
    wave: waveOf(object),
    rank: kindRank(object),
    hook,
    target: object,
    live: deps.live.get(ref),
    result: results.get(`${phase}|${refKey(ref)}`),
  };
}

/** A hook without a name gets one that tells its revision, phase and attempt. */
function named(target: KubeObject, { revision, startedAt }: OperationInput, phase: SyncPhase): KubeObject {
  const { generateName, name, ...metadata } = target.metadata;
  if (name !== undefined && name !== "") return target;
  const made = `${generateName ?? ""}${revision.slice(0, 7)}-${phase.toLowerCase()}-${Math.floor(startedAt / 1000)}`;
  return { ...target, metadata: { ...metadata, name: made } };
}

async function validateTasks(
  input: OperationInput,
  tasks: readonly Task[],
  deps: OperationDeps,
): Promise<{ task: Task; why: string }[]> {
  const bringsKinds = new Set(
    tasks
      .flatMap(({ target }) =>
        target && target.kind === "CustomResourceDefinition"
          ? [target.spec as { group?: string; names?: { kind?: string } } | undefined]
          : [],
      )
      .map((spec) => `${spec?.group ?? ""}/${spec?.names?.kind ?? ""}`),
  );
  const problems: { task: Task; why: string }[] = [];
  for (const task of tasks) {
    const resource = await deps.client.resourceFor(task.ref);
    const skip =
      input.options.skipDryRunOnMissingResource ||
      (task.target && objectOptions(task.target).has("SkipDryRunOnMissingResource=true"));
    if (!resource && !bringsKinds.has(`${task.ref.group}/${task.ref.kind}`) && skip !== true) {
      const version = task.ref.group === "" ? task.ref.version : `${task.ref.group}/${task.ref.version}`;
      problems.push({
        task,
        why: `The Kubernetes API could not find ${version}/${task.ref.kind} for requested resource ${task.ref.namespace}/${task.ref.name}. Make sure the "${task.ref.kind}" CRD is installed on the destination cluster.`,
      });
      continue;
    }
    const forbidden = input.forbidden?.(task.ref, resource?.namespaced ?? true);
    if (forbidden !== undefined) problems.push({ task, why: forbidden });
    const other = input.options.failOnSharedResource && task.live ? input.otherOwner?.(task.live) : undefined;
    if (other !== undefined)
      problems.push({
        task,
        why: `Shared resource found: ${shortName(task.live as KubeObject)} is already managed by ${other}`,
      });
  }
  return problems;
}

async function createNamespace(input: OperationInput, deps: OperationDeps): Promise<void> {
  const { namespace, managedNamespaceMetadata: managed } = input;
  if (
    namespace === "" ||
    input.desired.some((object) => object.kind === "Namespace" && object.metadata.name === namespace)
  )
    return;
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      ...(managed?.labels ? { labels: managed.labels } : {}),
      ...(managed?.annotations ? { annotations: managed.annotations } : {}),
    },
  };
  try {
    if (managed) deps.live.observe(await deps.client.apply(object, { fieldManager: FIELD_MANAGER, force: true }));
    else if (!deps.live.get(refOf(object)))
      deps.live.observe(await deps.client.create(object, { fieldManager: FIELD_MANAGER }));
  } catch (error) {
    if (!hasReason(error, "AlreadyExists")) throw error;
  }
}

/** What runs is looked at again: healthy is done, gone or broken is failed. */
function updateRunning(tasks: readonly Task[], results: Map<string, ResourceResult>, deps: OperationDeps): void {
  for (const task of tasks) {
    const result = results.get(taskKey(task));
    if (result?.hookPhase !== "Running") continue;
    const live = deps.live.get(task.ref);
    if (!task.target) {
      if (!live) setResult(results, task, { hookPhase: "Succeeded" });
      continue;
    }
    if (!live) {
      setResult(results, task, {
        status: "SyncFailed",
        hookPhase: "Failed",
        message: `resource ${task.ref.kind}/${task.ref.name} is missing, it might have been deleted`,
      });
      continue;
    }
    const health = deps.healthOf(live);
    const message = health?.message ?? result.message ?? "";
    if (!health || health.status === "Healthy")
      setResult(results, task, { hookPhase: "Succeeded", ...(task.hook ? { message } : {}) });
    else if (health.status === "Degraded" || (health.status === "Unknown" && task.hook))
      setResult(results, task, { hookPhase: "Failed", ...(task.hook ? { message } : {}) });
  }
  // Objects that were pruned earlier are no longer among the tasks when they are gone.
  const present = new Set(tasks.map(taskKey));
  for (const [key, result] of results) {
    if (!present.has(key) && result.hookPhase === "Running") results.set(key, { ...result, hookPhase: "Succeeded" });
  }
}

async function runBatch(
  input: OperationInput,
  batch: readonly Task[],
  results: Map<string, ResourceResult>,
  deps: OperationDeps,
  record: () => Promise<void>,
): Promise<void> {
  await record();
  for (const task of batch.filter(({ target }) => !target)) await pruneTask(input, task, results, deps);
  for (const task of batch.filter(({ target }) => target)) await applyTask(input, task, results, deps);
}

async function pruneTask(
  input: OperationInput,
  task: Task,
  results: Map<string, ResourceResult>,
  deps: OperationDeps,
): Promise<void> {
  const live = task.live as KubeObject;
  const { options } = input;
  const own = objectOptions(live);
  const skip = (message: string): void =>
    setResult(results, task, { status: "PruneSkipped", message, hookPhase: "Succeeded" });
  if (!options.prune) return skip("ignored (requires pruning)");
  if (options.pruneDisabled || own.has("Prune=false")) return skip("ignored (no prune)");
  if (options.dryRun)
    return setResult(results, task, { status: "Pruned", message: "pruned (dry run)", hookPhase: "Succeeded" });
  if (options.pruneConfirm || own.has("Prune=confirm")) {
    if (input.pruneApprovedAt === undefined || input.pruneApprovedAt < input.startedAt)
      return setResult(results, task, { message: "waiting for pruning confirmation", hookPhase: "Running" });
  }
  const policy = ({ foreground: "Foreground", background: "Background", orphan: "Orphan" } as const)[
    options.prunePropagationPolicy
  ];
  try {
    const { uid } = live.metadata;
    await deps.client.delete(task.ref, {
      propagationPolicy: policy,
      ...(uid === undefined ? {} : { preconditions: { uid } }),
    });
    setResult(results, task, { status: "Pruned", message: "pruned", hookPhase: "Running" });
  } catch (error) {
    setResult(results, task, { status: "SyncFailed", message: (error as Error).message, hookPhase: "Failed" });
  }
}

async function applyTask(
  input: OperationInput,
  task: Task,
  results: Map<string, ResourceResult>,
  deps: OperationDeps,
): Promise<void> {
  const target = task.target as KubeObject;
  const own = objectOptions(target);
  const { options } = input;
  try {
    let live = await deps.live.fetch(task.ref);
    if (
      task.hook &&
      live &&
      deletePoliciesOf(target).includes("BeforeHookCreation") &&
      startedBefore(live, input.startedAt)
    ) {
      await deps.client.delete(task.ref, { propagationPolicy: "Background" });
      live = await deps.client.get(task.ref);
      // It goes in its own time: the next visit tries again.
      if (live) return;
      deps.live.observeDeleted(task.ref);
    }
    if (options.dryRun && options.createNamespace && isNamespaceMissing(input, target, deps)) {
      const message = `${shortName(target)} created (dry run)`;
      return setResult(results, task, { status: "Synced", message, hookPhase: "Succeeded", images: imagesOf(target) });
    }
    const apply = (present: KubeObject | undefined): ReturnType<typeof applyObject> =>
      applyObject(deps.client, target, present, {
        fieldManager: FIELD_MANAGER,
        serverSide: own.has("ServerSideApply=true") || (options.serverSideApply && !own.has("ServerSideApply=false")),
        validate: options.validate && !own.has("Validate=false"),
        dryRun: options.dryRun,
        replace: options.replace || own.has("Replace=true"),
        ...(deps.signal ? { signal: deps.signal } : {}),
      });
    let applied: Awaited<ReturnType<typeof applyObject>>;
    try {
      applied = await apply(live);
    } catch (error) {
      const force = (options.force || own.has("Force=true")) && !options.dryRun && live !== undefined;
      if (!force || !(hasReason(error, "Invalid") || hasReason(error, "Conflict"))) throw error;
      await deps.client.delete(task.ref, { propagationPolicy: "Background" });
      // It goes in its own time: the next visit tries again.
      if (await deps.client.get(task.ref)) return;
      deps.live.observeDeleted(task.ref);
      applied = await apply(undefined);
    }
    const { object, message } = applied;
    if (!options.dryRun) {
      deps.live.observe(object);
      deps.comparer.applied(target, object, input.compareOptions(target));
    }
    setResult(results, task, {
      status: "Synced",
      message: options.dryRun ? `${message} (dry run)` : message,
      hookPhase: options.dryRun ? "Succeeded" : "Running",
      images: imagesOf(target),
    });
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    setResult(results, task, { status: "SyncFailed", message: error.message, hookPhase: "Failed" });
  }
}

async function fail(
  input: OperationInput,
  tasks: readonly Task[],
  results: Map<string, ResourceResult>,
  deps: OperationDeps,
): Promise<OperationStep> {
  const failed = [...results.values()].filter(
    ({ status, hookPhase }) => status === "SyncFailed" || hookPhase === "Failed",
  );
  const reasons = failed.map(({ message }) => message).filter((message) => message !== undefined && message !== "");
  const message = `one or more objects failed to apply${reasons.length > 0 ? `, reason: ${reasons.join(",")}` : ""}`;
  const completed = failed.some(({ hookType }) => hookType !== undefined)
    ? `one or more synchronization tasks completed unsuccessfully${reasons.length > 0 ? `, reason: ${reasons.join(",")}` : ""}`
    : message;
  const cleanup = tasks.filter((task) => task.phase === "SyncFail");
  await deleteHooks(
    tasks.filter((task) => task.phase !== "SyncFail" && results.get(taskKey(task))?.hookPhase !== "Running"),
    "HookFailed",
    deps,
  );
  const pending = cleanup.filter((task) => !results.has(taskKey(task)));
  const state = (phase: OperationPhase): OperationState => ({
    phase,
    message: completed,
    resources: [...results.values()],
  });
  if (pending.length > 0) {
    for (const task of pending) await applyTask(input, task, results, deps);
    return { state: state("Running"), requeueAfterMs: 100 };
  }
  if (cleanup.some((task) => results.get(taskKey(task))?.hookPhase === "Running")) return { state: state("Running") };
  return { state: { ...state("Failed"), resources: state("Failed").resources.map(ended) } };
}

async function deleteHooks(
  tasks: readonly Task[],
  policy: "HookSucceeded" | "HookFailed",
  deps: OperationDeps,
): Promise<void> {
  for (const task of tasks) {
    if (!task.hook || !task.target || !deletePoliciesOf(task.target).includes(policy)) continue;
    if (deps.live.get(task.ref)) await deps.client.delete(task.ref, { propagationPolicy: "Background" });
  }
}

/** What an operation that is terminated has started does not go on by itself. */
async function deleteRunningHooks(
  resources: readonly ResourceResult[],
  { client, live }: OperationDeps,
): Promise<void> {
  for (const { hookType, hookPhase, ...result } of resources) {
    if (hookType === undefined || hookPhase !== "Running" || !live.get(result)) continue;
    await client.delete(result, { propagationPolicy: "Background" });
  }
}

/** A dry run makes no namespace; what belongs into one that the sync would make cannot be asked of the server. */
function isNamespaceMissing(input: OperationInput, target: KubeObject, { live }: OperationDeps): boolean {
  if (target.metadata.namespace !== input.namespace || input.namespace === "") return false;
  return live.get({ group: "", kind: "Namespace", namespace: "", name: input.namespace }) === undefined;
}

function startedBefore(live: KubeObject, startedAt: number): boolean {
  return Date.parse(live.metadata.creationTimestamp ?? "") < Math.floor(startedAt / 1000) * 1000;
}

function waitingMessage(task: Task, count: number): string {
  const what = task.hook ? "completion of hook" : task.target ? "healthy state of" : "deletion of";
  const name = `${task.ref.group === "" ? "" : `${task.ref.group}/`}${task.ref.kind}/${task.ref.name}`;
  const more = count > 1 ? ` and ${count - 1} more ${task.hook ? "hooks" : "resources"}` : "";
  return `waiting for ${what} ${name}${more}`;
}

function setResult(results: Map<string, ResourceResult>, task: Task, change: Partial<ResourceResult>): void {
  const { group, version, kind, namespace, name } = task.ref;
  const old = results.get(taskKey(task));
  results.set(taskKey(task), {
    group,
    version,
    kind,
    namespace,
    name,
    syncPhase: task.phase,
    ...(task.hook ? { hookType: task.hook } : {}),
    ...old,
    ...change,
  });
}

const taskKey = (task: Task): string => `${task.phase}|${refKey(task.ref)}`;
const resultKey = (result: ResourceResult): string => `${result.syncPhase ?? "Sync"}|${refKey(result)}`;
const settled = (result: ResourceResult): ResourceResult =>
  result.hookPhase === "Running" && result.hookType === undefined ? { ...result } : result;
const ended = (result: ResourceResult): ResourceResult =>
  result.hookPhase === "Running" ? { ...result, hookPhase: "Failed" } : result;

function imagesOf(object: KubeObject): string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if ((key === "containers" || key === "initContainers") && Array.isArray(item)) {
          for (const container of item as { image?: unknown }[])
            if (typeof container.image === "string") found.add(container.image);
        } else walk(item);
      }
    }
  };
  if (gvkOf(object).kind !== "CustomResourceDefinition") walk(object.spec);
  return [...found];
}
