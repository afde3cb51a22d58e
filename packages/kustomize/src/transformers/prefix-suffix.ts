import type { ResourceSet } from "../resource-set.ts";
import { originalId, rememberId } from "../resource.ts";

const KEPT = new Set([
  "apiextensions.k8s.io/CustomResourceDefinition",
  "/Namespace",
  "apiregistration.k8s.io/APIService",
]);

/** Puts text before and after the names of all objects but those whose name is their meaning. */
export function addPrefixSuffix(set: ResourceSet, prefix: string, suffix: string): void {
  if (prefix === "" && suffix === "") return;
  for (const resource of set.list) {
    const { group, kind } = originalId(resource);
    if (KEPT.has(`${group}/${kind}`) || kind === "CustomResourceDefinition") continue;
    rememberId(resource);
    if (prefix !== "") resource.prefixes.push(prefix);
    if (suffix !== "") resource.suffixes.push(suffix);
    resource.object.metadata.name = `${prefix}${resource.object.metadata.name}${suffix}`;
  }
  set.renamed("name transformation");
}
