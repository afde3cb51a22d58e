import type { Application } from "@hawser/argocd";
import { inventoryOf, type Kustomization } from "@hawser/flux";
import { type KubeObject, refKey, refOf } from "@hawser/kube";
import { type CompareOptions, noIgnoreRules, type ObjectComparison } from "@hawser/sync";
import { ArgoError, GRPC } from "../../argo-api/errors.ts";
import type { FleetKind } from "../types.ts";
import type { DetailDeps } from "./detail-deps.ts";

/** As Flux applies: on the server, by its own name. */
const FLUX: CompareOptions = { strategy: "server-side", fieldManager: "kustomize-controller", ignore: noIgnoreRules };

/** Every object of a deployable, desired beside live; undefined when Git has not been read yet. */
export async function comparisonsOf(
  kind: FleetKind,
  object: KubeObject,
  deps: DetailDeps,
): Promise<ObjectComparison[] | undefined> {
  const { name, namespace = "" } = object.metadata;
  switch (kind) {
    case "Application":
      return (object as Application).status?.sync?.revision === undefined
        ? undefined
        : deps.applications.differences(object as Application);
    case "Kustomization":
      return kustomizationComparisons(object as Kustomization, deps.builtObjects(namespace, name), deps);
    case "ApplicationSet":
    case "GitRepository":
      throw new ArgoError(GRPC.invalidArgument, `${kind} ${name} deploys nothing itself: there is nothing to compare`);
  }
}

async function kustomizationComparisons(
  ks: Kustomization,
  built: readonly KubeObject[],
  { live, comparer }: DetailDeps,
): Promise<ObjectComparison[] | undefined> {
  // After a start, a suspended one or one whose build fails has built nothing.
  if (built.length === 0) return undefined;
  const wanted = new Set(built.map((object) => refKey(refOf(object))));
  const left = ks.spec.prune ? inventoryOf(ks).filter((ref) => !wanted.has(refKey(ref))) : [];
  return Promise.all([
    ...built.map((object) => comparer.compare(object, live.get(refOf(object)), FLUX)),
    ...left.flatMap((ref) => live.get(ref) ?? []).map((object) => comparer.compare(undefined, object, FLUX)),
  ]);
}
