import { jsonEqual } from "@hawser/kube";
import type { Application, ApplicationCondition, Operation } from "../api/application.ts";
import type { ComparedState } from "./compare.ts";

const FIRST_BACKOFF_MS = 2_000;
const BACKOFF_FACTOR = 3;
const LONGEST_BACKOFF_MS = 300_000;

export type AutoSyncDecision =
  | { kind: "none"; condition?: Omit<ApplicationCondition, "lastTransitionTime"> }
  | { kind: "later"; afterMs: number }
  | { kind: "sync"; operation: Operation };

/** Whether an Application should be synced without being asked, in the order in which Argo CD asks itself. */
export function decideAutoSync(
  app: Application,
  compared: ComparedState,
  revision: string,
  now: number,
): AutoSyncDecision {
  const { syncPolicy } = app.spec;
  const automated = syncPolicy?.automated;
  if (!automated || automated.enabled === false || app.operation || app.metadata.deletionTimestamp !== undefined)
    return { kind: "none" };
  if (compared.sync !== "OutOfSync") return { kind: "none" };
  const prune = automated.prune === true;
  const unsynced = compared.resources.filter(({ status }) => status !== undefined && status !== "Synced");
  if (!prune && unsynced.every(({ requiresPruning }) => requiresPruning === true)) return { kind: "none" };

  const operation: Operation = {
    sync: { revision, prune, ...(syncPolicy?.syncOptions ? { syncOptions: syncPolicy.syncOptions } : {}) },
    initiatedBy: { automated: true },
    retry: syncPolicy?.retry ?? { limit: 5 },
  };
  const last = app.status?.operationState;
  const attempted = last?.syncResult?.revision === revision && jsonEqual(last.syncResult.source, app.spec.source);
  if (attempted && last) {
    if (last.phase !== "Succeeded") {
      return {
        kind: "none",
        condition: { type: "SyncError", message: `Failed last sync attempt to [${revision}]: ${last.message ?? ""}` },
      };
    }
    if (automated.selfHeal !== true) return { kind: "none" };
    const attempts = last.operation.sync?.autoHealAttemptsCount ?? 0;
    const backoff =
      attempts === 0 ? 0 : Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * BACKOFF_FACTOR ** (attempts - 1));
    const wait = Date.parse(last.finishedAt ?? last.startedAt) + backoff - now;
    if (attempts > 0 && wait > 0) return { kind: "later", afterMs: wait };
    operation.sync = {
      ...operation.sync,
      autoHealAttemptsCount: attempts + 1,
      resources: unsynced.map(({ group, kind, name }) => ({ ...(group === undefined ? {} : { group }), kind, name })),
    };
  }
  const wipes =
    compared.resources.length > 0 && compared.resources.every(({ requiresPruning }) => requiresPruning === true);
  if (prune && automated.allowEmpty !== true && wipes) {
    const message = `Skipping sync attempt to ${revision}: auto-sync will wipe out all resources`;
    return { kind: "none", condition: { type: "SyncError", message } };
  }
  return { kind: "sync", operation };
}
