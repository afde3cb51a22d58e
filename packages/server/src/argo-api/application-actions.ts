import type { Application, Operation } from "@hawser/argocd";
import { type Client, refOf } from "@hawser/kube";
import { ArgoError, GRPC } from "./errors.ts";

/** Asks the controller for a look at Git; it takes the annotation off when it has looked. */
export const REFRESH_ANNOTATION = "argocd.argoproj.io/refresh";
const FINALIZER = "resources-finalizer.argocd.argoproj.io";

/** What a sync is asked for with. */
export interface SyncRequest {
  revision?: string;
  dryRun?: boolean;
  prune?: boolean;
  strategy?: { apply?: { force?: boolean }; hook?: { force?: boolean } };
  resources?: { group?: string; kind: string; name: string; namespace?: string }[];
  manifests?: string[];
  infos?: { name: string; value: string }[];
  retryStrategy?: Operation["retry"];
  syncOptions?: { items?: string[] };
}

/** What a rollback is asked for with. */
export interface RollbackRequest {
  id?: number | string;
  dryRun?: boolean;
  prune?: boolean;
}

/** True when the Application syncs by itself. */
export function isAutomated(app: Application): boolean {
  const automated = app.spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

/** Asks for a comparison with what Git has now. */
export async function requestRefresh(client: Client, app: Application, type: "normal" | "hard"): Promise<void> {
  await client.patch(refOf(app), {
    type: "merge",
    body: { metadata: { annotations: { [REFRESH_ANNOTATION]: type } } },
  });
}

/** Starts a sync, unless Argo CD would refuse it. */
export async function startSync(client: Client, app: Application, request: SyncRequest): Promise<Application> {
  const automated = isAutomated(app);
  const target = app.spec.source?.targetRevision ?? "";
  if (request.manifests && automated && request.dryRun !== true)
    throw new ArgoError(
      GRPC.failedPrecondition,
      "cannot use local sync when Automatic Sync Policy is enabled unless for dry run",
    );
  if (request.manifests) throw new ArgoError(GRPC.invalidArgument, "a sync of local manifests is not supported yet");
  refuseWhileDeleting(app);
  const revision = request.revision ?? "";
  if (automated && revision !== "" && revision !== target && request.dryRun !== true) {
    throw new ArgoError(GRPC.failedPrecondition, `Cannot sync to ${revision}: auto-sync currently set to ${target}`);
  }
  return begin(client, app, {
    sync: {
      ...(revision === "" ? {} : { revision }),
      ...(request.prune === undefined ? {} : { prune: request.prune }),
      ...(request.dryRun === undefined ? {} : { dryRun: request.dryRun }),
      ...(request.resources ? { resources: request.resources } : {}),
      ...(request.strategy ? { syncStrategy: request.strategy } : {}),
      syncOptions: request.syncOptions?.items ?? app.spec.syncPolicy?.syncOptions ?? [],
    },
    initiatedBy: { username: "admin" },
    ...(request.infos ? { info: request.infos } : {}),
    ...(request.retryStrategy ? { retry: request.retryStrategy } : {}),
  });
}

/** Why an Application cannot be rolled back whatever the revision; undefined when it can. */
export function rollbackObstacle(app: Application): string | undefined {
  if (app.metadata.deletionTimestamp !== undefined) return "application is deleting";
  if (!isAutomated(app)) return undefined;
  const owner = app.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet");
  const why = owner ? ` (the ApplicationSet ${owner.name} keeps it enabled)` : "";
  return `rollback cannot be initiated when auto-sync is enabled${why}`;
}

/** Starts a sync to an entry of the history. */
export async function startRollback(client: Client, app: Application, request: RollbackRequest): Promise<Application> {
  const obstacle = rollbackObstacle(app);
  if (obstacle !== undefined) throw new ArgoError(GRPC.failedPrecondition, obstacle);
  const entry = app.status?.history?.find(({ id }) => id === Number(request.id));
  if (!entry)
    throw new ArgoError(
      GRPC.invalidArgument,
      `application ${app.metadata.name} does not have deployment with id ${request.id ?? ""}`,
    );
  return begin(client, app, {
    sync: {
      revision: entry.revision,
      ...(entry.source ? { source: entry.source } : {}),
      prune: request.prune === true,
      ...(request.dryRun === undefined ? {} : { dryRun: request.dryRun }),
      syncOptions: app.spec.syncPolicy?.syncOptions ?? [],
    },
    initiatedBy: { username: "admin" },
  });
}

/** Deletes an Application; with `cascade`, what it deployed goes first. */
export async function deleteApplication(
  client: Client,
  app: Application,
  { cascade, background = false }: { cascade: boolean; background?: boolean },
): Promise<void> {
  const others = (app.metadata.finalizers ?? []).filter((finalizer) => !finalizer.startsWith(FINALIZER));
  const own = cascade ? [background ? `${FINALIZER}/background` : FINALIZER] : [];
  await client.patch(refOf(app), { type: "merge", body: { metadata: { finalizers: [...others, ...own] } } });
  await client.delete(refOf(app));
}

function refuseWhileDeleting(app: Application): void {
  if (app.metadata.deletionTimestamp !== undefined)
    throw new ArgoError(GRPC.failedPrecondition, "application is deleting");
}

async function begin(client: Client, app: Application, operation: Operation): Promise<Application> {
  if (app.operation || app.status?.operationState?.phase === "Running")
    throw new ArgoError(GRPC.failedPrecondition, "another operation is already in progress");
  return client.patch<Application>(refOf(app), { type: "merge", body: { operation } });
}
