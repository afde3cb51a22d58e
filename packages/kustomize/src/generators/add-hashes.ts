import { isMap, textNode } from "@hawser/goyaml";
import type { DerivedNodes } from "../build-cache.ts";
import { currentId, rememberId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { contentHash } from "./content-hash.ts";

/** A name depends on nothing but the object. */
const STEP = {};

/** Adds to the names of generated objects the digests of their content. */
export function addHashes(set: ResourceSet, derived?: DerivedNodes): void {
  let changed = false;
  for (const resource of set.list) {
    if (!resource.needsHash) continue;
    const { node } = resource;
    const metadata = node.get("metadata");
    if (!isMap(metadata)) continue;
    rememberId(resource);
    changed = true;
    const known = derived?.get(STEP, node);
    if (known) {
      resource.node = known.node;
      continue;
    }
    const name = `${currentId(resource).name}-${contentHash(node)}`;
    resource.node = node.set("metadata", metadata.set("name", textNode(name)));
    derived?.set(STEP, node, { node: resource.node, shared: undefined });
  }
  if (changed) set.changed();
}
