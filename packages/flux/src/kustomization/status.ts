import { type Condition, findCondition, removeCondition, setCondition } from "@hawser/controller";
import type { Kustomization } from "../api/kustomization.ts";

/** What one pass concluded. */
export type Outcome =
  | { kind: "ready"; revision: string; health: HealthOutcome | undefined }
  | { kind: "waiting" | "failed"; reason: string; message: string; revision?: string; health?: HealthOutcome };

/** What the health checks of a pass said. */
export interface HealthOutcome {
  healthy: boolean;
  message: string;
  /** The objects were healthy when first looked at. */
  atOnce: boolean;
}

/** Conditions while a pass changes or waits for something. */
export function progressingConditions(ks: Kustomization, message: string, now: string): Condition[] {
  const observed = { observedGeneration: ks.metadata.generation ?? 1 };
  const reason = "Progressing";
  const next = setCondition(
    removeCondition(ks.status?.conditions, "Stalled"),
    { type: "Reconciling", status: "True", reason, message, ...observed },
    now,
  );
  const ready = { type: "Ready", status: "Unknown" as const, reason, message: "Reconciliation in progress" };
  return setCondition(next, { ...ready, ...observed }, now);
}

/** Conditions after a pass. */
export function finalConditions(ks: Kustomization, outcome: Outcome, now: string): Condition[] {
  const observed = { observedGeneration: ks.metadata.generation ?? 1 };
  let next = removeCondition(ks.status?.conditions, "Stalled");
  if (outcome.kind === "ready") {
    next = removeCondition(next, "Reconciling");
    const message = `Applied revision: ${outcome.revision}`;
    next = setCondition(
      next,
      { type: "Ready", status: "True", reason: "ReconciliationSucceeded", message, ...observed },
      now,
    );
  } else {
    const { reason, message } = outcome;
    // It is tried again without being asked: for those who wait, it is still at work.
    next = setCondition(
      next,
      {
        type: "Reconciling",
        status: "True",
        reason: "ProgressingWithRetry",
        message: retryMessage(outcome),
        ...observed,
      },
      now,
    );
    next = setCondition(next, { type: "Ready", status: "False", reason, message, ...observed }, now);
  }
  return withHealth(next, ks, outcome, observed, now);
}

function withHealth(
  conditions: Condition[],
  ks: Kustomization,
  { health, kind }: Outcome,
  observed: { observedGeneration: number },
  now: string,
): Condition[] {
  if (!health) return kind === "ready" ? removeCondition(conditions, "Healthy") : conditions;
  const known = findCondition(ks.status?.conditions, "Healthy");
  // The time that it took when there was something to wait for says more than that it took none now.
  const message = health.atOnce && known?.status === "True" ? known.message : health.message;
  const status = health.healthy ? ("True" as const) : ("False" as const);
  const reason = health.healthy ? "Succeeded" : "HealthCheckFailed";
  return setCondition(conditions, { type: "Healthy", status, reason, message, ...observed }, now);
}

function retryMessage({ kind, ...outcome }: Exclude<Outcome, { kind: "ready" }>): string {
  if (outcome.revision === undefined) return "Fetching the source";
  return kind === "waiting" ? "Waiting for dependencies" : `Applying manifests for revision ${outcome.revision}`;
}
