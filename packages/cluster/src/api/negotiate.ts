import type { IncludeObject } from "../table/table.ts";

/** In which form a client wants an answer. */
export type Form =
  | { kind: "object" }
  | { kind: "table"; include: IncludeObject }
  | { kind: "metadata" }
  | { kind: "none" };

/** Reads `Accept`: the first offer that can be served wins. */
export function negotiate(accept: string | undefined, query: URLSearchParams): Form {
  const offers = (accept ?? "*/*").split(",").map((offer) =>
    offer
      .trim()
      .split(";")
      .map((part) => part.trim()),
  );
  for (const [media = "", ...parameters] of offers) {
    if (!["application/json", "*/*", "application/*"].includes(media)) continue;
    const as = parameters.find((p) => p.startsWith("as="))?.slice(3);
    const group = parameters.find((p) => p.startsWith("g="))?.slice(2);
    if (as === undefined) return { kind: "object" };
    if (group !== "meta.k8s.io") continue;
    if (as === "Table") {
      const include = query.get("includeObject");
      return { kind: "table", include: include === "None" || include === "Object" ? include : "Metadata" };
    }
    if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") return { kind: "metadata" };
  }
  // YAML is turned out by the HTTP face from the same answer.
  return offers.some(([media]) => media === "application/yaml") ? { kind: "object" } : { kind: "none" };
}
