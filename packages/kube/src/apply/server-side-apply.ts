import { type KubeObject, LAST_APPLIED, type ManagedFieldsEntry } from "../object.ts";
import { StatusError } from "../status-error.ts";
import { getOwn, isJsonObject, type JsonObject, setOwn } from "../patch/json-values.ts";
import {
  fieldSchema,
  isAtomicMap,
  listIdentity,
  type ResolveSchema,
  type Schema,
  type TypeSchema,
} from "../schema/schema.ts";
import {
  compareFields,
  describePath,
  difference,
  elementOf,
  type FieldSet,
  fieldsOf,
  intersection,
  isEmptySet,
  isMember,
  listSchemaOf,
  members,
  union,
} from "./field-set.ts";
import { fieldsOfEntry, ownable, sortEntries } from "./managed-fields.ts";

/** `kubectl apply --server-side`, unless it is told another name. */
const KUBECTL = "kubectl";

export interface ApplyOptions {
  manager: string;
  force: boolean;
  type: TypeSchema;
  subresource?: string;
  /** RFC 3339. */
  now: string;
}

/**
 * Server-side apply: merges a configuration into the live object, takes away what this manager applied before and
 * no longer does (unless somebody else owns it too), and keeps account in managedFields.
 *
 * `live` is undefined when the object does not exist yet. Throws `Conflict` when a value would change that another
 * manager owns, unless `force`; kubectl may change what its client-side apply wrote and nobody touched since, as in
 * Kubernetes. An apply that changes nothing keeps its entry's time.
 */
export function applyServerSide(live: KubeObject | undefined, applied: KubeObject, options: ApplyOptions): KubeObject {
  const { manager, type, subresource, now } = options;
  const config = withoutServerFields(applied);
  const configFields = ownable(fieldsOf(config, type.root, type.resolve));
  const entries = live?.metadata.managedFields ?? [];
  const isMine = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === manager && entry.operation === "Apply" && (entry.subresource ?? "") === (subresource ?? "");
  const mine = entries.find(isMine);
  let others = entries.filter((entry) => !isMine(entry));

  const base: JsonObject = live ?? {};
  let merged = mergeValues(base, config, type.root, type.resolve) as JsonObject;
  const { changed } = compareFields(base, merged, type.root, type.resolve);
  const gained = ownable(changed);
  const conflicts = others
    .map((entry) => ({ entry, fields: intersection(gained, fieldsOfEntry(entry)) }))
    .filter(({ fields }) => !isEmptySet(fields));
  if (!options.force) {
    const allowed = live && manager === KUBECTL ? fieldsLastApplied(live, type) : {};
    const refused = conflicts
      .map(({ entry, fields }) => ({ entry, fields: difference(fields, allowed) }))
      .filter(({ fields }) => !isEmptySet(fields));
    if (refused.length > 0) throw conflictError(refused);
  }
  for (const { entry, fields } of conflicts) {
    others = others.map((other) =>
      other === entry
        ? { ...other, fieldsV1: difference(fieldsOfEntry(other), fields) as Record<string, unknown> }
        : other,
    );
  }

  if (mine) {
    let owned = configFields;
    for (const entry of others) owned = union(owned, fieldsOfEntry(entry));
    const abandoned = difference(fieldsOfEntry(mine), owned);
    merged = removeFields(merged, abandoned, owned, type.root, type.resolve) as JsonObject;
  }

  const unchanged =
    mine !== undefined && sameSet(fieldsOfEntry(mine), configFields) && mine.apiVersion === applied.apiVersion;
  const entry: ManagedFieldsEntry = unchanged
    ? mine
    : {
        manager,
        operation: "Apply",
        apiVersion: applied.apiVersion,
        time: now,
        fieldsType: "FieldsV1",
        fieldsV1: configFields as Record<string, unknown>,
        ...(subresource === undefined || subresource === "" ? {} : { subresource }),
      };
  const managedFields = sortEntries([
    ...others.filter((other) => !isEmptySet(fieldsOfEntry(other))),
    ...(isEmptySet(configFields) ? [] : [entry]),
  ]);
  const result = merged as KubeObject;
  return { ...result, metadata: { ...result.metadata, managedFields } };
}

/** What the last client-side apply wrote and still is as it wrote it. */
function fieldsLastApplied(live: KubeObject, type: TypeSchema): FieldSet {
  const text = live.metadata.annotations?.[LAST_APPLIED];
  if (text === undefined) return {};
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return {};
  }
  if (!isJsonObject(config)) return {};
  const { changed, removed } = compareFields(config, live, type.root, type.resolve);
  return difference(fieldsOf(config, type.root, type.resolve), union(changed, removed));
}

/** The applied configuration without what only the server writes. */
function withoutServerFields(applied: KubeObject): JsonObject {
  const {
    managedFields: _m,
    creationTimestamp: _c,
    uid: _u,
    resourceVersion: _r,
    generation: _g,
    ...metadata
  } = applied.metadata;
  return { ...applied, metadata };
}

