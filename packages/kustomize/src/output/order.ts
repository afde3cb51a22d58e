import { compareBytewise } from "@hawser/source";
import { ORDER_FIRST, ORDER_LAST } from "../config/kind-order.ts";
import { KustomizeError } from "../kustomize-error.ts";
import type { Kustomization } from "../load/kustomization.ts";
import type { SortOptions } from "../load/kustomization-shape.ts";
import { errorAt } from "../load/struct-decoder.ts";
import { currentId, type Resource, type ResourceId } from "../resource.ts";

/** Which order `sortOptions` asks for; undefined where it asks for none. Throws where it asks for something else. */
export function requestedOrder(kustomization: Kustomization): SortOptions | undefined {
  const { sortOptions } = kustomization.fields;
  if (!sortOptions) return undefined;
  const { order, legacySortOptions } = sortOptions;
  const fail = (field: string, message: string): KustomizeError =>
    errorAt(kustomization.place("sortOptions", field), "invalid-kustomization", message);
  if (order !== "fifo" && order !== "legacy")
    throw fail("order", "the field 'sortOptions.order' must be one of [fifo, legacy]");
  if (order === "fifo" && legacySortOptions)
    throw fail(
      "legacySortOptions",
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
    );
  return sortOptions;
}

/** Orders objects so that what others need is made first. */
export function legacyOrder(
  resources: readonly Resource[],
  options?: NonNullable<SortOptions["legacySortOptions"]>,
): Resource[] {
  const ranks = options ? ranksOf(options.orderFirst ?? [], options.orderLast ?? []) : ranksOf(ORDER_FIRST, ORDER_LAST);
  const keyed = resources.map((resource) => {
    const id = currentId(resource);
    return { resource, id, rank: ranks.get(id.kind) ?? 0, gvk: gvkText(id), legacy: legacyText(id) };
  });
  keyed.sort((a, b) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    if (a.gvk === b.gvk) return compareBytes(a.legacy, b.legacy);
    // Upstream compares two kinds of namespaces the other way round where one is the core's.
    const isReversed =
      a.id.kind === "Namespace" && b.id.kind === "Namespace" && (a.id.group === "" || b.id.group === "");
    return isReversed ? compareBytes(b.gvk, a.gvk) : compareBytes(a.gvk, b.gvk);
  });
  return keyed.map(({ resource }) => resource);
}

function ranksOf(first: readonly string[], last: readonly string[]): Map<string, number> {
  const ranks = new Map<string, number>();
  for (const [index, kind] of first.entries()) ranks.set(kind, index - first.length);
  for (const [index, kind] of last.entries()) ranks.set(kind, index + 1);
  return ranks;
}

function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  // Without surrogates the order of UTF-16 is the order of bytes.
  return /[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b) ? compareBytewise(a, b) : a < b ? -1 : 1;
}

function gvkText({ group, version, kind }: ResourceId): string {
  return `${group || "~G"}_${version || "~V"}_${kind || "~K"}`;
}

function legacyText({ group, version, kind, namespace, name }: ResourceId): string {
  return `${kind || "[noKind]"}.${version || "[noVer]"}.${group || "[noGrp]"}|${namespace || "~X"}|${name || "~N"}`;
}
