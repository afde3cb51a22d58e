import { type Clock, type EventRecorder, type Result, timestamp } from "@hawser/controller";
import { type Client, jsonEqual, type KubeObject, refOf } from "@hawser/kube";
import type { AppProject } from "../api/app-project.ts";
import type { Application } from "../api/application.ts";
import type { ApplicationSet, ApplicationSetCondition } from "../api/application-set.ts";
import { destinationProblem } from "../application/destination.ts";
import { type Generated, GenerateError, generateApplications } from "./generate.ts";

const APPLICATION = { group: "argoproj.io", version: "v1alpha1", kind: "Application" };
/** Annotations that people and controllers put on Applications; a set leaves them alone. */
const KEPT_ANNOTATIONS = [
  "notified.notifications.argoproj.io",
  "argocd.argoproj.io/refresh",
  "argocd.argoproj.io/hydrate",
];
const RESOURCES_FINALIZER = "resources-finalizer.argocd.argoproj.io";
/** How soon an error is looked at again. */
const RETRY_MS = 180_000;

export interface ApplicationSetDeps {
  client: Client;
  clock: Clock;
  events: EventRecorder;
}

/** One pass over one ApplicationSet: what it wants is made, what differs is set right, what it no longer wants goes. */
export async function reconcileApplicationSet(
  namespace: string,
  name: string,
  deps: ApplicationSetDeps,
): Promise<Result> {
  const ref = { group: "argoproj.io", version: "v1alpha1", kind: "ApplicationSet", namespace, name };
  const set = await deps.client.get<ApplicationSet>(ref);
  if (!set) return {};
  const policy = set.spec.syncPolicy?.applicationsSync ?? "sync";
  const mayUpdate = policy === "sync" || policy === "create-update";
  const mayDelete = policy === "sync" || policy === "create-delete";
  const { items } = await deps.client.list<Application>(APPLICATION, { namespace });
  if (set.metadata.deletionTimestamp !== undefined) {
    await letGo(set, items, mayDelete, deps);
    return {};
  }
  await guardDeletion(set, mayDelete, deps);
  let wanted: Generated[];
  try {
    wanted = generateApplications(set);
  } catch (error) {
    if (!(error instanceof GenerateError)) throw error;
    await reportStatus(
      set,
      [
        {
          type: "ErrorOccurred",
          status: "True",
          reason: "ApplicationGenerationFromParamsError",
          message: error.message,
        },
        { type: "ParametersGenerated", status: "False", reason: "ErrorOccurred", message: error.message },
        {
          type: "ResourcesUpToDate",
          status: "False",
          reason: "ApplicationGenerationFromParamsError",
          message: error.message,
        },
      ],
      undefined,
      deps,
    );
    return { requeueAfter: RETRY_MS };
  }
  const existing = new Map(items.map((app) => [app.metadata.name, app]));
  const problems = new Map<string, string>();
  for (const one of wanted) {
    const problem = await problemOf(one, namespace, deps);
    if (problem !== undefined) problems.set(one.name, problem);
  }
  for (const one of wanted) {
    if (problems.has(one.name)) continue;
    const current = existing.get(one.name);
    if (current?.metadata.deletionTimestamp !== undefined) continue;
    if (!current) await create(set, one, deps);
    else if (mayUpdate || !isOwned(current, set)) await bringIntoLine(set, one, current, deps);
  }
  const names = new Set(wanted.map((one) => one.name));
  for (const app of items) {
    if (
      !isOwned(app, set) ||
      names.has(app.metadata.name) ||
      !mayDelete ||
      app.metadata.deletionTimestamp !== undefined
    )
      continue;
    await deps.client.delete(refOf(app), { propagationPolicy: "Background" });
    deps.events.record(set, {
      type: "Normal",
      reason: "Deleted",
      message: `Deleted Application "${app.metadata.name}"`,
    });
  }
  const failure = validationFailure(problems);
  const outcome =
    failure === undefined
      ? { reason: "ApplicationSetUpToDate", message: "All applications have been generated successfully" }
      : { reason: "ApplicationValidationError", message: failure };
  await reportStatus(
    set,
    [
      { type: "ErrorOccurred", status: failure === undefined ? "False" : "True", ...outcome },
      {
        type: "ParametersGenerated",
        status: "True",
        reason: "ParametersGenerated",
        message: "Successfully generated parameters for all Applications",
      },
      { type: "ResourcesUpToDate", status: failure === undefined ? "True" : "False", ...outcome },
    ],
    wanted.map((one) => existing.get(one.name)).filter((app) => app !== undefined),
    deps,
  );
  return failure === undefined ? {} : { requeueAfter: RETRY_MS };
}

/** Why an Application is not made, in Argo CD's words; the others of the set are made all the same. */
async function problemOf(
  { template }: Generated,
  namespace: string,
  { client }: ApplicationSetDeps,
): Promise<string | undefined> {
  const { project, destination } = template.spec;
  const name = project === "" ? "default" : project;
  const found = await client.get<AppProject>({
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "AppProject",
    namespace,
    name,
  });
  if (!found) return `application references project ${name} which does not exist`;
  const problem = destinationProblem(destination);
  return problem === undefined ? undefined : `application destination spec is invalid: ${problem}`;
}

/** One message for all: the last by name, and how many more there are. */
function validationFailure(problems: ReadonlyMap<string, string>): string | undefined {
  const last = [...problems.keys()].sort().at(-1);
  if (last === undefined) return undefined;
  return `${problems.get(last) ?? ""}${problems.size > 1 ? ` (and ${problems.size - 1} more)` : ""}`;
}

