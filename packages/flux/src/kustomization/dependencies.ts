import { findCondition } from "@hawser/controller";
import type { LiveState } from "@hawser/sync";
import { KUSTOMIZATION, type Kustomization } from "../api/kustomization.ts";

/** Why a Kustomization has to wait for one that it depends on, in Flux's words; undefined when it has not. */
export function unreadyDependency(ks: Kustomization, revision: string, live: LiveState): string | undefined {
  for (const { name, namespace = ks.metadata.namespace ?? "" } of ks.spec.dependsOn ?? []) {
    const shown = `dependency '${namespace}/${name}'`;
    const other = live.get({ ...KUSTOMIZATION, namespace, name }) as Kustomization | undefined;
    if (!other) return `${shown} not found`;
    const ready = findCondition(other.status?.conditions, "Ready")?.status === "True";
    if (!ready || other.status?.observedGeneration !== other.metadata.generation) return `${shown} is not ready`;
    if (sourceKey(other) === sourceKey(ks) && other.status?.lastAppliedRevision !== revision)
      return `${shown} revision is not up to date`;
  }
  return undefined;
}

/** `kind/namespace/name` of the source. */
export function sourceKey(ks: Kustomization): string {
  const { kind, name, namespace = ks.metadata.namespace ?? "" } = ks.spec.sourceRef;
  return `${kind}/${namespace}/${name}`;
}
