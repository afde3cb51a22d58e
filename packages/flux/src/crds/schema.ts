import type { Schema } from "@hawser/kube";

// Short words for schemas: the definitions should read like a list of fields.
const described = (schema: Schema, description: string): Schema => ({ ...schema, description });
export const text = (description: string, more: Schema = {}): Schema => ({ type: "string", ...more, description });
export const flag = (description: string): Schema => described({ type: "boolean" }, description);
export const count = (description: string): Schema => described({ type: "integer", format: "int64" }, description);
export const duration = (description: string): Schema =>
  text(description, { pattern: "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$" });
export const list = (items: Schema, description: string): Schema => described({ type: "array", items }, description);
export const map = (description: string): Schema =>
  described({ type: "object", additionalProperties: { type: "string" } }, description);
export const fields = (
  description: string,
  properties: Record<string, Schema>,
  required: readonly string[] = [],
): Schema => ({ type: "object", description, properties, ...(required.length > 0 ? { required } : {}) });

const dateTime = (description: string): Schema => text(description, { format: "date-time" });

/** `status.conditions`. */
export const conditions: Schema = list(
  fields(
    "One aspect of the current state.",
    {
      type: text("Name of the aspect."),
      status: text("Whether it holds.", { enum: ["True", "False", "Unknown"] }),
      observedGeneration: count("The generation that this was said of."),
      lastTransitionTime: dateTime("When the status changed last."),
      reason: text("One word for programs."),
      message: text("A sentence for people.", { maxLength: 32_768 }),
    },
    ["lastTransitionTime", "message", "reason", "status", "type"],
  ),
  "What is known of the current state.",
);

/** `status.artifact`. */
export const artifact: Schema = fields(
  "What the last successful pass produced.",
  {
    digest: text("Algorithm and digest.", { pattern: "^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$" }),
    lastUpdateTime: dateTime("When it was produced."),
    metadata: map("Upstream information."),
    path: text("Where it is kept."),
    revision: text("The revision in the source's own words."),
    size: count("Bytes."),
    url: text("Where it is served."),
  },
  ["digest", "lastUpdateTime", "path", "revision", "url"],
);
