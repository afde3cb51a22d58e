import { isMap, textNode } from "@hawser/goyaml";
import { currentId, rememberId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { contentHash } from "./content-hash.ts";

/** Adds to the names of generated objects the digests of their content. */
export function addHashes(set: ResourceSet): void {
  let changed = false;
  for (const resource of set.list) {
    if (!resource.needsHash) continue;
    const { node } = resource;
    const metadata = node.get("metadata");
    if (!isMap(metadata)) continue;
    rememberId(resource);
    const name = `${currentId(resource).name}-${contentHash(node)}`;
    resource.node = node.set("metadata", metadata.set("name", textNode(name)));
    changed = true;
  }
  if (changed) set.changed();
}
