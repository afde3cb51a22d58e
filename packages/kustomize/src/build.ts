import { writeYaml } from "@hawser/goyaml";
import type { KubeObject } from "@hawser/kube";
import type { FileTree } from "@hawser/source";
import { absorb, generate } from "./generators/generate.ts";
import { contentHash } from "./generators/hash.ts";
import { KustomizeError } from "./kustomize-error.ts";
import { type Kustomization, type PatchEntry, readKustomization } from "./load/kustomization.ts";
import { Loader } from "./load/loader.ts";
import { at, lineOfDocument, lineOfText, type Place, placed } from "./load/places.ts";
import { readResources, sameAs } from "./load/resources.ts";
import { legacyOrder } from "./output/order.ts";
import { fixReferences } from "./references/fix-references.ts";
import { newResource, rememberId } from "./resource.ts";
import { ResourceSet } from "./resource-set.ts";
import { setImage } from "./transformers/images.ts";
import { addAnnotations, addCommonLabels, addLabels } from "./transformers/labels.ts";
import { setNamespace } from "./transformers/namespace.ts";
import { applyPatchEntry, applyStrategicEntry } from "./transformers/patches.ts";
import { addPrefixSuffix } from "./transformers/prefix-suffix.ts";
import { applyReplacement } from "./transformers/replacements.ts";
import { setReplicas } from "./transformers/replicas.ts";

export interface BuildOptions {
  /** `none` lets files lie outside the folder of their kustomization. Default `rootOnly`. */
  loadRestrictor?: "rootOnly" | "none";
}

export interface BuildResult {
  /** In output order. */
  objects: KubeObject[];
  /** What the real one prints on its error stream. */
  warnings: string[];
  /** All objects as one text, byte for byte as `kustomize build` prints it. */
  yaml(): string;
}

/** Builds the kustomization in a folder of a tree. Throws `KustomizeError`. */
export async function build(tree: FileTree, path: string, options: BuildOptions = {}): Promise<BuildResult> {
  const warnings: string[] = [];
  const set = new ResourceSet();
  const loader = new Loader(tree, path === "." ? "" : path, { restrictor: options.loadRestrictor ?? "rootOnly" });
  const top = await accumulate(set, loader, warnings, "Kustomization");

  for (const resource of set.list) {
    if (!resource.needsHash) continue;
    rememberId(resource);
    resource.object.metadata.name += `-${contentHash(resource.object)}`;
  }
  fixReferences(set.list);
  const kept = set.list.filter(({ object }) => {
    const local = object.metadata.annotations?.["config.kubernetes.io/local-config"];
    return local === undefined || local === "false";
  });
  const ordered = top.sortOrder === "fifo" ? kept : legacyOrder(kept);
  if (top.buildMetadata.includes("managedByLabel")) {
    for (const { object } of ordered)
      object.metadata.labels = { ...object.metadata.labels, "app.kubernetes.io/managed-by": "kustomize-(devel)" };
  }
  const objects = ordered.map(({ object }) => object);
  return { objects, warnings, yaml: () => objects.map((object) => writeYaml(object)).join("---\n") };
}

/** Runs one kustomization on a set: resources, generators, components, transformers. */
async function accumulate(
  set: ResourceSet,
  loader: Loader,
  warnings: string[],
  kind: Kustomization["kind"],
): Promise<Kustomization> {
  const { file, text, kustomization } = await readKustomization(loader, warnings);
  const line = (wanted = ""): (() => Place) => {
    // Found when something is wrong; most builds never ask.
    return () => {
      const found = lineOfText(text, wanted.trimStart().split("\n")[0] ?? "");
      return { file, ...(found === undefined ? {} : { line: found }) };
    };
  };
  if (kustomization.kind !== kind) {
    const message =
      kind === "Component"
        ? `expected kind 'Component' for path '${loader.root}' but got '${kustomization.kind}'`
        : `expected kind != 'Component' for path '${loader.root}'`;
    throw new KustomizeError("invalid-kustomization", message, { file });
  }
  for (const name of kustomization.resources) await at(line(name), () => addResource(set, name, loader, warnings));
  const { generatorOptions } = kustomization;
  for (const [map, all] of [
    ["ConfigMap", kustomization.configMapGenerator],
    ["Secret", kustomization.secretGenerator],
  ] as const) {
    for (const args of all)
      await at(line(args.name), async () => absorb(set, await generate(map, args, generatorOptions, loader)));
  }
  for (const name of kustomization.components)
    await at(line(name), async () => accumulate(set, await loader.enter(name), warnings, "Component"));
  await transform(set, kustomization, loader, file, line);
  return kustomization;
}

async function addResource(set: ResourceSet, name: string, loader: Loader, warnings: string[]): Promise<void> {
  if (/^(https?|ssh|git|file):\/\/|^git@|^git::/.test(name)) {
    throw new KustomizeError("unsupported", `accumulating resources: ${name}: remote resources are not supported yet`);
  }
  const found = await loader.tryRead(name);
  if (found) {
    const text = Buffer.from(found.bytes).toString("utf8");
    for (const object of readResources(text, found.path)) {
      try {
        set.append(newResource(object));
      } catch (error) {
        throw placed(error, { file: found.path, line: lineOfDocument(text, sameAs(object)) ?? 1 });
      }
    }
    return;
  }
  let base: Loader;
  try {
    base = await loader.enter(name);
  } catch (error) {
    if (!(error instanceof KustomizeError) || error.code !== "not-found") throw error;
    throw new KustomizeError(
      "not-found",
      `accumulating resources: accumulation err='accumulating resources from '${name}': open ${loader.resolve(name)}: no such file or directory': ${error.message}`,
      { cause: error },
    );
  }
  const own = new ResourceSet();
  await accumulate(own, base, warnings, "Kustomization");
  for (const resource of own.list) set.append(resource);
}

/** The built-in transformers in their fixed order. */
async function transform(
  set: ResourceSet,
  k: Kustomization,
  loader: Loader,
  file: string,
  line: (wanted?: string) => () => Place,
): Promise<void> {
  const patchLine = (entry: PatchEntry): (() => Place) => line(entry.path ?? entry.patch);
  for (const entry of k.patchesStrategicMerge)
    await at(line(entry), () => applyStrategicEntry(set, entry, loader, file));
  for (const entry of k.patches) await at(patchLine(entry), () => applyPatchEntry(set, entry, loader, file));
  await at(line("namespace"), () => setNamespace(set, k.namespace));
  addPrefixSuffix(set, k.namePrefix, "");
  addPrefixSuffix(set, "", k.nameSuffix);
  for (const entry of k.labels) addLabels(set, entry);
  addCommonLabels(set, k.commonLabels);
  addAnnotations(set, k.commonAnnotations);
  for (const entry of k.patchesJson6902) await at(patchLine(entry), () => applyPatchEntry(set, entry, loader, file));
  for (const entry of k.replicas) await at(line(entry.name), () => setReplicas(set, entry));
  for (const entry of k.images) setImage(set, entry);
  for (const entry of k.replacements)
    await at(line(entry.path ?? "replacements"), () => applyReplacement(set, entry, loader));
}
