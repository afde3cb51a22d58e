import { createHash } from "node:crypto";
import type { KubeObject } from "@hawser/kube";
import { compareBytewise } from "@hawser/source";

const LETTERS: Record<string, string> = { "0": "g", "1": "h", "3": "k", a: "m", e: "t" };

/** The suffix of a generated object's name: a digest of its content, in letters that spell nothing. */
export function contentHash(object: KubeObject): string {
  // The name is always empty in it (upstream looks it up in the wrong place), so a prefix does not change the hash.
  const content: Record<string, unknown> =
    object.kind === "ConfigMap"
      ? { binaryData: object.binaryData, data: object.data ?? "", kind: "ConfigMap", name: "" }
      : object.kind === "Secret"
        ? { data: object.data ?? "", kind: "Secret", name: "", stringData: object.stringData, type: object.type ?? "" }
        : object;
  const hex = createHash("sha256").update(goJson(content)).digest("hex").slice(0, 10);
  return hex.replace(/[013ae]/g, (letter) => LETTERS[letter] ?? letter);
}

/** JSON as Go's encoder writes it: keys sorted by bytes, and what HTML might take amiss escaped. */
function goJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => compareBytewise(a, b));
    return `{${entries.map(([key, item]) => `${goJson(key)}:${goJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
