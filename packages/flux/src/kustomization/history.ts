import type { HistoryEntry } from "../api/kustomization.ts";

const KEPT = 5;

/** The history with one more pass: it joins the entry that built the same and ended the same, or begins one. */
export function withPass(
  history: readonly HistoryEntry[] | undefined,
  pass: { digest: string; status: string; revision: string; now: string; duration: string },
): HistoryEntry[] {
  const { digest, status, revision, now, duration } = pass;
  const isSame = (entry: HistoryEntry): boolean => entry.digest === digest && entry.lastReconciledStatus === status;
  const known = history?.find(isSame);
  const entry: HistoryEntry = {
    digest,
    firstReconciled: known?.firstReconciled ?? now,
    lastReconciled: now,
    lastReconciledDuration: duration,
    lastReconciledStatus: status,
    totalReconciliations: (known?.totalReconciliations ?? 0) + 1,
    metadata: { revision },
  };
  return [entry, ...(history ?? []).filter((one) => !isSame(one))].slice(0, KEPT);
}
