import type { KubeObject, ObjectRef } from "@hawser/kube";
import type { ObjectHealth } from "@hawser/sync";

/** What Flux's objects have in common, as far as pages show it. */
export interface FluxObject extends KubeObject {
  spec?: {
    suspend?: boolean;
    prune?: boolean;
    path?: string;
    targetNamespace?: string;
    deletionPolicy?: string;
    url?: string;
    sourceRef?: { kind: string; name: string; namespace?: string };
    ref?: { branch?: string; tag?: string; semver?: string; name?: string; commit?: string };
  };
  status?: {
    conditions?: FluxCondition[];
    lastAppliedRevision?: string;
    lastAttemptedRevision?: string;
    artifact?: { revision?: string; lastUpdateTime?: string };
    inventory?: { entries?: { id: string; v: string }[] };
    history?: FluxHistory[];
  };
}
export interface FluxCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}
export interface FluxHistory {
  firstReconciled?: string;
  lastReconciled?: string;
  lastReconciledStatus?: string;
  metadata?: Record<string, string>;
}

/** Asks a Flux controller for a pass. */
export const RECONCILE_ANNOTATION = "reconcile.fluxcd.io/requestedAt";

/** One condition of an object; undefined when it has none of that type. */
export function conditionOf(object: KubeObject, type: string): FluxCondition | undefined {
  const { conditions } = (object.status ?? {}) as { conditions?: FluxCondition[] };
  return conditions?.find((condition) => condition.type === type);
}

/** The commit id in a revision such as `main@sha1:a1b2…`. */
export function commitOfRevision(revision: string | undefined): string {
  return /(?:^|[:/@])([0-9a-f]{40,64})$/.exec(revision ?? "")?.[1] ?? "";
}

/** Health by the conditions that Flux and ApplicationSets write. */
export function conditionsHealth(object: KubeObject): ObjectHealth {
  const { deletionTimestamp } = object.metadata;
  if (deletionTimestamp !== undefined) return { status: "Progressing", message: "Pending deletion" };
  if ((object as FluxObject).spec?.suspend === true)
    return { status: "Suspended", message: "Reconciliation is suspended" };
  const ready = conditionOf(object, "Ready");
  const stalled = conditionOf(object, "Stalled");
  const reconciling = conditionOf(object, "Reconciling");
  if (stalled?.status === "True") return { status: "Degraded", message: stalled.message ?? "" };
  if (ready?.status === "True") return { status: "Healthy" };
  const message = ready?.message ?? reconciling?.message ?? "";
  if (ready?.status === "False" && ready.reason !== "DependencyNotReady") return { status: "Degraded", message };
  return { status: "Progressing", message: message === "" ? "Waiting for the first pass" : message };
}

/** What an inventory entry names: `namespace_name_group_kind`, where `__` stands for a colon. */
export function inventoryRef({ id, v }: { id: string; v: string }): ObjectRef | undefined {
  const [, namespace, name, group, kind] = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id) ?? [];
  if (namespace === undefined || name === undefined || group === undefined || kind === undefined) return undefined;
  return { group, version: v, kind, namespace, name: name.replaceAll("__", ":") };
}
