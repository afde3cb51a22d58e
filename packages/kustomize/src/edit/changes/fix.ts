import type { PatchEntry } from "../../load/kustomization-shape.ts";
import { EditError } from "../edit-error.ts";
import { fixFields } from "../fix-fields.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";

/**
 * Replaces deprecated fields: `patchesJson6902` and `patchesStrategicMerge` become `patches`, `commonLabels` an entry of
 * `labels`. `isFile` tells the files among the entries of `patchesStrategicMerge` from texts.
 */
export function fixDeprecated(isFile: (path: string) => boolean): KustomizationChange {
  return (kustomization) => {
    fixFields(kustomization);
    const { patchesJson6902, patchesStrategicMerge, commonLabels } = kustomization;
    const strategic = (patchesStrategicMerge ?? []).map((entry): PatchEntry =>
      entry === "" ? {} : isFile(entry) ? { path: entry } : { patch: entry },
    );
    const patches = [...(kustomization.patches ?? []), ...(patchesJson6902 ?? []), ...strategic];
    if (patches.length > 0) kustomization.patches = patches;
    delete kustomization.patchesJson6902;
    delete kustomization.patchesStrategicMerge;
    if (!commonLabels || commonLabels.size === 0) return;
    const labels = kustomization.labels ?? [];
    for (const key of commonLabels.keys()) {
      if (labels.some(({ pairs }) => pairs?.has(key)))
        throw new EditError(`label name '${key}' exists in both commonLabels and labels`);
    }
    kustomization.labels = [...labels, { includeSelectors: true, pairs: commonLabels }];
    delete kustomization.commonLabels;
  };
}
