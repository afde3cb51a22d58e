import fs from "node:fs";
import path from "node:path";
import { type GitHost, runGit } from "@hawser/source";

const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/** The bare repositories of the embedded Git server, one folder each. */
export class EmbeddedRepositories {
  readonly #root: string;
  readonly #host: GitHost;

  constructor(root: string, host: GitHost) {
    this.#root = root;
    this.#host = host;
    fs.mkdirSync(root, { recursive: true, mode: 0o700 });
  }

  /** Undefined for a name that could lead elsewhere. */
  folderOf(name: string): string | undefined {
    const bare = name.replace(/\.git$/, "");
    return NAME.test(bare) && !bare.includes("..") ? path.join(this.#root, `${bare}.git`) : undefined;
  }

  /** The folder of a repository that exists. */
  find(name: string): string | undefined {
    const folder = this.folderOf(name);
    return folder !== undefined && fs.existsSync(path.join(folder, "HEAD")) ? folder : undefined;
  }

  names(): string[] {
    return fs
      .readdirSync(this.#root)
      .filter((name) => name.endsWith(".git"))
      .map((name) => name.slice(0, -".git".length))
      .sort();
  }

  /** Makes an empty repository unless it exists; its branch is `main`. */
  async create(name: string): Promise<string> {
    const folder = this.folderOf(name);
    if (folder === undefined) throw new Error(`"${name}" is no repository name: use letters, digits, ".", "_" and "-"`);
    if (!this.find(name)) {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
      await runGit(this.#host, ["init", "--quiet", "--bare", "--initial-branch=main", folder]);
    }
    return folder;
  }

  /** Makes a repository with one commit that holds a folder's files. */
  async createFrom(name: string, source: string, message: string): Promise<void> {
    const folder = await this.create(name);
    const env = {
      GIT_AUTHOR_NAME: "Hawser",
      GIT_AUTHOR_EMAIL: "hawser@localhost",
      GIT_COMMITTER_NAME: "Hawser",
      GIT_COMMITTER_EMAIL: "hawser@localhost",
      GIT_INDEX_FILE: path.join(folder, "index.new"),
    };
    await runGit(this.#host, ["--git-dir", folder, "--work-tree", source, "add", "-A", "."], { cwd: source, env });
    const tree = (await runGit(this.#host, ["--git-dir", folder, "write-tree"], { env })).trim();
    const commit = (
      await runGit(this.#host, ["--git-dir", folder, "commit-tree", tree, "-m", message], { env })
    ).trim();
    await runGit(this.#host, ["--git-dir", folder, "update-ref", "refs/heads/main", commit]);
    fs.rmSync(path.join(folder, "index.new"), { force: true });
  }
}
