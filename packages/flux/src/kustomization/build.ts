import { createHash } from "node:crypto";
import { readYaml, writeYaml, YamlError } from "@hawser/goyaml";
import type { KubeObject } from "@hawser/kube";
import { type KustomizeAdditions, RenderError, type Renderer, renderSource } from "@hawser/render";
import type { FileTree } from "@hawser/source";
import { isSwitched } from "@hawser/sync";
import type { Kustomization, KustomizationSpec } from "../api/kustomization.ts";
import { folderAt, withKustomization } from "./generate.ts";
import { CONTROL_GROUP, ownerLabels } from "./owner.ts";
import { substitute } from "./substitute.ts";

/** What was built last for one Kustomization. */
export interface Built {
  /** Names the spec, the variables and the files. */
  key: string;
  /** As the build gave them. */
  rendered: readonly KubeObject[];
  /** As they are applied. */
  objects: readonly KubeObject[];
  /** Of the objects, for people who compare. */
  digest: string;
}

const NOTHING: readonly KubeObject[] = [];

/** A folder that cannot be built, and why. */
export class BuildError extends Error {
  readonly reason: "ArtifactFailed" | "BuildFailed";

  constructor(reason: BuildError["reason"], message: string, cause: unknown) {
    super(message, { cause });
    this.name = "BuildError";
    this.reason = reason;
  }
}

/** The files to build from. */
export interface BuildSource {
  tree: FileTree;
  /** Names the content of the tree. */
  treeId: string;
  /** Names where the tree comes from. */
  origin: string;
}

/** Builds what a Kustomization applies. What `last` knows is not built again. Throws `BuildError`. */
export async function buildManifests(
  ks: Kustomization,
  source: BuildSource,
  renderer: Renderer,
  variables: ReadonlyMap<string, string> | undefined,
  last: Built | undefined,
): Promise<Built> {
  const how = JSON.stringify([ks.spec, variables ? [...variables] : undefined]);
  const key = `${source.treeId} ${how}`;
  if (last?.key === key) return last;
  const rendered = await render(ks.spec, source, renderer);
  // Another commit that touched nothing which this build reads.
  if (last?.rendered === rendered && last.key.endsWith(` ${how}`)) return { ...last, key };
  try {
    const objects = rendered.map((object) => finish(object, ks, variables));
    const text = objects.map((object) => writeYaml(object)).join("---\n");
    return { key, rendered, objects, digest: `sha256:${createHash("sha256").update(text).digest("hex")}` };
  } catch (error) {
    throw new BuildError("BuildFailed", `post build failed for ${(error as Error).message}`, error);
  }
}

async function render(
  spec: KustomizationSpec,
  { tree, origin }: BuildSource,
  renderer: Renderer,
): Promise<readonly KubeObject[]> {
  let folder: string;
  try {
    folder = await folderAt(tree, spec.path);
  } catch (error) {
    throw new BuildError("ArtifactFailed", (error as Error).message, error);
  }
  try {
    const whole = await withKustomization(tree, folder);
    if (!whole) return NOTHING;
    const path = folder === "" ? "." : folder;
    const kustomize = await additionsOf(spec, whole, folder);
    const loadRestrictor = "none";
    try {
      return (await renderer.render(whole, { path, kustomize, loadRestrictor }, origin)).objects;
    } catch (error) {
      // With additions the file was written anew. What is wrong without them too is told with its real line.
      await renderSource(whole, { path, loadRestrictor });
      throw error;
    }
  } catch (error) {
    throw new BuildError("BuildFailed", `kustomize build failed: ${describe(error)}`, error);
  }
}

/** The file and line first: that is where the reader has to look. */
function describe(error: unknown): string {
  if (!(error instanceof RenderError) || !(error.cause instanceof Error)) return (error as Error).message;
  const { file, line, cause } = error;
  return `${file === undefined ? "" : `${file}${line === undefined ? "" : `:${line}`}: `}${cause.message}`;
}

async function additionsOf(spec: KustomizationSpec, tree: FileTree, folder: string): Promise<KustomizeAdditions> {
  const { targetNamespace, namePrefix, nameSuffix, patches, images } = spec;
  const components: string[] = [];
  for (const path of spec.components ?? []) {
    if (spec.ignoreMissingComponents === true && !(await isFolder(tree, `${folder}/${path}`))) continue;
    components.push(path);
  }
  return {
    ...(targetNamespace === undefined ? {} : { namespace: targetNamespace }),
    ...(namePrefix === undefined ? {} : { namePrefix }),
    ...(nameSuffix === undefined ? {} : { nameSuffix }),
    ...(patches && patches.length > 0 ? { patches } : {}),
    ...(components.length > 0 ? { components } : {}),
    ...(images && images.length > 0
      ? {
          images: images.map(
            ({ name, newName = name, newTag, digest }) =>
              `${name}=${newName}${newTag === undefined ? "" : `:${newTag}`}${digest === undefined ? "" : `@${digest}`}`,
          ),
        }
      : {}),
  };
}

async function isFolder(tree: FileTree, path: string): Promise<boolean> {
  try {
    return (await folderAt(tree, path)) !== undefined;
  } catch {
    return false;
  }
}

/** Variables, common metadata and the owner's mark. */
function finish(object: KubeObject, ks: Kustomization, variables: ReadonlyMap<string, string> | undefined): KubeObject {
  const result =
    variables && !isSwitched(object, CONTROL_GROUP, "substitute", "disabled") ? substituted(object, variables) : object;
  const { labels, annotations } = ks.spec.commonMetadata ?? {};
  return {
    ...result,
    metadata: {
      ...result.metadata,
      labels: { ...result.metadata.labels, ...ownerLabels(ks), ...labels },
      ...(annotations ? { annotations: { ...result.metadata.annotations, ...annotations } } : {}),
    },
  };
}

function substituted(object: KubeObject, variables: ReadonlyMap<string, string>): KubeObject {
  const text = writeYaml(object);
  if (!text.includes("$")) return object;
  const failed = (cause: unknown, message: string): Error =>
    new Error(`'${object.metadata.name}': envsubst error: ${message}`, { cause });
  let result: string;
  try {
    result = substitute(text, variables);
  } catch (error) {
    throw failed(error, (error as Error).message);
  }
  try {
    return readYaml(result, { dialect: "v2" })[0] as unknown as KubeObject;
  } catch (error) {
    // Its words may quote a variable, which may be a secret.
    const line = error instanceof YamlError ? ` (line ${error.line ?? "unknown"})` : "";
    throw failed(error, `the result is not valid YAML${line}`);
  }
}
