import { spawn } from "node:child_process";

/** How git is run: with what environment, and nothing of the user's or machine's configuration. */
export interface GitHost {
  /** PATH, HOME and what else git may see. */
  env: Readonly<Record<string, string | undefined>>;
  /** Git runs as the user would run it: configuration, credential helpers and prompts count, and so does all of `env`. */
  asUser?: boolean;
}

/** A git command that failed; `stderr` is what it said, without credentials. */
export class GitError extends Error {
  readonly stderr: string;
  readonly exitCode: number | undefined;

  constructor(message: string, stderr: string, exitCode?: number) {
    super(message);
    this.name = "GitError";
    this.stderr = stderr;
    this.exitCode = exitCode;
  }
}

export interface GitRun {
  cwd?: string;
  input?: string;
  signal?: AbortSignal;
  env?: Record<string, string>;
}

const MAX_OUTPUT = 64 * 1024 * 1024;

/** Set where a hook runs us, they would lead git into the user's repository. */
const NAMES_OF_A_REPOSITORY = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
];

/** Hooks, prompts, helpers and file URLs are off: nothing that a repository says may run a program here. */
export function gitEnvironment({ env, asUser = false }: GitHost): Record<string, string | undefined> {
  if (asUser)
    return { ...env, ...Object.fromEntries(NAMES_OF_A_REPOSITORY.map((name) => [name, undefined])), LC_ALL: "C" };
  return {
    PATH: env.PATH,
    HOME: env.HOME,
    TMPDIR: env.TMPDIR,
    SSH_AUTH_SOCK: env.SSH_AUTH_SOCK,
    HTTPS_PROXY: env.HTTPS_PROXY,
    HTTP_PROXY: env.HTTP_PROXY,
    NO_PROXY: env.NO_PROXY,
    SSL_CERT_FILE: env.SSL_CERT_FILE,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ALLOW_PROTOCOL: "https:http:ssh:git",
  };
}

/** Runs git and answers its output. Throws `GitError`, also when the signal ends it. */
export async function runGit(host: GitHost, args: readonly string[], options: GitRun = {}): Promise<string> {
  const { signal } = options;
  const isGroup = signal !== undefined && host.asUser !== true;
  const child = spawn("git", ["-c", "core.hooksPath=/dev/null", "-c", "gc.autoDetach=false", ...args], {
    env: { ...gitEnvironment(host), ...options.env } as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: the program that speaks to the remote outlives a git that is killed alone.
    // As the user, it keeps the terminal to ask on.
    detached: isGroup,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const stop = (): void => {
    try {
      if (child.pid !== undefined) process.kill(isGroup ? -child.pid : child.pid, "SIGTERM");
    } catch {
      // Already gone.
    }
    if (isGroup) return;
    // Held open by what outlives it.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  if (signal?.aborted === true) stop();
  signal?.addEventListener("abort", stop);
  const out: Buffer[] = [];
  let size = 0;
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) child.kill();
    else out.push(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr.length < 64_000) stderr += chunk.toString("utf8");
  });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code === 0) return Buffer.concat(out).toString("utf8");
    const said = withoutCredentials(stderr.trim());
    const why =
      size > MAX_OUTPUT ? `it printed more than ${MAX_OUTPUT} bytes` : (said.split("\n").at(-1) ?? `exit code ${code}`);
    throw new GitError(`git ${args[0] ?? ""} failed: ${why}`, said, code ?? undefined);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

/** Takes user names and passwords out of URLs. */
export function withoutCredentials(text: string): string {
  return text.replace(/(\w+:\/\/)[^/@\s]+@/g, "$1");
}
