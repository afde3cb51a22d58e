import type { GroupVersionKind, KubeObject, ObjectRef } from "@hawser/kube";
import type { LiveState } from "@hawser/sync";
import { ArgoError, GRPC } from "../argo-api/errors.ts";
import type { FleetKind } from "./types.ts";

/** The kinds that have a row, and where they are served. */
export const DEPLOYABLE_KINDS: Readonly<Record<FleetKind, GroupVersionKind>> = {
  Application: { group: "argoproj.io", version: "v1alpha1", kind: "Application" },
  ApplicationSet: { group: "argoproj.io", version: "v1alpha1", kind: "ApplicationSet" },
  Kustomization: { group: "kustomize.toolkit.fluxcd.io", version: "v1", kind: "Kustomization" },
  GitRepository: { group: "source.toolkit.fluxcd.io", version: "v1", kind: "GitRepository" },
};

/** How a page names what it shows. */
export interface DeployableParams {
  kind: string;
  namespace: string;
  name: string;
}

/** The reference that a page's names stand for. Throws for a kind that has no page. */
export function deployableRef({ kind, namespace, name }: DeployableParams): ObjectRef {
  if (!Object.hasOwn(DEPLOYABLE_KINDS, kind))
    throw new ArgoError(GRPC.notFound, `there is no page for the kind ${kind}`);
  return { ...DEPLOYABLE_KINDS[kind as FleetKind], namespace, name };
}

/** The kind that a row has, undefined for objects without one. */
export function fleetKindOf({ group, kind }: { group: string; kind: string }): FleetKind | undefined {
  if (!Object.hasOwn(DEPLOYABLE_KINDS, kind)) return undefined;
  return DEPLOYABLE_KINDS[kind as FleetKind].group === group ? (kind as FleetKind) : undefined;
}

/** The live object. Throws when it is not there. */
export function findDeployable<T extends KubeObject>(live: LiveState, params: DeployableParams): T {
  const found = live.get(deployableRef(params));
  if (!found) throw new ArgoError(GRPC.notFound, `${params.kind} ${params.namespace}/${params.name} not found`);
  return found as T;
}
