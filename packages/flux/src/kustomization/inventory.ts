import { type KubeObject, type ObjectRef, refOf } from "@hawser/kube";
import type { InventoryEntry, Kustomization } from "../api/kustomization.ts";

/** An object as Flux writes it into an inventory. */
export function entryOf(object: KubeObject): InventoryEntry {
  const { namespace, name, group, kind, version } = refOf(object);
  return { id: `${namespace}_${name.replaceAll(":", "__")}_${group}_${kind}`, v: version };
}

/** The object that an entry means; undefined for a text that is no entry. */
export function refOfEntry({ id, v }: InventoryEntry): ObjectRef | undefined {
  // A name may hold the double underscore of a colon; the other parts hold none.
  const match = /^([^_]*)_(.+)_([^_]*)_([^_]+)$/.exec(id);
  if (!match) return undefined;
  const [, namespace = "", name = "", group = "", kind = ""] = match;
  return { group, version: v, kind, namespace, name: name.replaceAll("__", ":") };
}

/** The objects that a Kustomization made, as it has recorded them. */
export function inventoryOf(ks: Kustomization): ObjectRef[] {
  return (ks.status?.inventory?.entries ?? []).flatMap((entry) => refOfEntry(entry) ?? []);
}

/** All entries of both; of one object the entry of `first`. */
export function union(first: readonly InventoryEntry[], second: readonly InventoryEntry[]): InventoryEntry[] {
  return [...first, ...subtract(second, first)];
}

/** The entries of `all` whose objects are not in `without`, whatever the version. */
export function subtract(all: readonly InventoryEntry[], without: readonly InventoryEntry[]): InventoryEntry[] {
  const ids = new Set(without.map(({ id }) => id));
  return all.filter(({ id }) => !ids.has(id));
}
