import type { ApiResource } from "../client/client.ts";
import { apiVersionOf, type GroupVersionKind } from "../object.ts";
import table from "./builtin-kinds.json" with { type: "json" };
import type { Schema, TypeSchema } from "./schema.ts";

/** A column of `kubectl get`. Priority 0 is always shown, others with `-o wide`. */
export interface TableColumn {
  name: string;
  type: string;
  format: string;
  priority: number;
}

export interface BuiltinSubresource {
  name: string;
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

/** A kind that the API server has without any CRD. */
export interface BuiltinResource extends ApiResource {
  columns: readonly TableColumn[];
  subresourceDetails: readonly BuiltinSubresource[];
}

interface RawResource extends GroupVersionKind {
  resource: string;
  singular: string;
  namespaced: boolean;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  subresources?: BuiltinSubresource[];
  columns?: [string, string, string, number][];
}

const raw = table as unknown as { version: string; resources: RawResource[]; schemas: Record<string, Schema> };

/** The Kubernetes release the table was taken from, such as `v1.36.3`. */
export const BUILTIN_VERSION: string = raw.version;

/** Every built-in kind in every served version. */
export const builtinResources: readonly BuiltinResource[] = raw.resources.map(
  ({ subresources, columns, shortNames, categories, ...rest }) => ({
    ...rest,
    shortNames: shortNames ?? [],
    categories: categories ?? [],
    subresources: (subresources ?? []).map(({ name }) => name),
    subresourceDetails: subresources ?? [],
    columns: (columns ?? []).map(([name, type, format, priority]) => ({ name, type, format, priority })),
  }),
);

/** All built-in types by name, such as `io.k8s.api.core.v1.Pod`. */
export const builtinSchemas: Readonly<Record<string, Schema>> = raw.schemas;

/** Follows references among the built-in types. */
export function resolveBuiltin(schema: Schema | undefined): Schema | undefined {
  let current = schema;
  while (current?.$ref !== undefined) {
    const target: Schema | undefined = Object.hasOwn(builtinSchemas, current.$ref)
      ? builtinSchemas[current.$ref]
      : undefined;
    if (target === undefined) return undefined;
    current = target;
  }
  return current;
}

const typesByKind = new Map<string, Schema>();
for (const schema of Object.values(raw.schemas)) {
  const kinds = schema["x-kubernetes-group-version-kind"] ?? [];
  // Types such as DeleteOptions are listed under every group; they are no kind of their own.
  if (kinds.length === 1 && kinds[0]) typesByKind.set(`${apiVersionOf(kinds[0])}/${kinds[0].kind}`, schema);
}

/** The schema of a built-in kind. */
export function builtinSchema(gvk: GroupVersionKind): TypeSchema | undefined {
  const root = typesByKind.get(`${apiVersionOf(gvk)}/${gvk.kind}`);
  return root && { root, resolve: resolveBuiltin };
}

/** The schema of `metadata`, the same for every kind. */
export const objectMetaSchema: Schema = raw.schemas["io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"] ?? {};
