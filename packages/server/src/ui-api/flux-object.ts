import type { Condition } from "@hawser/controller";
import type { GitRepository, Kustomization } from "@hawser/flux";
import type { KubeObject } from "@hawser/kube";
import type { ObjectHealth } from "@hawser/sync";

/** One condition of an object; undefined when it has none of that type. */
export function conditionOf(object: KubeObject, type: string): Condition | undefined {
  const { conditions } = (object.status ?? {}) as { conditions?: Condition[] };
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
  if ((object as GitRepository | Kustomization).spec.suspend === true)
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
