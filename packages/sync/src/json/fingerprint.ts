import { createHash } from "node:crypto";
import { isRecord } from "./value.ts";

/** JSON with sorted keys, as Go's encoding/json writes a map: `<`, `>`, `&` and the line separators are escaped. */
export function canonicalJson(value: unknown): string {
  return write(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null)).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const fields: string[] = [];
  for (const key of Object.keys(value).toSorted()) {
    const field = value[key];
    if (field !== undefined) fields.push(`${JSON.stringify(key)}:${write(field)}`);
  }
  return `{${fields.join(",")}}`;
}

/** Short text that is equal exactly when the JSON values are. */
export function fingerprint(value: unknown): string {
  return createHash("sha1").update(write(value)).digest("base64");
}
