import { createHash } from "node:crypto";
import { type FileTree, FileTreeError, joinPath, parentPath } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import type { RemoteSources } from "../remote/remote-sources.ts";
import { parseRepoSpec, type RepoSpec } from "../remote/repo-spec.ts";
import type { ConfigFile } from "../transformers/context.ts";

/** What all loaders of a build share. */
export interface LoadOptions {
  /** `rootOnly`: files must lie in or below the folder of the kustomization that names them. */
  readonly restrictor: "rootOnly" | "none";
  readonly remotes: RemoteSources | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A Git repository that a loader is in. */
interface Repository {
  readonly spec: RepoSpec;
  readonly commit: string;
}

/** A folder that a build reads. */
export interface FolderPlace {
  /** The repository and commit; empty for the tree of the build. */
  readonly repository: string;
  readonly root: string;
}

/** A file's identity within a build: equal for equal content at the same place. */
export interface LoadedFile extends ConfigFile {
  readonly id: string;
}

/**
 * Reads on behalf of the kustomization in one folder, and says what is wrong in the words of the real tool.
 *
 * A loader of a folder in a repository has that repository's tree: nothing leads out of it.
 */
export class Loader {
  readonly tree: FileTree;
  /** The folder, links followed. */
  readonly root: string;
  readonly repository: Repository | undefined;
  readonly #shown: string | undefined;
  readonly #options: LoadOptions;
  readonly #parent: Loader | undefined;

  private constructor(
    tree: FileTree,
    root: string,
    shown: string | undefined,
    options: LoadOptions,
    parent?: Loader,
    repository?: Repository,
  ) {
    this.tree = tree;
    this.root = root;
    this.#shown = shown;
    this.#options = options;
    this.#parent = parent;
    this.repository = repository;
  }

