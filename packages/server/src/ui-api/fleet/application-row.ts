import type { Application, ApplicationSet, ResourceStatus } from "@hawser/argocd";
import { conditionOf } from "../flux-object.ts";
import type { FleetRow } from "../types.ts";
import { latest, type RowContext } from "./row-context.ts";

/** The row of an Application. */
export function applicationRow(app: Application, context: RowContext): FleetRow {
  const { metadata, spec, status } = app;
  const source = spec.source ?? spec.sources?.[0];
  const repository = source?.repoURL ?? "";
  const revision = status?.sync?.revision ?? "";
  const commit = context.commitOf(repository, revision);
  const generatedBy = metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet")?.name;
  return {
    key: `Application/${metadata.namespace ?? ""}/${metadata.name}`,
    kind: "Application",
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    sync: status?.sync?.status ?? "Unknown",
    health: status?.health?.status ?? (status ? "Unknown" : "Progressing"),
    message: messageOf(app),
    revision,
    ...(commit ? { commit } : {}),
    repository,
    path: source?.path ?? "",
    destinationNamespace: spec.destination.namespace ?? "",
    ...(generatedBy === undefined ? {} : { generatedBy }),
    suspended: false,
    deleting: metadata.deletionTimestamp !== undefined,
    activity: activityOf(app),
    changedAt: latest(
      metadata.creationTimestamp,
      status?.health?.lastTransitionTime,
      status?.operationState?.startedAt,
      status?.operationState?.finishedAt,
      metadata.deletionTimestamp,
      ...(status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
    ),
  };
}

/** The row of an ApplicationSet. */
export function applicationSetRow(set: ApplicationSet, { live }: RowContext): FleetRow {
  const { metadata, spec } = set;
  const { source } = spec.template.spec;
  const error = conditionOf(set, "ErrorOccurred");
  const current = conditionOf(set, "ResourcesUpToDate");
  const deleting = metadata.deletionTimestamp !== undefined;
  const made = metadata.uid === undefined ? 0 : live.children(metadata.uid).length;
  const failed = error?.status === "True";
  return {
    key: `ApplicationSet/${metadata.namespace ?? ""}/${metadata.name}`,
    kind: "ApplicationSet",
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    health: failed ? "Degraded" : current?.status === "True" ? "Healthy" : "Progressing",
    message: failed ? (error.message ?? "") : "",
    revision: "",
    repository: literal(source?.repoURL),
    path: literal(source?.path),
    destinationNamespace: literal(spec.template.spec.destination.namespace),
    suspended: false,
    deleting,
    activity: deleting ? `Deleting, ${made} ${made === 1 ? "Application" : "Applications"} left` : "",
    changedAt: latest(
      metadata.creationTimestamp,
      metadata.deletionTimestamp,
      ...(set.status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
    ),
  };
}

/** A field of a template says nothing where it is filled in for each Application. */
function literal(text: string | undefined): string {
  return text === undefined || text.includes("{{") ? "" : text;
}

function messageOf(app: Application): string {
  const { status } = app;
  if (!status) return "Waiting for the first comparison with Git";
  const error = status.conditions?.find(({ type }) => type.endsWith("Error"));
  if (error) return error.message;
  const operation = status.operationState;
  if (operation?.phase === "Failed" || operation?.phase === "Error") return operation.message ?? "The last sync failed";
  const health = status.health?.status;
  const resources = status.resources ?? [];
  if (health !== undefined && health !== "Healthy") {
    const culprit = resources.find((one) => one.health?.status === health && (one.health.message ?? "") !== "");
    if (culprit) return `${culprit.kind} ${culprit.name}: ${culprit.health?.message ?? ""}`;
    if ((status.health?.message ?? "") !== "") return status.health?.message ?? "";
    if (health === "Missing") return "Nothing of it is in the cluster yet";
  }
  return differenceMessage(resources);
}

function differenceMessage(resources: readonly ResourceStatus[]): string {
  const off = resources.filter(({ status }) => status === "OutOfSync");
  const extra = off.filter(({ requiresPruning }) => requiresPruning === true).length;
  const changed = off.length - extra;
  const objects = (count: number): string => `${count} ${count === 1 ? "object" : "objects"}`;
  const parts = [
    ...(changed > 0 ? [`${objects(changed)} ${changed === 1 ? "differs" : "differ"} from Git`] : []),
    ...(extra > 0 ? [`${objects(extra)} no longer in Git`] : []),
  ];
  return parts.join(", ");
}

function activityOf(app: Application): string {
  if (app.metadata.deletionTimestamp !== undefined) return "Deleting";
  const operation = app.status?.operationState;
  if (operation?.phase === "Terminating") return "Stopping the sync";
  if (operation?.phase === "Running") {
    if (operation.finishedAt !== undefined) return operation.message ?? "Waiting to try again";
    const message = operation.message ?? "";
    return message === "" ? "Syncing" : `Syncing: ${message}`;
  }
  if (app.operation) return "Sync requested";
  return app.metadata.annotations?.["argocd.argoproj.io/refresh"] === undefined ? "" : "Refreshing";
}
