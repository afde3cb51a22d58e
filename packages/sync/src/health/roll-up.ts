import type { ObjectRef } from "@hawser/kube";

export type HealthStatus = "Healthy" | "Suspended" | "Progressing" | "Missing" | "Degraded" | "Unknown";

export interface ObjectHealth {
  status: HealthStatus;
  message?: string;
}

/** Best to worst. */
const ORDER: readonly HealthStatus[] = ["Healthy", "Suspended", "Progressing", "Missing", "Degraded", "Unknown"];
/** How many culprits a message names. */
const NAMED = 3;

/** True when `candidate` is worse than `current`. */
export function isWorse(current: HealthStatus, candidate: HealthStatus): boolean {
  return ORDER.indexOf(candidate) > ORDER.indexOf(current);
}

/** One root resource in a roll-up. */
export interface RollUpEntry {
  ref: ObjectRef;
  /** undefined: the kind has no health check. */
  health: ObjectHealth | undefined;
  /** Of a kind, such as Application, whose absence or unknown state does not count. */
  lenient?: boolean;
}

/**
 * Health of a whole, as Argo CD rolls it up: the worst of the parts. Missing parts count only when everything
 * is missing, and the message names up to three of the culprits. No parts at all are healthy.
 */
export function rollUpHealth(entries: readonly RollUpEntry[]): ObjectHealth {
  let worst: HealthStatus = "Healthy";
  let culprits: RollUpEntry[] = [];
  let missing = 0;
  let counted = 0;
  for (const entry of entries) {
    const status = entry.health?.status;
    if (status === undefined) continue;
    if (entry.lenient && (status === "Missing" || status === "Unknown")) continue;
    counted++;
    if (status === "Missing") {
      missing++;
      continue;
    }
    if (isWorse(worst, status)) {
      worst = status;
      culprits = [entry];
    } else if (status === worst) culprits.push(entry);
  }
  if (counted > 0 && missing === counted) return { status: "Missing" };
  if (worst === "Healthy") return { status: "Healthy" };
  const names = culprits
    .slice(0, NAMED)
    .map(({ ref }) => `${ref.group === "" ? "" : `${ref.group}/`}${ref.kind}:${ref.namespace}/${ref.name}`);
  const more = culprits.length > NAMED ? ` and ${culprits.length - NAMED} more` : "";
  return { status: worst, message: `Caused by ${names.join(", ")}${more}` };
}
