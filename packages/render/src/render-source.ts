import { createHash } from "node:crypto";
import { readYaml, YamlError, writeYaml } from "@hawser/goyaml";
import { isJsonObject, type KubeObject } from "@hawser/kube";
import {
  build,
  type BuildCache,
  EditError,
  findKustomizationFile,
  type ImageArgument,
  imageEntry,
  KustomizeError,
  parseImageArgument,
  type RemoteSources,
} from "@hawser/kustomize";
import type { FileTree } from "@hawser/source";
import picomatch from "picomatch";

/** What the one who asks adds to a kustomization, in the kustomization's own fields. */
export interface KustomizeAdditions {
  namePrefix?: string;
  nameSuffix?: string;
  namespace?: string;
  /** `name=newName:tag`, as `kustomize edit set image` takes it. */
  images?: readonly string[];
  replicas?: readonly { name: string; count: number }[];
  commonLabels?: Readonly<Record<string, string>>;
  commonAnnotations?: Readonly<Record<string, string>>;
  patches?: readonly unknown[];
  components?: readonly string[];
}

export interface RenderRequest {
  path: string;
  kustomize?: KustomizeAdditions;
  directory?: { recurse?: boolean; include?: string; exclude?: string };
  /** `none`: a kustomization may read files outside its own folder, as under Flux. Default `rootOnly`. */
  loadRestrictor?: "rootOnly" | "none";
}

export interface Rendered {
  kind: "Kustomize" | "Directory";
  objects: KubeObject[];
  warnings: readonly string[];
}

/** Why a source could not be rendered. `file` and `line` say where, when there is a place. */
export class RenderError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;

  constructor(message: string, place: { file?: string | undefined; line?: number | undefined; cause?: unknown } = {}) {
    super(message, { cause: place.cause });
    this.name = "RenderError";
    this.file = place.file;
    this.line = place.line;
  }
}

const MANIFEST = /\.(ya?ml|json)$/;

/**
 * Renders a folder: by its kustomization where it has one, else every manifest in it. What a kustomization names
 * elsewhere is fetched through `remotes`, and refused without; `cache` keeps what builds have in common. Throws
 * `RenderError`.
 */
export async function renderSource(
  tree: FileTree,
  request: RenderRequest,
  remotes?: RemoteSources,
  cache?: BuildCache,
): Promise<Rendered> {
  const path = request.path.replace(/^\.\/?/, "").replace(/\/+$/, "");
  const entry = await tree.stat(path);
  if (entry?.kind !== "directory") throw new RenderError(`${request.path}: app path does not exist`);
  const file = await findKustomizationFile(tree, path);
  if (file === undefined) {
    if (await tree.stat(path === "" ? "Chart.yaml" : `${path}/Chart.yaml`))
      throw new RenderError(`${request.path}: Helm charts are not rendered yet`);
    return { kind: "Directory", objects: await readFolder(tree, path, request.directory ?? {}), warnings: [] };
  }
  const source =
    request.kustomize && Object.keys(request.kustomize).length > 0
      ? await withAdditions(tree, file, request.kustomize)
      : tree;
  try {
    const { loadRestrictor = "rootOnly" } = request;
    const { objects, warnings } = await build(source, path, {
      loadRestrictor,
      ...(remotes ? { remotes } : {}),
      ...(cache ? { cache } : {}),
    });
    return { kind: "Kustomize", objects, warnings };
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    const at = error.file === undefined ? "" : `${error.file}${error.line === undefined ? "" : `:${error.line}`}: `;
    throw new RenderError(`\`kustomize build ${request.path}\` failed: ${at}${error.message}`, {
      file: error.file,
      line: error.line,
      cause: error,
    });
  }
}

async function readFolder(
  tree: FileTree,
  folder: string,
  options: NonNullable<RenderRequest["directory"]>,
): Promise<KubeObject[]> {
  const matches = (pattern: string | undefined): ((name: string) => boolean) | undefined =>
    pattern === undefined || pattern === ""
      ? undefined
      : picomatch(pattern.replace(/^\{(.*)\}$/, "{$1}"), { dot: true });
  const include = matches(options.include);
  const exclude = matches(options.exclude);
  const objects: KubeObject[] = [];
  const walk = async (path: string, relative: string): Promise<void> => {
    for (const { name, kind } of await tree.list(path)) {
      const here = path === "" ? name : `${path}/${name}`;
      const inside = relative === "" ? name : `${relative}/${name}`;
      const found = kind === "link" ? await tree.stat(here) : { kind };
      if (found?.kind === "directory" && options.recurse === true && kind !== "link") await walk(here, inside);
      if (found?.kind !== "file" || !MANIFEST.test(name)) continue;
      if (include?.(inside) === false || exclude?.(inside) === true) continue;
      objects.push(...readManifest(Buffer.from(await tree.readFile(here)).toString("utf8"), here));
    }
  };
  await walk(folder, "");
  return objects;
}