/** A set that may not delete its Applications must see its own deletion, to let go of them first. */
async function guardDeletion(set: ApplicationSet, mayDelete: boolean, { client }: ApplicationSetDeps): Promise<void> {
  const finalizers = set.metadata.finalizers ?? [];
  if (finalizers.includes(RESOURCES_FINALIZER) === !mayDelete) return;
  const wanted = mayDelete
    ? finalizers.filter((finalizer) => finalizer !== RESOURCES_FINALIZER)
    : [...finalizers, RESOURCES_FINALIZER];
  await client.patch(refOf(set), { type: "merge", body: { metadata: { finalizers: wanted } } });
}

/** Ends a deleted set. Its Applications go with it through the garbage collector, unless the policy keeps them. */
async function letGo(
  set: ApplicationSet,
  apps: readonly Application[],
  mayDelete: boolean,
  { client }: ApplicationSetDeps,
): Promise<void> {
  const finalizers = set.metadata.finalizers ?? [];
  if (!finalizers.includes(RESOURCES_FINALIZER)) return;
  for (const app of mayDelete ? [] : apps.filter((one) => isOwned(one, set))) {
    const others = (app.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== set.metadata.uid);
    await client.patch(refOf(app), { type: "merge", body: { metadata: { ownerReferences: others } } });
  }
  const rest = finalizers.filter((finalizer) => finalizer !== RESOURCES_FINALIZER);
  await client.patch(refOf(set), { type: "merge", body: { metadata: { finalizers: rest } } });
}

function desiredApplication(set: ApplicationSet, { name, template }: Generated): KubeObject {
  const { labels, annotations, finalizers } = template.metadata;
  const preserve = set.spec.syncPolicy?.preserveResourcesOnDeletion === true;
  const given = finalizers ?? [];
  const wantedFinalizers = given.length === 0 && !preserve ? [RESOURCES_FINALIZER] : given;
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: set.metadata.namespace ?? "",
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ...(wantedFinalizers.length > 0 ? { finalizers: wantedFinalizers } : {}),
      ownerReferences: [
        {
          apiVersion: set.apiVersion,
          kind: set.kind,
          name: set.metadata.name,
          uid: set.metadata.uid ?? "",
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: template.spec,
  };
}

async function create(set: ApplicationSet, one: Generated, { client, events }: ApplicationSetDeps): Promise<void> {
  await client.create(desiredApplication(set, one), { fieldManager: "argocd-applicationset-controller" });
  events.record(set, { type: "Normal", reason: "Created", message: `Created Application "${one.name}"` });
}

/** An Application of that name is adopted: its spec and the set's labels, annotations and finalizers become the set's. */
async function bringIntoLine(
  set: ApplicationSet,
  one: Generated,
  current: Application,
  { client, events }: ApplicationSetDeps,
): Promise<void> {
  const desired = desiredApplication(set, one);
  const annotations = { ...desired.metadata.annotations };
  for (const [key, value] of Object.entries(current.metadata.annotations ?? {})) {
    const kept = [...KEPT_ANNOTATIONS, ...(set.spec.preservedFields?.annotations ?? [])];
    if (kept.some((prefix) => key === prefix || key.startsWith(`${prefix}.`))) annotations[key] = value;
  }
  const same =
    jsonEqual(current.spec, desired.spec) &&
    jsonEqual(current.metadata.labels ?? {}, desired.metadata.labels ?? {}) &&
    jsonEqual(current.metadata.annotations ?? {}, annotations) &&
    jsonEqual(current.metadata.finalizers ?? [], desired.metadata.finalizers ?? []) &&
    isOwned(current, set);
  if (same) return;
  await client.update(
    {
      ...current,
      spec: desired.spec,
      metadata: {
        ...current.metadata,
        labels: desired.metadata.labels ?? {},
        annotations,
        finalizers: desired.metadata.finalizers ?? [],
        ownerReferences: desired.metadata.ownerReferences ?? [],
      },
    },
    { fieldManager: "argocd-applicationset-controller" },
  );
  events.record(set, { type: "Normal", reason: "Updated", message: `Updated Application "${one.name}"` });
}

function isOwned(app: KubeObject, set: ApplicationSet): boolean {
  return (app.metadata.ownerReferences ?? []).some(
    ({ uid, controller }) => uid === set.metadata.uid && controller === true,
  );
}

async function reportStatus(
  set: ApplicationSet,
  wanted: readonly Omit<ApplicationSetCondition, "lastTransitionTime">[],
  apps: readonly Application[] | undefined,
  { client, clock }: ApplicationSetDeps,
): Promise<void> {
  const now = timestamp(clock);
  const conditions = wanted.map((condition) => {
    const old = set.status?.conditions?.find(({ type }) => type === condition.type);
    const same =
      old?.status === condition.status && old.reason === condition.reason && old.message === condition.message;
    return { ...condition, lastTransitionTime: same ? (old.lastTransitionTime ?? now) : now };
  });
  const resources = apps?.map((app) => ({
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Application",
    name: app.metadata.name,
    namespace: app.metadata.namespace,
    status: app.status?.sync?.status,
    health: { status: app.status?.health?.status },
  }));
  const status = { conditions, ...(resources ? { resources, resourcesCount: resources.length } : {}) };
  if (jsonEqual({ ...set.status }, { ...set.status, ...status })) return;
  await client.patch(refOf(set), { type: "merge", body: { status } }, { subresource: "status" });
}
