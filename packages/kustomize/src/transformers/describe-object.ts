import { toJson } from "@hawser/goyaml";
import { effectiveNamespace, type Resource } from "../resource.ts";

/** An object as messages of the real tool show it: as JSON, with what it keeps in mind of the object in annotations. */
export function describeObject(resource: Resource): string {
  const object = toJson(resource.node, { allowDuplicateKeys: true }) as { metadata?: Record<string, unknown> };
  const { previous, prefixes, suffixes, needsHash, behavior, node } = resource;
  const kept: Record<string, string> = {
    // Only what was generated has no place.
    generatorBehavior: node.place ? "" : behavior,
    needsHashSuffix: needsHash ? "enabled" : "",
    prefixes: prefixes.join(","),
    suffixes: suffixes.join(","),
    previousKinds: previous.map(({ kind }) => kind).join(","),
    previousNames: previous.map(({ name }) => name).join(","),
    previousNamespaces: previous.map(effectiveNamespace).join(","),
  };
  const annotations = {
    ...(object.metadata?.annotations as Record<string, unknown> | undefined),
    ...Object.fromEntries(
      Object.entries(kept)
        .filter(([, text]) => text !== "")
        .map(([name, text]) => [`internal.config.kubernetes.io/${name}`, text]),
    ),
  };
  const metadata = Object.keys(annotations).length === 0 ? object.metadata : { ...object.metadata, annotations };
  return JSON.stringify(sortKeys({ ...object, metadata }));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
