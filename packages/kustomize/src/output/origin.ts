import { isMap, MapNode, ScalarNode, textNode, writeYaml } from "@hawser/goyaml";
import type { FolderPlace } from "../load/loader.ts";
import type { Resource } from "../resource.ts";

/** Where a resource came from, or which configuration changed it: what `buildMetadata` writes into annotations. */
export interface Origin {
  /** Of a file, from the folder of the build. */
  readonly path?: string;
  readonly repo?: string;
  readonly ref?: string;
  /** The file in which a generator or transformer is configured. */
  readonly configuredIn?: string;
  readonly configuredBy?: ConfiguredBy;
}

/** What a loader knows of where it reads. */
interface Reader {
  readonly place: FolderPlace;
  readonly repository: { readonly spec: { readonly cloneUrl: string; readonly ref: string } } | undefined;
}

interface ConfiguredBy {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

export const ORIGIN = "config.kubernetes.io/origin";
export const TRANSFORMATIONS = "alpha.config.kubernetes.io/transformations";

/** What is said of what a field of a kustomization makes or changes. */
export function kustomizationOrigin(file: string, kind: string, from: Reader, top: FolderPlace): Origin {
  return { ...configurationOrigin(file, from, top), configuredBy: { apiVersion: "builtin", kind } };
}

/** Where a generator or transformer is configured. */
export function configurationOrigin(file: string, from: Reader, top: FolderPlace): Origin {
  const { path, ...repository } = fileOrigin(file, from, top);
  return { ...repository, configuredIn: path ?? file };
}

/** Where a file lies: from the folder of the build, or from the root of another repository. */
export function fileOrigin(file: string, { repository, place }: Reader, top: FolderPlace): Origin {
  if (!repository || place.repository === top.repository) return { path: relativePath(top.root, file) };
  const { cloneUrl, ref } = repository.spec;
  return { path: file, repo: cloneUrl, ...(ref === "" ? {} : { ref }) };
}

/** The way from a folder to a file. */
export function relativePath(folder: string, file: string): string {
  const here = folder === "" ? [] : folder.split("/");
  const there = file.split("/");
  let common = 0;
  while (common < here.length && here[common] === there[common]) common++;
  return [...here.slice(common).map(() => ".."), ...there.slice(common)].join("/");
}

/** Writes what is known of a resource's origin into its annotations; what is not asked for is not left there either. */
export function writeOrigin(resource: Resource, which: { origin: boolean; transformations: boolean }): void {
  if (!which.origin) removeAnnotation(resource, ORIGIN);
  if (!which.transformations) removeAnnotation(resource, TRANSFORMATIONS);
  if (which.origin && resource.origin) annotate(resource, ORIGIN, originText(resource.origin, ""));
  if (which.transformations && resource.transformations.length > 0)
    annotate(resource, TRANSFORMATIONS, resource.transformations.map((one) => `- ${originText(one, "  ")}`).join(""));
}

/** Sets an annotation; one that is there already is replaced. */
export function annotate(resource: Resource, key: string, text: string): void {
  setMetadata(resource, "annotations", key, text);
}

function removeAnnotation(resource: Resource, key: string): void {
  const metadata = resource.node.get("metadata");
  const annotations = isMap(metadata) ? metadata.get("annotations") : undefined;
  if (!isMap(metadata) || !isMap(annotations) || !annotations.has(key)) return;
  resource.node = resource.node.set("metadata", metadata.set("annotations", annotations.without(key)));
}

/** Sets a label; one that is there already is replaced. */
export function label(resource: Resource, key: string, text: string): void {
  setMetadata(resource, "labels", key, text);
}

function setMetadata(resource: Resource, field: "annotations" | "labels", key: string, text: string): void {
  const metadata = resource.node.get("metadata");
  if (!isMap(metadata)) return;
  const old = metadata.get(field);
  const map = isMap(old) ? old : new MapNode([], []);
  resource.node = resource.node.set(
    "metadata",
    metadata.set(field, map.set(new ScalarNode(key, "!!str"), textNode(text))),
  );
}

/** Fields in the order in which Go declares them. */
/** How an origin is written into an annotation. */
export function originText({ path, repo, ref, configuredIn, configuredBy }: Origin, indent: string): string {
  const line = (field: string, value: string | undefined): string =>
    value === undefined || value === "" ? "" : writeYaml({ [field]: value });
  const inner = configuredBy
    ? ["apiVersion", "kind", "name", "namespace"]
        .map((field) => line(field, configuredBy[field as keyof ConfiguredBy]))
        .filter((text) => text !== "")
        .map((text) => `  ${text}`)
    : [];
  const lines = [
    line("path", path),
    line("repo", repo),
    line("ref", ref),
    line("configuredIn", configuredIn),
    ...(inner.length > 0 ? ["configuredBy:\n", ...inner] : []),
  ].filter((text) => text !== "");
  return lines.map((text, index) => (index === 0 ? text : indent + text)).join("");
}
