import { type FileTree, FileTreeError, joinPath } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";

export interface LoadOptions {
  /** `rootOnly`: files must lie in or below the folder of the kustomization that names them. */
  restrictor: "rootOnly" | "none";
}

/** Reads on behalf of one kustomization's folder. */
export class Loader {
  readonly tree: FileTree;
  readonly root: string;
  readonly #parents: readonly string[];
  readonly #options: LoadOptions;

  constructor(tree: FileTree, root: string, options: LoadOptions, parents: readonly string[] = []) {
    this.tree = tree;
    this.root = root;
    this.#options = options;
    this.#parents = parents;
  }

  /** The tree path of a name in the kustomization. */
  resolve(name: string): string {
    const path = joinPath(this.root, name);
    if (path === undefined) throw this.#outside(name);
    return path;
  }

  /** Text of a file, or undefined when it is not there or a folder. */
  async tryRead(name: string): Promise<{ path: string; bytes: Uint8Array } | undefined> {
    const path = joinPath(this.root, name);
    if (path === undefined) return undefined;
    const entry = await this.tree.stat(path);
    if (entry?.kind !== "file") return undefined;
    if (this.#options.restrictor === "rootOnly" && !isWithin(entry.realPath, await this.#realRoot()))
      throw this.#outside(name);
    try {
      return { path, bytes: await this.tree.readFile(path) };
    } catch (error) {
      if (error instanceof FileTreeError)
        throw new KustomizeError("not-found", error.message, { file: path, cause: error });
      throw error;
    }
  }

  async read(name: string): Promise<{ path: string; text: string; bytes: Uint8Array }> {
    const found = await this.tryRead(name);
    if (!found) throw new KustomizeError("not-found", `open ${this.resolve(name)}: no such file or directory`);
    return { ...found, text: Buffer.from(found.bytes).toString("utf8") };
  }

  /** A loader for another kustomization's folder. */
  async enter(name: string): Promise<Loader> {
    if (name.startsWith("/")) throw new KustomizeError("security", `new root '${name}' cannot be absolute`);
    const path = this.resolve(name);
    const entry = await this.tree.stat(path);
    if (entry?.kind !== "directory") {
      throw new KustomizeError(
        "not-found",
        `must build at directory: not a valid directory: ${path === "" ? "." : path} does not exist`,
      );
    }
    const visited = [...this.#parents, this.root];
    const contained = visited.find((root) => isWithin(root, path));
    if (contained !== undefined) {
      throw new KustomizeError(
        "cycle",
        `cycle detected: candidate root '${path}' contains visited root '${contained}'`,
      );
    }
    return new Loader(this.tree, path, this.#options, visited);
  }

  async #realRoot(): Promise<string> {
    return (await this.tree.stat(this.root))?.realPath ?? this.root;
  }

  #outside(name: string): KustomizeError {
    return new KustomizeError(
      "security",
      `security; file '${joinPath(this.root, name) ?? name}' is not in or below '${this.root === "" ? "." : this.root}'`,
    );
  }
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}
