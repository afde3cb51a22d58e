import type { PatchEntry, Selector } from "../../load/kustomization-shape.ts";
import { EditError } from "../edit-error.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";

/** Throws `EditError` when a patch is given twice. */
export function checkPatch(
  { path = "", patch = "" }: PatchEntry,
  { needsOne = false }: { needsOne?: boolean } = {},
): void {
  if (path !== "" && patch !== "") throw new EditError("patch and path can't be set at the same time");
  if (needsOne && path === "" && patch === "") throw new EditError("must provide either patch or path");
}

/** Adds an entry to `patches`; the same one twice is noted, and not written. */
export function addPatch(entry: PatchEntry): KustomizationChange {
  return (kustomization, { note }) => {
    const patches = kustomization.patches ?? [];
    if (patches.some((patch) => isSamePatch(patch, entry))) {
      note(`patch ${goStruct(entry)} already in kustomization file`);
      return false;
    }
    kustomization.patches = [...patches, entry];
    return true;
  };
}

/** Removes every entry that says exactly this. */
export function removePatch(entry: PatchEntry): KustomizationChange {
  return (kustomization, { note }) => {
    const patches = kustomization.patches ?? [];
    const left = patches.filter((patch) => !isSamePatch(patch, entry));
    if (left.length === patches.length) {
      note(`patch ${entry.patch ?? ""} doesn't exist in kustomization file`);
      return false;
    }
    kustomization.patches = left;
    return true;
  };
}

function isSamePatch(a: PatchEntry, b: PatchEntry): boolean {
  const hasTarget = a.target !== undefined;
  const hasOptions = a.options !== undefined;
  return (
    (a.path ?? "") === (b.path ?? "") &&
    (a.patch ?? "") === (b.patch ?? "") &&
    hasTarget === (b.target !== undefined) &&
    hasOptions === (b.options !== undefined) &&
    SELECTOR_FIELDS.every((field) => (a.target?.[field] ?? "") === (b.target?.[field] ?? "")) &&
    (a.options?.allowNameChange ?? false) === (b.options?.allowNameChange ?? false) &&
    (a.options?.allowKindChange ?? false) === (b.options?.allowKindChange ?? false)
  );
}

const SELECTOR_FIELDS = [
  "group",
  "version",
  "kind",
  "name",
  "namespace",
  "labelSelector",
  "annotationSelector",
] as const satisfies readonly (keyof Selector)[];

/** The real tool prints the value as Go's `%#v`, with addresses where there are pointers. */
function goStruct({ path = "", patch = "", target }: PatchEntry): string {
  const pointer = target === undefined ? "(nil)" : "(0x0)";
  return `types.Patch{Path:${JSON.stringify(path)}, Patch:${JSON.stringify(patch)}, Target:(*types.Selector)${pointer}, Options:(*types.PatchArgs)(nil)}`;
}
