import { writeYaml } from "@hawser/goyaml";
import { type FileTree, FileTreeError } from "@hawser/source";

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/**
 * The tree with a kustomization in a folder that has none: every manifest below it, and the folders that have their
 * own. Answers undefined when there is nothing to list, and the same tree when there is one already.
 */
export async function withKustomization(tree: FileTree, folder: string): Promise<FileTree | undefined> {
  if (await hasKustomization(tree, folder)) return tree;
  const resources = await resourcesBelow(tree, folder, "");
  if (resources.length === 0) return undefined;
  const text = writeYaml({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources });
  const file = join(folder, "kustomization.yaml");
  const bytes = Buffer.from(text);
  return {
    stat: (path) =>
      path === file
        ? Promise.resolve({ kind: "file", realPath: file, id: `generated ${text}`, size: bytes.length })
        : tree.stat(path),
    readFile: (path) => (path === file ? Promise.resolve(bytes) : tree.readFile(path)),
    list: (path) => tree.list(path),
  };
}

async function resourcesBelow(tree: FileTree, folder: string, inside: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, kind } of await tree.list(join(folder, inside))) {
    const relative = join(inside, name);
    const here = join(folder, relative);
    if (kind === "directory") {
      if (await hasKustomization(tree, here)) found.push(relative);
      else found.push(...(await resourcesBelow(tree, folder, relative)));
    } else if (/\.ya?ml$/.test(name) && (kind === "file" || (await tree.stat(here))?.kind === "file")) {
      found.push(relative);
    }
  }
  return found;
}

async function hasKustomization(tree: FileTree, folder: string): Promise<boolean> {
  for (const name of NAMES) if ((await tree.stat(join(folder, name)))?.kind === "file") return true;
  return false;
}

/** `spec.path` inside a tree. Throws when there is no such folder; what would lead out of the tree stays inside. */
export async function folderAt(tree: FileTree, path: string | undefined): Promise<string> {
  const parts: string[] = [];
  for (const part of (path ?? "").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  const folder = parts.join("/");
  if ((await tree.stat(folder))?.kind === "directory") return folder;
  throw new FileTreeError(
    "not-found",
    folder,
    `kustomization path not found: stat ${path ?? ""}: no such file or directory`,
  );
}

function join(folder: string, name: string): string {
  return folder === "" ? name : name === "" ? folder : `${folder}/${name}`;
}