/** Objects and keyed lists merge; all else is replaced by what is applied. */
function mergeValues(live: unknown, applied: unknown, declared: Schema | undefined, resolve: ResolveSchema): unknown {
  const schema = resolve(declared);
  if (isJsonObject(applied)) {
    if (!isJsonObject(live) || isAtomicMap(declared) || isAtomicMap(schema)) return applied;
    const result: JsonObject = { ...live };
    for (const [field, value] of Object.entries(applied)) {
      setOwn(result, field, mergeValues(getOwn(live, field), value, fieldSchema(schema, field), resolve));
    }
    return result;
  }
  if (Array.isArray(applied) && Array.isArray(live)) {
    const list = listSchemaOf(declared, resolve);
    if (listIdentity(list).kind === "atomic") return applied;
    return mergeLists(live, applied, list, resolve);
  }
  return applied;
}

/** Keeps the applied order; what only the live list has stays where it was relative to what both have. */
function mergeLists(
  live: readonly unknown[],
  applied: readonly unknown[],
  list: Schema | undefined,
  resolve: ResolveSchema,
): unknown[] {
  const keyed = (items: readonly unknown[]): [string, unknown][] =>
    items.map((item, index) => [elementOf(item, list, resolve) ?? `i:${index}`, item]);
  const liveItems = keyed(live);
  const appliedItems = keyed(applied);
  const wanted = new Set(appliedItems.map(([element]) => element));
  const present = new Map(liveItems);
  const result: unknown[] = [];
  let next = 0;
  for (const [element, item] of appliedItems) {
    if (present.has(element)) {
      // What the live list alone has and stands before this element comes first.
      while (next < liveItems.length) {
        const [liveElement, liveItem] = liveItems[next] as [string, unknown];
        if (wanted.has(liveElement)) {
          if (liveElement === element) next++;
          break;
        }
        result.push(liveItem);
        next++;
      }
      result.push(mergeValues(present.get(element), item, list?.items, resolve));
    } else result.push(item);
  }
  for (; next < liveItems.length; next++) {
    const [element, item] = liveItems[next] as [string, unknown];
    if (!wanted.has(element)) result.push(item);
  }
  return result;
}

/** Takes away the fields of a set, but nothing that holds a field which is still owned. */
function removeFields(
  value: unknown,
  gone: FieldSet,
  owned: FieldSet,
  declared: Schema | undefined,
  resolve: ResolveSchema,
): unknown {
  if (isEmptySet(gone)) return value;
  const schema = resolve(declared);
  if (isJsonObject(value)) {
    const result: JsonObject = { ...value };
    for (const [element, node] of Object.entries(gone)) {
      if (!element.startsWith("f:")) continue;
      const field = element.slice(2);
      if (!Object.hasOwn(result, field)) continue;
      const stillOwned = owned[element];
      if (isMember(node) && stillOwned === undefined) delete result[field];
      else {
        const rest = removeFields(result[field], node, stillOwned ?? {}, fieldSchema(schema, field), resolve);
        // A map that loses its last field goes with it, unless somebody owns the map itself.
        if (stillOwned === undefined && isJsonObject(rest) && Object.keys(rest).length === 0) delete result[field];
        else if (stillOwned === undefined && Array.isArray(rest) && rest.length === 0) delete result[field];
        else setOwn(result, field, rest);
      }
    }
    return result;
  }
  if (Array.isArray(value)) {
    const list = listSchemaOf(declared, resolve);
    return value.flatMap((item) => {
      const element = elementOf(item, list, resolve);
      const node = element === undefined ? undefined : gone[element];
      if (element === undefined || node === undefined) return [item];
      const stillOwned = owned[element];
      if (isMember(node) && stillOwned === undefined) return [];
      return [removeFields(item, node, stillOwned ?? {}, list?.items, resolve)];
    });
  }
  return value;
}

function sameSet(a: FieldSet, b: FieldSet): boolean {
  return isEmptySet(difference(a, b)) && isEmptySet(difference(b, a));
}

function conflictError(conflicts: readonly { entry: ManagedFieldsEntry; fields: FieldSet }[]): StatusError {
  const causes: { reason: string; message: string; field: string }[] = [];
  const lines: string[] = [];
  for (const { entry, fields } of conflicts) {
    const paths = [...members(fields)].map(describePath);
    const withSubresource = entry.subresource === undefined ? "" : ` with subresource "${entry.subresource}"`;
    const using =
      entry.operation === "Update"
        ? ` using ${entry.apiVersion ?? ""}${entry.time === undefined ? "" : ` at ${entry.time}`}`
        : "";
    const message = `conflict with "${entry.manager ?? ""}"${withSubresource}${using}`;
    for (const path of paths) causes.push({ reason: "FieldManagerConflict", message, field: path });
    lines.push(
      paths.length === 1 ? `${message}: ${paths[0]}` : `${message}:\n${paths.map((path) => `- ${path}`).join("\n")}`,
    );
  }
  const count = causes.length;
  const summary = count === 1 ? "1 conflict" : `${count} conflicts`;
  const text =
    conflicts.length === 1
      ? lines[0]
      : lines.map((line) => line.replace(/^conflict with/, "conflicts with")).join("\n");
  return new StatusError(
    "Conflict",
    `Apply failed with ${summary}: ${count === 1 ? text : text?.replace(/^conflict with/, "conflicts with")}`,
    { details: { causes } },
  );
}
