/** A structural OpenAPI v3 schema with Kubernetes' extensions. `$ref` holds the bare name of another schema. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: readonly string[];
  enum?: readonly unknown[];
  default?: unknown;
  nullable?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  oneOf?: readonly Schema[];
  anyOf?: readonly Schema[];
  description?: string;
  "x-kubernetes-list-type"?: string;
  "x-kubernetes-list-map-keys"?: readonly string[];
  "x-kubernetes-map-type"?: string;
  "x-kubernetes-patch-strategy"?: string;
  "x-kubernetes-patch-merge-key"?: string;
  "x-kubernetes-preserve-unknown-fields"?: boolean;
  "x-kubernetes-int-or-string"?: boolean;
  "x-kubernetes-embedded-resource"?: boolean;
  "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
}

/** Follows references. An unknown one answers undefined: nothing is known of that field. */
export type ResolveSchema = (schema: Schema | undefined) => Schema | undefined;

/** A schema together with the schemas that it refers to. */
export interface TypeSchema {
  root: Schema;
  resolve: ResolveSchema;
}

/** True for a value that may be an integer or a text, such as a port or a percentage. */
export function isIntOrString(schema: Schema): boolean {
  return schema["x-kubernetes-int-or-string"] === true || schema.format === "int-or-string";
}

/** True when any field may be in it: free maps, raw extensions, embedded objects. */
export function isOpen(schema: Schema): boolean {
  if (schema["x-kubernetes-preserve-unknown-fields"] === true) return true;
  // A type with neither name nor fields, as JSONSchemaPropsOrArray, may be anything.
  const isUntyped = schema.type === "object" || schema.type === undefined;
  return isUntyped && schema.properties === undefined && schema.additionalProperties === undefined;
}

/** How the items of a list are told apart: by keys, by value, or not at all. */
export type ListIdentity = { kind: "atomic" } | { kind: "set" } | { kind: "map"; keys: readonly string[] };

/** Built-in lists of old carry only a patch merge key; apply goes by it where the list type is absent. */
export function listIdentity(schema: Schema | undefined): ListIdentity {
  const type = schema?.["x-kubernetes-list-type"];
  if (type === "map") return { kind: "map", keys: schema?.["x-kubernetes-list-map-keys"] ?? [] };
  if (type === "set") return { kind: "set" };
  if (type === undefined && schema?.["x-kubernetes-patch-strategy"]?.includes("merge") === true) {
    const key = schema["x-kubernetes-patch-merge-key"];
    return key === undefined ? { kind: "set" } : { kind: "map", keys: [key] };
  }
  return { kind: "atomic" };
}

export function isAtomicMap(schema: Schema | undefined): boolean {
  return schema?.["x-kubernetes-map-type"] === "atomic";
}

/** The schema of a field of an object: a property, or the schema of all values. */
export function fieldSchema(schema: Schema | undefined, field: string): Schema | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, field)) return schema.properties[field];
  return typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
