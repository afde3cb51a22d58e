import type { Schema } from "@hawser/kube";

// Short words for schemas: the definitions below should read like a list of fields.
export const text: Schema = { type: "string" };
export const flag: Schema = { type: "boolean" };
export const whole: Schema = { type: "integer", format: "int64" };
/** Any content, kept as it is. */
export const anything: Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
export const list = (items: Schema): Schema => ({ type: "array", items });
export const map = (values: Schema = text): Schema => ({ type: "object", additionalProperties: values });
export const fields = (properties: Record<string, Schema>, required?: readonly string[]): Schema => ({
  type: "object",
  properties,
  ...(required ? { required } : {}),
});
