import { createHash } from "node:crypto";
import { type ApiResponse, apiVersionOf, builtinSchemas, isJsonObject, type Schema } from "@hawser/kube";
import type { Registry } from "../kinds/registry.ts";
import type { ResourceType } from "../kinds/resource-type.ts";
import { versionInfo } from "./discovery.ts";

const META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

/**
 * The OpenAPI v3 documents, one per group and version: what `kubectl explain` shows, and how clients find out that
 * the server checks fields. Made when asked for, remembered until the kinds change.
 */
export function createOpenApi(registry: Registry): { answer(path: string): ApiResponse | undefined } {
  const documents = new Map<string, unknown>();
  let madeFor = -1;

  function document(groupVersion: string): unknown {
    if (madeFor !== registry.version) {
      documents.clear();
      madeFor = registry.version;
    }
    let found = documents.get(groupVersion);
    if (found === undefined) {
      const types = [...registry.all()].filter((type) => apiVersionOf(type) === groupVersion);
      if (types.length === 0) return undefined;
      found = documentOf(types);
      documents.set(groupVersion, found);
    }
    return found;
  }

  return {
    answer(path) {
      if (path === "/openapi/v2") return emptyVersion2();
      if (path === "/openapi/v3" || path === "/openapi/v3/") {
        const versions = [...new Set([...registry.all()].map(apiVersionOf))].sort();
        const paths = Object.fromEntries(
          versions.map((groupVersion) => {
            const key = `${groupVersion.includes("/") ? "apis" : "api"}/${groupVersion}`;
            const hash = createHash("sha256").update(`${registry.version}/${groupVersion}`).digest("hex");
            return [key, { serverRelativeURL: `/openapi/v3/${key}?hash=${hash}` }];
          }),
        );
        return { status: 200, headers: { "content-type": "application/json" }, json: { paths } };
      }
      const match = /^\/openapi\/v3\/(?:api|apis)\/(.+)$/.exec(path);
      const found = match?.[1] === undefined ? undefined : document(match[1]);
      return found === undefined
        ? undefined
        : { status: 200, headers: { "content-type": "application/json" }, json: found };
    },
  };
}

/**
 * An OpenAPI v2 document without paths and definitions, in the protobuf form that clients ask for. kubectl reads it
 * for kinds that no v3 document has, and goes on to say that there is no such kind.
 */
function emptyVersion2(): ApiResponse {
  const text = (field: number, value: string | Buffer): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.of((field << 3) | 2, bytes.length), bytes]);
  };
  const info = Buffer.concat([text(1, "Kubernetes"), text(2, versionInfo().gitVersion ?? "")]);
  return {
    status: 200,
    headers: { "content-type": "application/com.github.proto-openapi.spec.v2.v1.0+protobuf" },
    bytes: Buffer.concat([text(1, "2.0"), text(2, info), text(8, ""), text(9, "")]),
  };
}

function documentOf(types: readonly ResourceType[]): unknown {
  const schemas: Record<string, unknown> = {};
  const need = (name: string): void => {
    if (name in schemas) return;
    const schema = builtinSchemas[name];
    if (!schema) return;
    schemas[name] = {};
    schemas[name] = rewrite(schema, need);
  };
  const paths: Record<string, unknown> = {};
  for (const type of types) {
    const name = schemaName(type);
    if (type.custom) {
      need(META);
      const root = type.schema?.root ?? { type: "object", "x-kubernetes-preserve-unknown-fields": true };
      schemas[name] = {
        ...(rewrite(root, need) as object),
        properties: {
          ...(rewrite({ properties: root.properties ?? {} }, need) as { properties: object }).properties,
          metadata: { allOf: [{ $ref: `#/components/schemas/${META}` }] },
        },
        "x-kubernetes-group-version-kind": [gvkOf(type)],
      };
    } else need(name);
    Object.assign(paths, pathsOf(type, name));
  }
  const { gitVersion } = versionInfo();
  return { openapi: "3.0.0", info: { title: "Kubernetes", version: gitVersion }, paths, components: { schemas } };
}

function gvkOf({ group, version, kind }: ResourceType): Record<string, string> {
  return { group, version, kind };
}

function schemaName(type: ResourceType): string {
  if (!type.custom) {
    const entry = Object.entries(builtinSchemas).find(([, schema]) => {
      const kinds = schema["x-kubernetes-group-version-kind"] ?? [];
      const [only] = kinds;
      return (
        kinds.length === 1 && only?.group === type.group && only.version === type.version && only.kind === type.kind
      );
    });
    if (entry) return entry[0];
  }
  return `${type.group.split(".").reverse().join(".")}.${type.version}.${type.kind}`;
}

function rewrite(value: unknown, need: (name: string) => void): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, need));
  if (!isJsonObject(value)) return value;
  const { $ref, ...rest } = value as Schema;
  // A property may be called $ref, as in the schema of CustomResourceDefinitions.
  if (typeof $ref !== "string")
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewrite(item, need)]));
  need($ref);
  // In OpenAPI 3.0 nothing may stand beside a reference, so it goes into an allOf.
  const reference = { $ref: `#/components/schemas/${$ref}` };
  return Object.keys(rest).length === 0 ? reference : { ...(rewrite(rest, need) as object), allOf: [reference] };
}

const QUERY = (names: string[]): unknown[] =>
  names.map((name) => ({ name, in: "query", schema: { type: "string", uniqueItems: true } }));
const WRITE_QUERY = QUERY(["dryRun", "fieldManager", "fieldValidation"]);

function pathsOf(type: ResourceType, schema: string): Record<string, unknown> {
  const root = type.group === "" ? `/api/${type.version}` : `/apis/${type.group}/${type.version}`;
  const collection = `${root}${type.namespaced ? "/namespaces/{namespace}" : ""}/${type.resource}`;
  const operation = (action: string, parameters: unknown[] = []): unknown => ({
    parameters,
    responses: {
      "200": {
        description: "OK",
        content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } },
      },
    },
    "x-kubernetes-action": action,
    "x-kubernetes-group-version-kind": gvkOf(type),
  });
  const has = (verb: string): boolean => type.verbs.includes(verb);
  const paths: Record<string, unknown> = {
    [collection]: {
      ...(has("list")
        ? { get: operation("list", QUERY(["labelSelector", "fieldSelector", "limit", "continue"])) }
        : {}),
      ...(has("create") ? { post: operation("post", WRITE_QUERY) } : {}),
    },
  };
  if (!has("get")) return paths;
  paths[`${collection}/{name}`] = {
    get: operation("get"),
    ...(has("update") ? { put: operation("put", WRITE_QUERY) } : {}),
    ...(has("patch") ? { patch: operation("patch", [...WRITE_QUERY, ...QUERY(["force"])]) } : {}),
    ...(has("delete")
      ? { delete: operation("delete", QUERY(["dryRun", "gracePeriodSeconds", "propagationPolicy"])) }
      : {}),
  };
  return paths;
}
