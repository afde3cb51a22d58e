import type { LabelEntry } from "../../load/kustomization-shape.ts";
import { EditError } from "../edit-error.ts";
import type { EditedKustomization } from "../edited-kustomization.ts";
import type { KustomizationChange } from "../edit-kustomization.ts";

export type Pairs = ReadonlyMap<string, string>;
type Kind = "label" | "annotation";

const FIELDS = { label: "commonLabels", annotation: "commonAnnotations" } as const;

/** Sets `commonLabels` or `commonAnnotations`, whatever they were before. */
export function setPairs(kind: Kind, pairs: Pairs): KustomizationChange {
  return (kustomization) => {
    kustomization[FIELDS[kind]] = new Map([...(kustomization[FIELDS[kind]] ?? []), ...pairs]);
  };
}

/** Adds to `commonLabels` or `commonAnnotations`; what is there already fails unless it is forced. */
export function addPairs(kind: Kind, pairs: Pairs, { force = false }: { force?: boolean } = {}): KustomizationChange {
  return (kustomization) => {
    kustomization[FIELDS[kind]] = merged(kind, kustomization[FIELDS[kind]], pairs, force);
  };
}

/** Adds labels that leave selectors alone, to the first entry of `labels` that is made like this one, or to a new one. */
export function addLabelsWithoutSelector(
  pairs: Pairs,
  { force = false, includeTemplates = false }: { force?: boolean; includeTemplates?: boolean } = {},
): KustomizationChange {
  return (kustomization) => {
    const labels = kustomization.labels ?? [];
    const at = labels.findIndex(
      (entry) => entry.includeSelectors !== true && (entry.includeTemplates ?? false) === includeTemplates,
    );
    const entry: LabelEntry = labels[at] ?? (includeTemplates ? { includeTemplates } : {});
    const changed = { ...entry, pairs: merged("label", entry.pairs, pairs, force) };
    kustomization.labels = at < 0 ? [...labels, changed] : labels.with(at, changed);
  };
}

function merged(kind: Kind, before: Pairs | undefined, pairs: Pairs, force: boolean): Pairs {
  const result = new Map(before);
  for (const [key, value] of pairs) {
    if (result.has(key) && !force)
      throw new EditError(`${kind} ${key} already in kustomization file. Use --force to override.`);
    result.set(key, value);
  }
  return result;
}

/** Removes from `commonLabels` or `commonAnnotations`. A key that is not there fails unless that is to be ignored. */
export function removePairs(
  kind: Kind,
  keys: readonly string[],
  { ignoreNonExistence = false }: { ignoreNonExistence?: boolean } = {},
): KustomizationChange {
  const field = FIELDS[kind];
  return (kustomization: EditedKustomization) => {
    const before = kustomization[field];
    if (before === undefined && !ignoreNonExistence)
      throw new EditError(`${field} is not defined in kustomization file`);
    const result = new Map(before);
    for (const key of keys) {
      if (!result.delete(key) && !ignoreNonExistence)
        throw new EditError(`${kind} ${key} is not defined in kustomization file`);
    }
    if (before !== undefined) kustomization[field] = result;
  };
}

/** Reads `key:value`; the value may stand in double quotes. Throws `EditError`. */
export function parsePair(kind: Kind, text: string): readonly [string, string] {
  const colon = text.indexOf(":");
  if (colon === 0) throw new EditError(`invalid ${kind}: '${text}' (need k:v pair where v may be quoted)`);
  if (colon < 0) return [text, ""];
  const value = text.slice(colon + 1);
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [text.slice(0, colon), isQuoted ? value.slice(1, -1) : value];
}

/** Throws `EditError` for keys that no annotation may have. */
export function checkAnnotationKeys(pairs: Pairs): void {
  for (const key of pairs.keys()) {
    if (!isQualifiedName(key.toLowerCase())) {
      throw new EditError(
        "invalid annotation key: see the syntax and character set rules at https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
      );
    }
  }
}

function isQualifiedName(key: string): boolean {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.length > 2 || name.length > 63 || !/^([a-z0-9][-a-z0-9_.]*)?[a-z0-9]$/.test(name)) return false;
  const [prefix] = parts;
  if (parts.length === 1 || prefix === undefined) return true;
  return prefix.length <= 253 && prefix.split(".").every((label) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(label));
}
