import { readYaml } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { builtinSchema } from "./builtin-schema.ts";
import type { OpenApiSchema, TypeSchema } from "./open-api-schema.ts";

type Json = Record<string, unknown>;

const REF = "#/definitions/";

/**
 * Reads a Swagger document, in JSON or YAML, that a kustomization names under `openapi`. Its definitions stand in for
 * the built-in ones; of the scopes of kinds it can only add to what is built in.
 */
export function readSwagger(text: string, file: string): OpenApiSchema {
  const invalid = (why: string): never => {
    throw new KustomizeError("invalid-kustomization", `invalid schema file: ${why}`, { file });
  };
  let document: unknown;
  try {
    [document] = readYaml(text, { file });
  } catch (error) {
    return invalid((error as Error).message);
  }
  if (!isObject(document)) return invalid("a schema is a map");
  const definitions = isObject(document.definitions) ? document.definitions : {};
  const kinds = new Map<string, string>();
  for (const [name, definition] of Object.entries(definitions)) {
    for (const gvk of listOf(isObject(definition) ? definition["x-kubernetes-group-version-kind"] : undefined)) {
      if (isObject(gvk)) kinds.set(kindKey(gvk), name);
    }
  }
  const scopes = readScopes(document.paths);
  const reader = new SwaggerTypes(definitions);
  return {
    schemaOf(apiVersion, kind) {
      const name = kinds.get(`${apiVersion} ${kind}`);
      return name === undefined ? undefined : reader.type(definitions[name]);
    },
    isClusterScoped(id) {
      return builtinSchema.isClusterScoped(id) || scopes.get(kindKey(id)) === "cluster";
    },
  };
}

/** A kind of which any path holds a namespace is namespaced; one that is only read without is not. */
function readScopes(paths: unknown): Map<string, "cluster" | "namespaced"> {
  const scopes = new Map<string, "cluster" | "namespaced">();
  for (const [path, operations] of Object.entries(isObject(paths) ? paths : {})) {
    const get = isObject(operations) ? operations.get : undefined;
    const gvk = isObject(get) ? get["x-kubernetes-group-version-kind"] : undefined;
    if (!isObject(gvk)) continue;
    const key = kindKey(gvk);
    if (path.includes("namespaces/{namespace}/")) scopes.set(key, "namespaced");
    else if (!scopes.has(key)) scopes.set(key, "cluster");
  }
  return scopes;
}

function kindKey({ group, version, kind }: { group?: unknown; version?: unknown; kind?: unknown }): string {
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  return `${text(group) === "" ? "" : `${text(group)}/`}${text(version)} ${text(kind)}`;
}

/** Types are made when they are asked for: definitions may refer to each other in circles. */
class SwaggerTypes {
  readonly #definitions: Json;
  readonly #types = new Map<Json, TypeSchema>();

  constructor(definitions: Json) {
    this.#definitions = definitions;
  }

  type(schema: unknown): TypeSchema | undefined {
    const resolved = this.#resolve(schema);
    if (!resolved) return undefined;
    let type = this.#types.get(resolved);
    if (!type) this.#types.set(resolved, (type = this.#read(resolved)));
    return type;
  }

  #read(schema: Json): TypeSchema {
    const { properties, additionalProperties, items } = schema;
    const strategy = schema["x-kubernetes-patch-strategy"];
    const keys = listOf(schema["x-kubernetes-list-map-keys"]).filter((key) => typeof key === "string");
    const key = schema["x-kubernetes-patch-merge-key"];
    return {
      patchStrategy: typeof strategy === "string" ? strategy : "",
      mergeKeys: keys.length > 0 ? keys : typeof key === "string" ? [key] : [],
      field: (name) =>
        isObject(properties) && Object.hasOwn(properties, name)
          ? this.type(properties[name])
          : this.type(additionalProperties),
      items: () => this.type(items),
    };
  }

  #resolve(schema: unknown): Json | undefined {
    let at = schema;
    const seen = new Set<unknown>();
    while (isObject(at) && typeof at.$ref === "string") {
      if (seen.has(at) || !at.$ref.startsWith(REF)) return undefined;
      seen.add(at);
      const name = at.$ref.slice(REF.length);
      at = Object.hasOwn(this.#definitions, name) ? this.#definitions[name] : undefined;
    }
    return isObject(at) ? at : undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
