import { isJsonObject } from "@hawser/kube";
import { RE2JS } from "re2js";
import type { ImageEntry } from "../load/kustomization.ts";
import type { ResourceSet } from "../resource-set.ts";
import { currentId } from "../resource.ts";
import { changeField } from "./field-path.ts";

const FIELDS = ["", "spec/template/"]
  .flatMap((at) => [
    `${at}spec/containers/image`,
    `${at}spec/initContainers/image`,
    `${at}spec/volumes/image/reference`,
  ])
  .map((path) => path.split("/"));

/** Rewrites the container images that an entry names. */
export function setImage(set: ResourceSet, entry: ImageEntry): void {
  const matches = imageMatcher(entry.name);
  const rewrite = (value: unknown): unknown =>
    typeof value === "string" && matches(value) ? rewriteImage(value, entry) : undefined;
  for (const resource of set.list) {
    // The schema in a definition may hold fields that look like a pod template.
    if (currentId(resource).kind === "CustomResourceDefinition") continue;
    walkContainers(resource.object, rewrite);
    // Upstream goes over the known fields a second time, so a tagSuffix appears twice in them. Users' files count on it.
    for (const path of FIELDS) changeField(resource.object, path, false, rewrite);
  }
}

function walkContainers(node: unknown, rewrite: (value: unknown) => unknown): void {
  if (Array.isArray(node)) {
    for (const item of node) walkContainers(item, rewrite);
    return;
  }
  if (!isJsonObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if ((key === "containers" || key === "initContainers") && Array.isArray(value)) {
      for (const item of value) {
        if (!isJsonObject(item)) continue;
        const next = rewrite(item.image);
        if (next !== undefined) item.image = next;
      }
    } else walkContainers(value, rewrite);
  }
}

/** The name is a pattern, as upstream compiles it: `ngin.` matches `nginx`. */
function imageMatcher(name: string): (image: string) => boolean {
  try {
    const pattern = RE2JS.compile(`^${name}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$`);
    return (image) => pattern.matcher(image).find();
  } catch {
    return () => false;
  }
}

/** A new tag replaces tag and digest; a new digest alone drops the tag. */
export function rewriteImage(image: string, entry: ImageEntry): string {
  const parsed = splitImage(image);
  const name = entry.newName !== undefined && entry.newName !== "" ? entry.newName : parsed.name;
  const set = (text: string | undefined): text is string => text !== undefined && text !== "";
  if (set(entry.newTag)) return `${name}:${entry.newTag}${set(entry.digest) ? `@${entry.digest}` : ""}`;
  if (set(entry.digest)) return `${name}@${entry.digest}`;
  if (set(entry.tagSuffix)) return `${name}:${parsed.tag}${entry.tagSuffix}`;
  return `${name}${parsed.tag === "" ? "" : `:${parsed.tag}`}${parsed.digest === "" ? "" : `@${parsed.digest}`}`;
}

function splitImage(image: string): { name: string; tag: string; digest: string } {
  const at = image.indexOf("@", image.indexOf("/") + 1);
  const digest = at < 0 ? "" : image.slice(at + 1);
  const rest = at < 0 ? image : image.slice(0, at);
  // A colon before the first slash belongs to the registry's port.
  const colon = rest.indexOf(":", rest.indexOf("/") + 1);
  return { name: colon < 0 ? rest : rest.slice(0, colon), tag: colon < 0 ? "" : rest.slice(colon + 1), digest };
}
