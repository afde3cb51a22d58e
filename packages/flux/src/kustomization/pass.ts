import { timestamp } from "@hawser/controller";
import { jsonEqual } from "@hawser/kube";
import type { Change } from "@hawser/sync";
import { REQUESTED_AT } from "../api/flux-object.ts";
import type { InventoryEntry, Kustomization, KustomizationStatus } from "../api/kustomization.ts";
import { formatDuration } from "../duration.ts";
import { writeStatus } from "../write-status.ts";
import { type KustomizationDeps, REPORTER } from "./deps.ts";
import { withPass } from "./history.ts";
import { CONTROL_GROUP } from "./owner.ts";
import { finalConditions, type Outcome, progressingConditions } from "./status.ts";

/** One pass, as far as it has come. */
export interface Pass {
  /** As it was written last. */
  ks: Kustomization;
  /** What was asked for when the pass began. */
  request: string;
  startedAt: number;
  timeoutMs: number;
  /** What to record as ours at the end. */
  inventory: InventoryEntry[] | undefined;
  changes: Change[];
  /** Of what was built. */
  digest: string | undefined;
  signal: AbortSignal;
}

/** Says what a pass is at, and what it is about to own. */
export async function progress(
  pass: Pass,
  message: string,
  revision: string,
  deps: KustomizationDeps,
  entries: InventoryEntry[] | undefined,
): Promise<void> {
  const conditions = progressingConditions(pass.ks, message, timestamp(deps.clock));
  const status: Partial<KustomizationStatus> = {
    conditions,
    lastAttemptedRevision: revision,
    ...(entries ? { inventory: { entries } } : {}),
  };
  pass.ks = await writeStatus(deps.live, pass.ks, status, REPORTER);
}

/** Writes what a pass concluded, when it is news, and its events. */
export async function report(pass: Pass, outcome: Outcome, interval: number, deps: KustomizationDeps): Promise<void> {
  const { ks } = pass;
  const { clock, events } = deps;
  const before = ks.status?.conditions?.find(({ type }) => type === "Ready");
  const requested = ks.metadata.annotations?.[REQUESTED_AT];
  const status: Partial<KustomizationStatus> = {
    observedGeneration: ks.metadata.generation ?? 1,
    conditions: finalConditions(ks, outcome, timestamp(clock)),
    ...(requested === undefined ? {} : { lastHandledReconcileAt: requested }),
    ...(pass.inventory ? { inventory: { entries: pass.inventory } } : {}),
    ...(outcome.revision === undefined ? {} : { lastAttemptedRevision: outcome.revision }),
    ...(outcome.kind === "ready" ? { lastAppliedRevision: outcome.revision } : {}),
  };
  const isNews = Object.entries(status).some(
    ([field, value]) => !jsonEqual(ks.status?.[field as keyof KustomizationStatus], value),
  );
  if (isNews && pass.digest !== undefined && outcome.revision !== undefined) {
    const reason = outcome.kind === "ready" ? "ReconciliationSucceeded" : outcome.reason;
    const { digest } = pass;
    const duration = formatDuration(clock.now() - pass.startedAt);
    const { revision } = outcome;
    status.history = withPass(ks.status?.history, {
      digest,
      status: reason,
      revision,
      now: timestamp(clock),
      duration,
    });
  }
  pass.ks = await writeStatus(deps.live, ks, status, REPORTER);

  const changed = pass.changes.filter(({ action }) => action !== "unchanged" && action !== "skipped");
  const annotations = outcome.revision === undefined ? {} : { [`${CONTROL_GROUP}/revision`]: outcome.revision };
  if (changed.length > 0) {
    const message = changed.map(({ subject, action }) => `${subject} ${action}`).join("\n");
    deps.logger.info("server-side apply completed", { kustomization: keyOf(ks), changes: changed.length });
    events.record(ks, { type: "Normal", reason: "Progressing", message, annotations });
  }
  if (outcome.kind === "ready") {
    if (changed.length === 0 && before?.status === "True") return;
    const took = formatDuration(clock.now() - pass.startedAt);
    const message = `Reconciliation finished in ${took}, next run in ${formatDuration(interval)}`;
    events.record(ks, { type: "Normal", reason: "ReconciliationSucceeded", message, annotations });
  } else if (outcome.kind === "failed") {
    const { reason, message } = outcome;
    deps.logger.error(message, { kustomization: keyOf(ks), reason });
    events.record(ks, { type: "Warning", reason, message, annotations });
  } else if (outcome.reason === "DependencyNotReady" && before?.message !== outcome.message) {
    const message = "Dependencies do not meet ready condition, retrying in 30s";
    events.record(ks, { type: "Normal", reason: outcome.reason, message, annotations });
  }
}

/** `namespace/name`. */
export function keyOf({ metadata }: Kustomization): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