function readManifest(text: string, file: string): KubeObject[] {
  let documents: unknown[];
  try {
    documents = readYaml(text, { dialect: "v3" });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new RenderError(`Failed to unmarshal "${file}": ${error.message}`, { file, line: error.line, cause: error });
  }
  return documents.flatMap((document): KubeObject[] => {
    if (!isJsonObject(document) || Object.keys(document).length === 0) return [];
    if (typeof document.kind === "string" && document.kind.endsWith("List") && Array.isArray(document.items))
      return document.items as KubeObject[];
    if (typeof document.kind !== "string" || typeof document.apiVersion !== "string") {
      throw new RenderError(
        `Failed to unmarshal "${file}": Object 'Kind' is missing in '${JSON.stringify(document).slice(0, 200)}'`,
        { file },
      );
    }
    return [document as unknown as KubeObject];
  });
}

/** The tree with a kustomization that says more, as after `kustomize edit`. */
async function withAdditions(tree: FileTree, file: string, additions: KustomizeAdditions): Promise<FileTree> {
  const text = Buffer.from(await tree.readFile(file)).toString("utf8");
  let kustomization: Record<string, unknown>;
  try {
    const [document] = readYaml(text, { dialect: "v2", allowDuplicateKeys: true });
    kustomization = isJsonObject(document) ? { ...document } : {};
  } catch (error) {
    throw new RenderError(`${file}: ${(error as Error).message}`, { file, cause: error });
  }
  const list = (field: string): unknown[] =>
    Array.isArray(kustomization[field]) ? (kustomization[field] as unknown[]) : [];
  const { images, replicas, commonLabels, commonAnnotations, patches, components, ...texts } = additions;
  for (const [field, value] of Object.entries(texts))
    if (value !== undefined && value !== "") kustomization[field] = value;
  if (images && images.length > 0) {
    const before = list("images").filter(isJsonObject);
    const entries = parseImages(images).map((image) =>
      imageEntry(
        image,
        before.find(({ name }) => name === image.name),
      ),
    );
    const names = new Set(entries.map(({ name }) => name));
    kustomization.images = [...before.filter(({ name }) => !names.has(String(name))), ...entries];
  }
  if (replicas && replicas.length > 0) {
    const names = new Set(replicas.map(({ name }) => name));
    kustomization.replicas = [
      ...list("replicas").filter((entry) => !isJsonObject(entry) || !names.has(String(entry.name))),
      ...replicas,
    ];
  }
  if (commonLabels)
    kustomization.commonLabels = { ...(kustomization.commonLabels as object | undefined), ...commonLabels };
  if (commonAnnotations)
    kustomization.commonAnnotations = {
      ...(kustomization.commonAnnotations as object | undefined),
      ...commonAnnotations,
    };
  if (patches) kustomization.patches = [...list("patches"), ...patches];
  if (components) kustomization.components = [...list("components"), ...components];
  const bytes = Buffer.from(writeYaml(kustomization));
  const id = createHash("sha256").update(bytes).digest("hex");
  return {
    ...tree,
    async stat(path) {
      const entry = await tree.stat(path);
      return entry && path === file ? { ...entry, realPath: entry.realPath, id, size: bytes.length } : entry;
    },
    list: (path) => tree.list(path),
    readFile: (path) => (path === file ? Promise.resolve(bytes) : tree.readFile(path)),
  };
}

/** Throws what Argo CD tells when `kustomize` does not take an image. */
function parseImages(images: readonly string[]): ImageArgument[] {
  try {
    return images.map(parseImageArgument);
  } catch (error) {
    if (!(error instanceof EditError)) throw error;
    throw new RenderError(
      `\`kustomize edit set image ${images.join(" ")}\` failed exit status 1: Error: ${error.message}`,
      {
        cause: error,
      },
    );
  }
}
