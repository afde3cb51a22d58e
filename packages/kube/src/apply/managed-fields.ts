import type { KubeObject, ManagedFieldsEntry } from "../object.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { compareFields, difference, type FieldSet, isEmptySet, union } from "./field-set.ts";

/** Fields that nobody owns: identity, and what the server writes. */
const UNOWNED: FieldSet = {
  "f:apiVersion": {},
  "f:kind": {},
  "f:metadata": {
    ".": {},
    "f:name": {},
    "f:generateName": {},
    "f:namespace": {},
    "f:creationTimestamp": {},
    "f:selfLink": {},
    "f:uid": {},
    "f:clusterName": {},
    "f:generation": {},
    "f:managedFields": {},
    "f:resourceVersion": {},
    "f:deletionTimestamp": {},
    "f:deletionGracePeriodSeconds": {},
  },
};
/** As many Update entries as the API server keeps apart; older ones are folded together. */
const MAX_UPDATE_MANAGERS = 10;

/** Drops the fields that nobody owns. */
export function ownable(fields: FieldSet): FieldSet {
  return difference(fields, UNOWNED);
}

export function fieldsOfEntry(entry: ManagedFieldsEntry): FieldSet {
  return (entry.fieldsV1 ?? {}) as FieldSet;
}

export interface UpdateOptions {
  manager: string;
  type: TypeSchema;
  subresource?: string;
  /** RFC 3339. */
  now: string;
}

/**
 * The managedFields after a create, update or patch: what changed now belongs to the writer alone.
 *
 * `before` is undefined at a create. Answers the old list when nothing changed.
 */
export function trackUpdate(
  before: KubeObject | undefined,
  after: KubeObject,
  options: UpdateOptions,
): ManagedFieldsEntry[] {
  const { manager, type, subresource, now } = options;
  const entries = before?.metadata.managedFields ?? [];
  const { changed, removed } = compareFields(before ?? {}, after, type.root, type.resolve);
  const gained = ownable(changed);
  const lost = ownable(removed);
  if (isEmptySet(gained) && isEmptySet(lost)) return entries;

  const isMine = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === manager &&
    entry.operation === "Update" &&
    entry.apiVersion === after.apiVersion &&
    (entry.subresource ?? "") === (subresource ?? "");
  const others: ManagedFieldsEntry[] = [];
  let mine: FieldSet = {};
  const touched = union(gained, lost);
  for (const entry of entries) {
    if (isMine(entry)) {
      mine = fieldsOfEntry(entry);
      continue;
    }
    const fields = fieldsOfEntry(entry);
    const rest = difference(fields, touched);
    if (!isEmptySet(rest)) others.push({ ...entry, fieldsV1: rest as Record<string, unknown> });
  }
  const own = difference(union(mine, gained), lost);
  const updated: ManagedFieldsEntry = {
    manager,
    operation: "Update",
    apiVersion: after.apiVersion,
    time: now,
    fieldsType: "FieldsV1",
    fieldsV1: own as Record<string, unknown>,
    ...(subresource === undefined || subresource === "" ? {} : { subresource }),
  };
  return sortEntries(foldOld(isEmptySet(own) ? others : [...others, updated]));
}

/** Apply entries first, then by time, as the API server keeps them. */
export function sortEntries(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  const rank = (entry: ManagedFieldsEntry): string =>
    [entry.operation === "Apply" ? "0" : "1", entry.time ?? "", entry.manager ?? "", entry.subresource ?? ""].join(
      "\0",
    );
  return [...entries].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

/** Many short-lived writers must not let an object grow without end: the oldest become `ancient-changes`. */
function foldOld(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] {
  const updates = entries.filter(({ operation }) => operation === "Update");
  if (updates.length <= MAX_UPDATE_MANAGERS) return [...entries];
  const oldest = sortEntries(updates).slice(0, updates.length - MAX_UPDATE_MANAGERS + 1);
  let folded: FieldSet = {};
  for (const entry of oldest) folded = union(folded, fieldsOfEntry(entry));
  return [
    ...entries.filter((entry) => !oldest.includes(entry)),
    { ...oldest.at(-1), manager: "ancient-changes", fieldsV1: folded as Record<string, unknown> },
  ];
}
