import { createHash } from "node:crypto";
import { readYaml, writeYaml, YamlError } from "@hawser/goyaml";
import type { KubeObject } from "@hawser/kube";
import {
  type KustomizeAdditions,
  recordingRemotes,
  type RemoteReadSet,
  type RemoteSources,
  RenderError,
  renderSource,
} from "@hawser/render";
import { type Artifact, type FileTree, type ReadSet, recordingTree } from "@hawser/source";
import { isSwitched } from "@hawser/sync";
import type { Kustomization, KustomizationSpec } from "../api/kustomization.ts";
import { withoutIgnoredFiles } from "../git-repository/ignored-files.ts";
import { folderAt, withKustomization } from "./generate.ts";
import { CONTROL_GROUP, ownerLabels } from "./owner.ts";
import { substitute } from "./substitute.ts";

/** What was built last for one Kustomization. */
export interface Built {
  /** Names the spec, the variables and what is left out of the files. */
  how: string;
  /** Names the content of all files. */
  treeId: string;
  /** What was read of them: as long as that is the same, so is the result. */
  readSet: ReadSet;
  /** What was fetched from elsewhere. */
  fetched: RemoteReadSet | undefined;
  /** As they are applied. */
  objects: readonly KubeObject[];
  /** Of the objects, for people who compare. */
  digest: string;
}

/** A folder that cannot be built, and why. */
export class BuildError extends Error {
  readonly reason: "ArtifactFailed" | "BuildFailed";

  constructor(reason: BuildError["reason"], message: string, cause: unknown) {
    super(message, { cause });
    this.name = "BuildError";
    this.reason = reason;
  }
}

/**
 * Builds what a Kustomization applies. A commit that touches nothing of what `last` read is not built, unless what was
 * fetched from elsewhere changed. Throws `BuildError`.
 */
export async function buildManifests(
  ks: Kustomization,
  { tree, treeId }: Pick<Artifact, "tree" | "treeId">,
  ignore: string | undefined,
  variables: ReadonlyMap<string, string> | undefined,
  last: Built | undefined,
  remotes?: RemoteSources,
): Promise<Built> {
  const how = JSON.stringify([ks.spec, ignore, variables ? [...variables] : undefined]);
  if (last?.how === how && (await last.fetched?.holdsIn(remotes)) !== false) {
    if (last.treeId === treeId) return last;
    if (await last.readSet.holdsIn(tree)) return { ...last, treeId };
  }
  const recorded = recordingTree(tree);
  const fetching = remotes && recordingRemotes(remotes);
  const rendered = await render(ks.spec, await withoutIgnoredFiles(recorded.tree, ignore), fetching?.remotes);
  try {
    const objects = rendered.map((object) => finish(object, ks, variables));
    const text = objects.map((object) => writeYaml(object)).join("---\n");
    const digest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
    return { how, treeId, readSet: await recorded.readSet(), fetched: fetching?.readSet(), objects, digest };
  } catch (error) {
    throw new BuildError("BuildFailed", `post build failed for ${(error as Error).message}`, error);
  }
}

async function render(
  spec: KustomizationSpec,
  tree: FileTree,
  remotes: RemoteSources | undefined,
): Promise<readonly KubeObject[]> {
  let folder: string;
  try {
    folder = await folderAt(tree, spec.path);
  } catch (error) {
    throw new BuildError("ArtifactFailed", (error as Error).message, error);
  }
  try {
    const whole = await withKustomization(tree, folder);
    if (!whole) return [];
    const path = folder === "" ? "." : folder;
    const kustomize = await additionsOf(spec, whole, folder);
    const loadRestrictor = "none";
    try {
      return (await renderSource(whole, { path, kustomize, loadRestrictor }, remotes)).objects;
    } catch (error) {
      // With additions the file was written anew. What is wrong without them too is told with its real line.
      await renderSource(whole, { path, loadRestrictor }, remotes);
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
