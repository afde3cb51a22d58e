import type { Application } from "@hawser/argocd";
import { type GitRepository, type Kustomization, REQUESTED_AT } from "@hawser/flux";
import { type Client, type KubeObject, refOf } from "@hawser/kube";
import { deleteApplication, requestRefresh, startRollback, startSync } from "../argo-api/application-actions.ts";
import { ArgoError, GRPC } from "../argo-api/errors.ts";
import { buildDetail } from "./detail/build-detail.ts";
import type { DetailDeps } from "./detail/detail-deps.ts";
import { type DeployableParams, findDeployable } from "./deployables.ts";
import { sourceOf } from "./fleet/flux-rows.ts";
import type { ActionRequest, Detail, FleetKind } from "./types.ts";

/** What a page can ask for. */
export type ActionName = keyof Detail["actions"];
const NAMES: readonly ActionName[] = ["refresh", "sync", "rollback", "delete", "suspend", "resume"];

/** True for the name of an action. */
export function isAction(name: string): name is ActionName {
  return (NAMES as readonly string[]).includes(name);
}

/** Does what a page asks for, unless its detail says that it cannot be done; answers what was begun. */
export async function act(
  action: ActionName,
  params: DeployableParams,
  request: ActionRequest,
  client: Client,
  deps: DetailDeps,
): Promise<string> {
  const kind = params.kind as FleetKind;
  const object = findDeployable(deps.live, params);
  const { detail } = await buildDetail(kind, object, deps);
  const { allowed, why } = detail.actions[action];
  if (!allowed) throw new ArgoError(GRPC.failedPrecondition, why ?? `${action} is not possible now`);
  if (action === "delete") return remove(kind, object, request, client);
  if (kind === "Application") return actOnApplication(action, params, request, client);
  return actOnFlux(action, object as GitRepository | Kustomization, client, deps);
}

async function actOnApplication(
  action: Exclude<ActionName, "delete">,
  params: DeployableParams,
  request: ActionRequest,
  client: Client,
): Promise<string> {
  // Read again: a decision about an operation must not rest on a copy.
  const app = await client.get<Application>({
    group: "argoproj.io",
    version: "v1alpha1",
    kind: "Application",
    namespace: params.namespace,
    name: params.name,
  });
  if (!app) throw new ArgoError(GRPC.notFound, `Application ${params.namespace}/${params.name} not found`);
  switch (action) {
    case "refresh":
      await requestRefresh(client, app, "normal");
      return "Looking at Git again";
    case "sync":
      await startSync(client, app, request.prune === undefined ? {} : { prune: request.prune === true });
      return "Sync started";
    case "rollback":
      await startRollback(client, app, {
        ...(request.id === undefined ? {} : { id: request.id }),
        prune: request.prune === true,
      });
      return `Rollback to deployment ${request.id ?? ""} started`;
    case "suspend":
    case "resume":
      throw new ArgoError(GRPC.invalidArgument, "Argo CD has no suspension");
  }
}

async function actOnFlux(
  action: Exclude<ActionName, "delete">,
  object: GitRepository | Kustomization,
  client: Client,
  { live }: DetailDeps,
): Promise<string> {
  switch (action) {
    case "refresh":
      await requestPass(object, client);
      return "Pass requested";
    case "sync": {
      const source = sourceOf(object as Kustomization, live);
      if (source) await requestPass(source, client);
      await requestPass(object, client);
      return source ? "Fetch and pass requested" : "Pass requested";
    }
    case "suspend":
    case "resume":
      await client.patch(refOf(object), { type: "merge", body: { spec: { suspend: action === "suspend" } } });
      return action === "suspend" ? "Suspended" : "Resumed";
    case "rollback":
      throw new ArgoError(GRPC.invalidArgument, "Flux keeps no revisions to roll back to");
  }
}

async function requestPass(object: KubeObject, client: Client): Promise<void> {
  const annotations = { [REQUESTED_AT]: new Date().toISOString() };
  await client.patch(refOf(object), { type: "merge", body: { metadata: { annotations } } });
}

async function remove(kind: FleetKind, object: KubeObject, request: ActionRequest, client: Client): Promise<string> {
  const { name } = object.metadata;
  if (request.confirm !== name)
    throw new ArgoError(GRPC.invalidArgument, `to delete it, confirm with its name: ${name}`);
  const cascade = request.cascade !== false;
  const ref = refOf(object);
  switch (kind) {
    case "Application":
      await deleteApplication(client, object as Application, { cascade });
      break;
    case "ApplicationSet":
      await client.delete(ref, { propagationPolicy: cascade ? "Background" : "Orphan" });
      break;
    case "Kustomization":
      // Flux decides by its policy alone what a deletion takes along.
      if (!cascade) await client.patch(ref, { type: "merge", body: { spec: { deletionPolicy: "Orphan" } } });
      await client.delete(ref);
      break;
    case "GitRepository":
      await client.delete(ref);
      break;
  }
  return `Deleting ${kind} ${name}`;
}