  /** `shown` is what stands for the root of the tree in messages, such as its path on this machine. */
  static async open(tree: FileTree, folder: string, options: LoadOptions, shown?: string): Promise<Loader> {
    const outside = new Loader(tree, "", shown, options);
    return new Loader(tree, await outside.#directory(folder, folder), shown, options);
  }

  /** The same loader with a tree that notes what is read. */
  through(tree: FileTree): Loader {
    return new Loader(tree, this.root, this.#shown, this.#options, this.#parent, this.repository);
  }

  /** A path of the tree, as messages show it. */
  show(path: string): string {
    if (this.#shown === undefined) return path === "" ? "." : path;
    return path === "" ? this.#shown : `${this.#shown === "/" ? "" : this.#shown}/${path}`;
  }

  get shownRoot(): string {
    return this.show(this.root);
  }

  /** The loaders of the folders that are being read on the way here, this one last. */
  get visited(): readonly Loader[] {
    return this.#parent ? [...this.#parent.visited, this] : [this];
  }

  get place(): FolderPlace {
    const { spec, commit } = this.repository ?? {};
    return { repository: spec ? `${spec.cloneUrl}@${commit}` : "", root: this.root };
  }

  /** Whether a name is that of a folder in the tree. */
  async isFolder(name: string): Promise<boolean> {
    const path = this.locate(name);
    return path !== undefined && (await this.tree.stat(path))?.kind === "directory";
  }

  /** Reads a file, or what a web address answers. */
  async read(name: string): Promise<LoadedFile> {
    if (/^https?:\/\//i.test(name)) return this.#readRemote(name);
    const path = this.locate(name);
    const entry = path === undefined ? undefined : await this.tree.stat(path);
    if (path === undefined || entry === undefined) {
      if (path === undefined && this.#options.restrictor === "rootOnly" && name.startsWith("/"))
        throw this.#outside(name);
      throw notFound(await this.#missing(name, path));
    }
    if (entry.kind === "directory")
      throw new KustomizeError("not-found", `'${this.show(entry.realPath)}' must resolve to a file`);
    if (this.#options.restrictor === "rootOnly" && !isWithin(entry.realPath, this.root))
      throw this.#outside(name, path);
    const bytes = await this.#bytes(path);
    return {
      path,
      bytes,
      id: `${this.repository?.commit ?? ""}:${path}:${entry.id}`,
      get text() {
        return decode(bytes);
      },
    };
  }

  /** A loader for the folder of another kustomization, or for one in a repository. */
  async enter(name: string): Promise<Loader> {
    if (name === "") throw new KustomizeError("not-found", "new root cannot be empty");
    const spec = parseRepoSpec(name);
    if (spec) return this.#clone(spec);
    if (name.startsWith("/")) throw new KustomizeError("security", `new root '${name}' cannot be absolute`);
    const path = joinPath(this.root, name);
    if (path === undefined && this.repository)
      throw new KustomizeError(
        "security",
        `security; bases in kustomizations found in cloned git repos must be within the repo, but base '${name}' is outside '${this.show("")}'`,
      );
    const root = await this.#directory(name, path);
    this.refuseCycle({ ...this.place, root });
    return new Loader(this.tree, root, this.#shown, this.#options, this, this.repository);
  }

  /** Throws where a folder is one that is being read, or holds one: its kustomization would read itself. */
  refuseCycle({ repository, root }: FolderPlace): void {
    for (const loader of this.visited.toReversed()) {
      const { place } = loader;
      if (place.repository !== repository || !isWithin(place.root, root)) continue;
      throw new KustomizeError(
        "cycle",
        `cycle detected: candidate root '${this.show(root)}' contains visited root '${this.show(loader.root)}'`,
      );
    }
  }

  async #clone(spec: RepoSpec): Promise<Loader> {
    for (const loader of this.visited.toReversed()) {
      const seen = loader.repository?.spec.raw;
      if (seen !== undefined && seen.startsWith(spec.raw))
        throw new KustomizeError("cycle", `cycle detected: URI '${spec.raw}' referenced by previous URI '${seen}'`);
    }
    const { remotes, signal } = this.#options;
    if (!remotes)
      throw new KustomizeError("unsupported", `${spec.raw}: this build may not read from other repositories`);
    const { tree, commit } = await remotes.repository(spec, signal);
    const inside = new Loader(tree, "", spec.cloneUrl, this.#options, this, { spec, commit });
    const entry = await tree.stat(spec.path);
    if (!entry) throw notFound(await inside.#missing(spec.path, spec.path));
    if (entry.kind !== "directory") {
      const name = spec.path.slice(spec.path.lastIndexOf("/") + 1);
      throw notFound(`'${inside.show(spec.path)}' refers to file '${name}'; expecting directory`);
    }
    return new Loader(tree, entry.realPath, spec.cloneUrl, this.#options, this, { spec, commit });
  }

  async #readRemote(url: string): Promise<LoadedFile> {
    const { remotes, signal } = this.#options;
    if (!remotes) throw new KustomizeError("unsupported", `${url}: this build may not read from the web`);
    const { status, statusText, bytes } = await remotes.file(url, signal);
    if (status < 200 || status > 299) {
      if (parseRepoSpec(url)) throw new KustomizeError("not-found", "URL is a git repository");
      throw new KustomizeError("not-found", `HTTP Error: status code ${status} (${statusText})`);
    }
    return {
      path: url,
      bytes,
      id: `${url}:${createHash("sha256").update(bytes).digest("hex")}`,
      get text() {
        return decode(bytes);
      },
    };
  }

  async #directory(name: string, path: string | undefined): Promise<string> {
    const entry = path === undefined ? undefined : await this.tree.stat(path);
    if (!entry) {
      const missing = await this.#missing(name, path);
      throw new KustomizeError("not-found", `must build at directory: not a valid directory: ${missing}`);
    }
    if (entry.kind !== "directory")
      throw new KustomizeError(
        "not-found",
        `must build at directory: '${this.show(path ?? name)}': file is not directory`,
      );
    return entry.realPath;
  }

  /** The path of a name. An absolute one means something where the tree's root is known to be a folder of this machine. */
  locate(name: string): string | undefined {
    if (!name.startsWith("/")) return joinPath(this.root, name);
    const shown = this.#shown;
    if (shown === undefined || !isWithin(name, shown === "/" ? "" : shown)) return undefined;
    return joinPath("", name.slice(shown.length).replace(/^\/+/, ""));
  }

  /** The first part of a path that is not there, as Go says it. */
  async #missing(name: string, path: string | undefined): Promise<string> {
    const whole = path === undefined ? this.#above(name) : this.show(path);
    let at = path ?? "";
    let reason = "no such file or directory";
    for (;;) {
      const parent = parentPath(at);
      const entry = await this.tree.stat(parent);
      if (entry?.kind === "file") reason = "not a directory";
      if (entry || parent === at) break;
      at = parent;
    }
    const first = path === undefined ? whole : this.show(at);
    return `evalsymlink failure on '${whole}' : ${reason === "not a directory" ? "" : `lstat ${first}: `}${reason}`;
  }

  /** What a name that leads out of the tree would be on this machine. */
  #above(name: string): string {
    if (this.#shown === undefined || this.repository || name.startsWith("/")) return name;
    return `/${joinPath("", collapse(`${this.shownRoot}/${name}`)) ?? ""}`;
  }

  async #bytes(path: string): Promise<Uint8Array> {
    try {
      return await this.tree.readFile(path);
    } catch (error) {
      if (error instanceof FileTreeError)
        throw new KustomizeError("not-found", error.message, { file: path, cause: error });
      throw error;
    }
  }

  #outside(name: string, path?: string): KustomizeError {
    const file = path === undefined ? (name.startsWith("/") ? name : `${this.shownRoot}/${name}`) : this.show(path);
    return new KustomizeError("security", `security; file '${file}' is not in or below '${this.shownRoot}'`);
  }
}

/** Follows `..` as far as the root, which is its own parent. */
function collapse(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function notFound(message: string): KustomizeError {
  return new KustomizeError("not-found", message);
}

function isWithin(path: string, folder: string): boolean {
  return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** A byte order mark says which of the encodings that YAML knows a text has. */
function decode(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return buffer.toString("utf16le", 2);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(buffer);
  return buffer.toString("utf8");
}
