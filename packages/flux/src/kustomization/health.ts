import { kstatus, type KubeObject, type ObjectRef, parseApiVersion, refKey, refOf } from "@hawser/kube";
import { type ChangeSet, type LiveState, subjectOf } from "@hawser/sync";
import { KUSTOMIZATION, type Kustomization } from "../api/kustomization.ts";

/** What health checks say now. */
export interface HealthState {
  kind: "healthy" | "waiting" | "failed";
  /** `Kind/ns/name status: 'InProgress'` of those that are not healthy. */
  culprits: string[];
}

/** One object to wait for. */
export interface HealthTarget {
  ref: ObjectRef;
  /** A Job that takes itself away when it has ended. */
  mayBeGone: boolean;
}

/** The objects to wait for: all that were applied, or those that are listed. */
export function healthTargets(ks: Kustomization, objects: readonly KubeObject[], changes: ChangeSet): HealthTarget[] {
  if (ks.spec.wait === true) {
    const skipped = new Set(changes.flatMap(({ ref, action }) => (action === "skipped" ? [refKey(ref)] : [])));
    const self = refKey({ ...KUSTOMIZATION, namespace: ks.metadata.namespace ?? "", name: ks.metadata.name });
    return objects
      .map((object) => ({ ref: refOf(object), mayBeGone: isPassing(object) }))
      .filter(({ ref }) => !skipped.has(refKey(ref)) && refKey(ref) !== self);
  }
  return (ks.spec.healthChecks ?? []).map(({ apiVersion = "", kind, name, namespace = "" }) => ({
    ref: { ...parseApiVersion(apiVersion), kind, name, namespace },
    mayBeGone: false,
  }));
}

function isPassing({ kind, spec }: KubeObject): boolean {
  return (
    kind === "Job" && (spec as { ttlSecondsAfterFinished?: number } | undefined)?.ttlSecondsAfterFinished !== undefined
  );
}

/** Looks at the live objects. One that failed decides at once. */
export function healthOf(targets: readonly HealthTarget[], live: LiveState): HealthState {
  const unhealthy = targets.flatMap(({ ref, mayBeGone }) => {
    const object = live.get(ref);
    if (!object && mayBeGone) return [];
    const status = object ? kstatus(object).status : "NotFound";
    return status === "Current" ? [] : [{ ref, status }];
  });
  if (unhealthy.length === 0) return { kind: "healthy", culprits: [] };
  const failed = unhealthy.filter(({ status }) => status === "Failed");
  return {
    kind: failed.length > 0 ? "failed" : "waiting",
    culprits: (failed.length > 0 ? failed : unhealthy).map(
      ({ ref, status }) => `${subjectOf(ref)} status: '${status}'`,
    ),
  };
}
