import { GIT_REPOSITORY, type GitRepository, KUSTOMIZATION, type Kustomization } from "@hawser/flux";
import type { LiveState } from "@hawser/sync";
import { commitOfRevision, conditionOf, conditionsHealth } from "../flux-object.ts";
import type { FleetRow, SyncState } from "../types.ts";
import { latest, type RowContext } from "./row-context.ts";

/** The row of a Kustomization. */
export function kustomizationRow(ks: Kustomization, context: RowContext): FleetRow {
  const source = sourceOf(ks, context.live);
  const revision = commitOfRevision(ks.status?.lastAppliedRevision);
  return {
    ...fluxRow("Kustomization", ks),
    sync: syncStateOf(ks, source),
    ...revisionOf(source?.spec.url ?? "", revision, context),
    path: ks.spec.path ?? "",
    destinationNamespace: ks.spec.targetNamespace ?? "",
  };
}

/** The row of a GitRepository. */
export function gitRepositoryRow(repository: GitRepository, context: RowContext): FleetRow {
  const revision = commitOfRevision(repository.status?.artifact?.revision);
  return {
    ...fluxRow("GitRepository", repository),
    ...revisionOf(repository.spec.url ?? "", revision, context),
    path: "",
    destinationNamespace: "",
  };
}

/** The GitRepository that a Kustomization builds from; undefined when there is none. */
export function sourceOf(ks: Kustomization, live: LiveState): GitRepository | undefined {
  const reference = ks.spec.sourceRef;
  if (reference.kind !== GIT_REPOSITORY.kind) return undefined;
  const namespace = reference.namespace ?? ks.metadata.namespace ?? "";
  return live.get({ ...GIT_REPOSITORY, namespace, name: reference.name }) as GitRepository | undefined;
}

/** The Kustomizations that build from a GitRepository. */
export function usersOf(repository: GitRepository, live: LiveState): Kustomization[] {
  return (live.list(KUSTOMIZATION) as readonly Kustomization[]).filter(
    (ks) => sourceOf(ks, live)?.metadata.uid === repository.metadata.uid,
  );
}

/** Synced: the last applied revision is what the source has now. Drift shows only when the next pass corrects it. */
function syncStateOf(ks: Kustomization, source: GitRepository | undefined): SyncState {
  const applied = ks.status?.lastAppliedRevision;
  if (applied === undefined) return conditionOf(ks, "Ready")?.status === "False" ? "OutOfSync" : "Unknown";
  if (conditionOf(ks, "Ready")?.status === "False") return "OutOfSync";
  const available = source?.status?.artifact?.revision;
  return available === undefined || available === applied ? "Synced" : "OutOfSync";
}

function revisionOf(
  repository: string,
  revision: string,
  context: RowContext,
): Pick<FleetRow, "repository" | "revision" | "commit"> {
  const commit = context.commitOf(repository, revision);
  return { repository, revision, ...(commit ? { commit } : {}) };
}

function fluxRow(
  kind: "Kustomization" | "GitRepository",
  object: GitRepository | Kustomization,
): Omit<FleetRow, "repository" | "revision" | "path" | "destinationNamespace"> {
  const { metadata, status } = object;
  const { status: health, message = "" } = conditionsHealth(object);
  const reconciling = conditionOf(object, "Reconciling");
  const deleting = metadata.deletionTimestamp !== undefined;
  const generatedBy = metadata.labels?.["kustomize.toolkit.fluxcd.io/name"];
  return {
    key: `${kind}/${metadata.namespace ?? ""}/${metadata.name}`,
    kind,
    namespace: metadata.namespace ?? "",
    name: metadata.name,
    health,
    message,
    ...(generatedBy === undefined ? {} : { generatedBy }),
    suspended: object.spec.suspend === true,
    deleting,
    activity: deleting ? "Deleting" : reconciling?.status === "True" ? (reconciling.message ?? "Reconciling") : "",
    changedAt: latest(
      metadata.creationTimestamp,
      metadata.deletionTimestamp,
      ...(status?.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
    ),
  };
}
