import table from "./builtin-schema.json" with { type: "json" };
import type { OpenApiSchema, TypeSchema } from "./open-api-schema.ts";

/** A field is a map of that type, or a list that merges: by which keys, and the type of its items. */
type RawField = number | [keys: string[], items?: number];

const raw = table as unknown as {
  clusterScoped: string[];
  kinds: Record<string, number>;
  types: Record<string, RawField>[];
};

const kinds = new Map(Object.entries(raw.kinds));
/** By kind, which alone tells of nearly all objects that they are none. */
const clusterScoped = new Map<string, Set<string>>();
for (const type of raw.clusterScoped) {
  const [apiVersion = "", kind = ""] = type.split(" ");
  clusterScoped.set(kind, (clusterScoped.get(kind) ?? new Set()).add(apiVersion));
}
const types: (TypeSchema | undefined)[] = [];

function typeOf(number: number): TypeSchema {
  return (types[number] ??= mapType(raw.types[number] ?? {}));
}

function mapType(fields: Record<string, RawField>): TypeSchema {
  const known = new Map(Object.entries(fields));
  const lists = new Map<string, TypeSchema>();
  return {
    patchStrategy: "",
    mergeKeys: [],
    items: () => undefined,
    field(name) {
      const field = known.get(name);
      if (field === undefined) return undefined;
      if (typeof field === "number") return typeOf(field);
      let list = lists.get(name);
      if (!list) lists.set(name, (list = listType(field)));
      return list;
    },
  };
}

function listType([mergeKeys, items]: [string[], number?]): TypeSchema {
  return {
    patchStrategy: "merge",
    mergeKeys,
    field: () => undefined,
    items: () => (items === undefined ? undefined : typeOf(items)),
  };
}

/** What Kustomize knows of the kinds of Kubernetes 1.21.2: only the lists that merge are told apart, all others are replaced. */
export const builtinSchema: OpenApiSchema = {
  schemaOf(apiVersion, kind) {
    const number = kinds.get(`${apiVersion} ${kind}`);
    return number === undefined ? undefined : typeOf(number);
  },
  isClusterScoped: ({ group, version, kind }) => isBuiltinClusterScoped(group, version, kind),
};

/** True for what Kubernetes 1.21.2 itself has outside of namespaces, in the versions it has it. */
export function isBuiltinClusterScoped(group: string, version: string, kind: string): boolean {
  return clusterScoped.get(kind)?.has(group === "" ? version : `${group}/${version}`) === true;
}
