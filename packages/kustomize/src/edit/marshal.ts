import { isMap, type Node, toJson } from "@hawser/goyaml";
import type { EditedKustomization, FieldName } from "./edited-kustomization.ts";

/** A field as Go writes it into JSON; undefined where it leaves the field out. */
export function marshalField(kustomization: EditedKustomization, field: FieldName): unknown {
  const value = kustomization[field];
  switch (field) {
    case "replicas":
      return marshalList(kustomization.replicas, ({ name, count }) => ({ ...plain({ name }), count: count ?? 0 }));
    case "vars":
      return marshalList(kustomization.vars, ({ name, objref, fieldref }) => ({
        name: name ?? "",
        objref: { ...plain(objref ?? {}), name: objref?.name ?? "" },
        fieldref: plain(fieldref ?? {}),
      }));
    case "replacements":
      return marshalList(kustomization.replacements, ({ sourceValue, targets, ...rest }) => ({
        ...plain(rest),
        ...(sourceValue === undefined ? {} : { sourceValue }),
        ...(targets === undefined || targets.length === 0
          ? {}
          : {
              targets: targets.map(({ select, ...target }) => ({
                ...plain(target),
                select: select === undefined ? null : plain(select),
              })),
            }),
      }));
    case "sortOptions": {
      const { sortOptions } = kustomization;
      if (!sortOptions) return undefined;
      const { order, legacySortOptions: legacy } = sortOptions;
      return {
        ...plain({ order }),
        ...(legacy && {
          legacySortOptions: { orderFirst: legacy.orderFirst ?? null, orderLast: legacy.orderLast ?? null },
        }),
      };
    }
    default:
      return marshal(value);
  }
}

function marshalList<T>(list: readonly T[] | undefined, each: (item: T) => unknown): unknown[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list.map(each);
}

/** Empty texts, lists and maps, `false` and 0 are left out; structs are not. */
function marshal(value: unknown): unknown {
  if (value === undefined || value === "" || value === false || value === 0 || value === 0n) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => marshal(item) ?? item);
  if (value instanceof Map) return value.size === 0 ? undefined : fromMap(value as ReadonlyMap<string, string>);
  if (isNode(value)) {
    const json = toJson(value, { dialect: "v2", allowDuplicateKeys: true });
    return isMap(value) && value.size === 0 ? undefined : json;
  }
  return typeof value === "object" && value !== null ? plain(value) : value;
}

function plain(struct: object): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(struct)) {
    const marshalled = marshal(value);
    if (marshalled !== undefined) result[name] = marshalled;
  }
  return result;
}

/** Any text may be a key, `__proto__` as well. */
function fromMap(map: ReadonlyMap<string, string>): Record<string, unknown> {
  const result = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of map) result[key] = value;
  return result;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "place" in value;
}
