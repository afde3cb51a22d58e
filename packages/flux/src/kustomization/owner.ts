import type { KubeObject } from "@hawser/kube";
import { controlOf, isSwitched } from "@hawser/sync";
import type { Kustomization } from "../api/kustomization.ts";

/** Prefix of the marks and switches on objects. */
export const CONTROL_GROUP = "kustomize.toolkit.fluxcd.io";
const NAME = `${CONTROL_GROUP}/name`;
const NAMESPACE = `${CONTROL_GROUP}/namespace`;

/** The labels that say whose an object is. */
export function ownerLabels({ metadata }: Kustomization): Record<string, string> {
  return { [NAME]: metadata.name, [NAMESPACE]: metadata.namespace ?? "" };
}

/** The Kustomization that an object's labels name, as `namespace/name`. */
export function ownerOf({ metadata }: KubeObject): string | undefined {
  const { [NAME]: name, [NAMESPACE]: namespace } = metadata.labels ?? {};
  return name === undefined || namespace === undefined ? undefined : `${namespace}/${name}`;
}

/** Why an object may not be deleted for this Kustomization; undefined when it may. */
export function reasonToKeep(ks: Kustomization): (live: KubeObject) => string | undefined {
  const owner = `${ks.metadata.namespace ?? ""}/${ks.metadata.name}`;
  return (live) => {
    if (ownerOf(live) !== owner) return "it does not belong to this Kustomization";
    for (const name of ["prune", "reconcile"])
      if (isSwitched(live, CONTROL_GROUP, name, "disabled")) return `${CONTROL_GROUP}/${name} is disabled`;
    return controlOf(live, CONTROL_GROUP, "ssa") === "ignore" ? `${CONTROL_GROUP}/ssa is Ignore` : undefined;
  };
}
