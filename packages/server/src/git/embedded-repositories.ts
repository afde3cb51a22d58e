import fs from "node:fs";
import path from "node:path";
import { type GitHost, runGit } from "@hawser/source";

const EMPTY = ".empty";
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/** Whether a repository may be called so: a plain name that leads nowhere else. */
export function isRepositoryName(name: string): boolean {
  return NAME.test(name) && !name.includes("..") && !name.endsWith(".git");
}

/** The bare repositories of the embedded Git server, one folder each. */
export class EmbeddedRepositories {
  readonly #root: string;
  readonly #host: GitHost;
  readonly #making = new Map<string, Promise<string>>();

  constructor(root: string, host: GitHost) {
    this.#root = root;
    this.#host = host;
    fs.mkdirSync(root, { recursive: true, mode: 0o700 });
  }

  /** Undefined for a name that could lead elsewhere. */
  folderOf(name: string): string | undefined {
    const bare = name.replace(/\.git$/, "");
    return isRepositoryName(bare) ? path.join(this.#root, `${bare}.git`) : undefined;
  }

  /** The folder of a repository that exists. */
  find(name: string): string | undefined {
    const folder = this.folderOf(name);
    return folder !== undefined && fs.existsSync(path.join(folder, "HEAD")) ? folder : undefined;
  }

  names(): string[] {
    return fs
      .readdirSync(this.#root)
      .filter((name) => name.endsWith(".git") && !name.startsWith("."))
      .map((name) => name.slice(0, -".git".length))
      .sort();
  }

  /** Makes an empty repository unless it exists; its branch is `main`. Two who ask at once get the same one. */
  create(name: string): Promise<string> {
    const folder = this.folderOf(name);
    if (folder === undefined) throw new Error(`"${name}" is no repository name: use letters, digits, ".", "_" and "-"`);
    return this.#make(folder);
  }

  /** A repository that stays empty, which stands for those that do not exist yet. */
  empty(): Promise<string> {
    return this.#make(path.join(this.#root, EMPTY));
  }

  /** Lets `HEAD` mean a branch that exists: `main`, else `master`, else the first. To be called after a push. */
  async followFirstBranch(name: string): Promise<void> {
    const folder = this.find(name);
    if (folder === undefined) return;
    const head = fs.readFileSync(path.join(folder, "HEAD"), "utf8").trim().replace("ref: ", "");
    if (fs.existsSync(path.join(folder, head))) return;
    const listed = await runGit(this.#host, ["for-each-ref", "--format=%(refname)", "refs/heads"], { cwd: folder });
    const branches = listed.split("\n").filter((branch) => branch !== "");
    const wanted = [head, "refs/heads/main", "refs/heads/master", branches[0]].find(
      (branch) => branch !== undefined && branches.includes(branch),
    );
    if (wanted !== undefined && wanted !== head)
      await runGit(this.#host, ["symbolic-ref", "HEAD", wanted], { cwd: folder });
  }

  /** Makes a repository with one commit that holds a folder's files, or only what lies in some of its folders. */
  async createFrom(name: string, source: string, message: string, only: readonly string[] = ["."]): Promise<void> {
    const folder = await this.create(name);
    const env = {
      GIT_AUTHOR_NAME: "Hawser",
      GIT_AUTHOR_EMAIL: "hawser@localhost",
      GIT_COMMITTER_NAME: "Hawser",
      GIT_COMMITTER_EMAIL: "hawser@localhost",
      GIT_INDEX_FILE: path.join(folder, "index.new"),
    };
    const add = ["--git-dir", folder, "--work-tree", source, "add", "-A", "--", ...only];
    await runGit(this.#host, add, { cwd: source, env });
    const tree = (await runGit(this.#host, ["--git-dir", folder, "write-tree"], { env })).trim();
    const commit = (
      await runGit(this.#host, ["--git-dir", folder, "commit-tree", tree, "-m", message], { env })
    ).trim();
    await runGit(this.#host, ["--git-dir", folder, "update-ref", "refs/heads/main", commit]);
    fs.rmSync(path.join(folder, "index.new"), { force: true });
  }

  #make(folder: string): Promise<string> {
    let making = this.#making.get(folder);
    if (!making) {
      making = this.#init(folder).finally(() => this.#making.delete(folder));
      this.#making.set(folder, making);
    }
    return making;
  }

  async #init(folder: string): Promise<string> {
    if (fs.existsSync(path.join(folder, "HEAD"))) return folder;
    // Made aside and moved in place: a repository is there whole or not at all.
    const aside = path.join(this.#root, `.new-${path.basename(folder)}`);
    try {
      fs.rmSync(aside, { recursive: true, force: true });
      fs.mkdirSync(aside, { recursive: true, mode: 0o700 });
      await runGit(this.#host, ["init", "--quiet", "--bare", "--template=", "--initial-branch=main", aside]);
      fs.renameSync(aside, folder);
    } catch (error) {
      throw new Error(`Cannot make the repository ${folder}: ${(error as Error).message}`, { cause: error });
    }
    return folder;
  }
}
