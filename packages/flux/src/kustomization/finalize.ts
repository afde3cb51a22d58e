import type { Result } from "@hawser/controller";
import { prune } from "@hawser/sync";
import type { Kustomization } from "../api/kustomization.ts";
import { withoutFinalizer } from "../write-status.ts";
import { type KustomizationDeps, REPORTER } from "./deps.ts";
import { inventoryOf } from "./inventory.ts";
import { reasonToKeep } from "./owner.ts";

const RETRY_MS = 1_000;

/** Does what the deletion policy says with the objects of a deleted Kustomization, then lets it go. */
export async function finalizeKustomization(ks: Kustomization, deps: KustomizationDeps): Promise<Result> {
  const { live, drift } = deps;
  const { deletionPolicy = "MirrorPrune", prune: prunes, suspend } = ks.spec;
  // A suspended one leaves everything where it is.
  const deletes = suspend !== true && (deletionPolicy === "MirrorPrune" ? prunes : deletionPolicy !== "Orphan");
  if (deletes) {
    const refs = inventoryOf(ks);
    const result = await prune(refs, { reasonToKeep: reasonToKeep(ks), propagationPolicy: "Background" }, { live });
    for (const ref of refs) drift.forget(ref);
    const [survivor] = result.survivors;
    if (survivor) {
      deps.events.record(ks, { type: "Warning", reason: "PruneFailed", message: survivor.error });
      return { requeueAfter: 10 * RETRY_MS };
    }
    if (deletionPolicy === "WaitForTermination" && result.deleted.length > 0) return { requeueAfter: RETRY_MS };
  }
  await withoutFinalizer(live, ks, REPORTER);
  return {};
}
