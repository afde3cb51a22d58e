import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment, type GitHost } from "./git-command.ts";

export interface GitObject {
  type: "blob" | "tree" | "commit" | "tag";
  bytes: Buffer;
}

interface Waiting {
  resolve: (object: GitObject | undefined) => void;
  reject: (error: Error) => void;
}

const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const IDLE_MS = 10_000;

/** Reads objects of one repository by id, through one `git cat-file` that ends when nobody asks any more. */
export class ObjectReader {
  readonly #folder: string;
  readonly #host: GitHost;
  #child: ChildProcessWithoutNullStreams | undefined;
  #buffer: Buffer = Buffer.alloc(0);
  #waiting: Waiting[] = [];
  #idle: NodeJS.Timeout | undefined;

  constructor(folder: string, host: GitHost) {
    this.#folder = folder;
    this.#host = host;
  }

  /** Undefined for an id that the repository does not have. */
  read(id: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      const child = this.#start();
      this.#waiting.push({ resolve, reject });
      child.stdin.write(`${id}\n`);
    });
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#child?.stdin.end();
    this.#child = undefined;
  }

  #start(): ChildProcessWithoutNullStreams {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
    if (this.#child) return this.#child;
    const child = spawn("git", ["cat-file", "--batch"], {
      cwd: this.#folder,
      env: gitEnvironment(this.#host) as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    this.#buffer = Buffer.alloc(0);
    child.stdout.on("data", (chunk: Buffer) => {
      this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
      this.#drain();
    });
    child.stdin.on("error", () => {});
    const fail = (): void => {
      if (this.#child === child) this.#child = undefined;
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`git cat-file ended in ${this.#folder}`));
    };
    child.once("error", fail);
    child.once("close", () => {
      if (this.#child === child || this.#waiting.length > 0) fail();
    });
    return child;
  }

  #drain(): void {
    for (;;) {
      const newline = this.#buffer.indexOf(10);
      if (newline < 0) return;
      const header = this.#buffer.toString("utf8", 0, newline);
      const match = /^[0-9a-f]+ (blob|tree|commit|tag) (\d+)$/.exec(header);
      if (!match) {
        this.#buffer = this.#buffer.subarray(newline + 1);
        this.#waiting.shift()?.resolve(undefined);
        continue;
      }
      const size = Number(match[2]);
      const end = newline + 1 + size + 1;
      if (this.#buffer.length < end) return;
      const bytes = Buffer.from(this.#buffer.subarray(newline + 1, end - 1));
      this.#buffer = this.#buffer.subarray(end);
      const waiting = this.#waiting.shift();
      if (size > MAX_OBJECT_BYTES)
        waiting?.reject(new Error(`an object of ${size} bytes is larger than ${MAX_OBJECT_BYTES}`));
      else waiting?.resolve({ type: match[1] as GitObject["type"], bytes });
    }
  }
}
