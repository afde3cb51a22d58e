import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment, type GitHost } from "./git-command.ts";

/** One object of the database. */
export interface GitObject {
  /** The whole id, also when a part of it was asked for. */
  id: string;
  type: "blob" | "tree" | "commit" | "tag";
  bytes: Buffer;
}

/** Larger objects are refused: a manifest never is, and a build holds what it reads in memory. */
const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const IDLE_MS = 10_000;

/** Reads objects of one repository by id, through one `git cat-file` that ends when nobody asks any more. */
export class ObjectReader {
  readonly #folder: string;
  readonly #host: GitHost;
  #session: ReadSession | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(folder: string, host: GitHost) {
    this.#folder = folder;
    this.#host = host;
  }

  /** Undefined for an id, or a beginning of one, that the repository does not have or that means several. */
  read(id: string): Promise<GitObject | undefined> {
    if (!/^[0-9a-f]{4,64}(\^\{commit\})?$/.test(id)) return Promise.resolve(undefined);
    if (!this.#session || this.#session.ended) this.#session = new ReadSession(this.#folder, this.#host);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.close(), IDLE_MS).unref();
    return this.#session.read(id);
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#session?.end();
    this.#session = undefined;
  }
}

interface Waiting {
  resolve: (object: GitObject | undefined) => void;
  reject: (error: Error) => void;
}

/** One run of `git cat-file --batch`: answers come in the order of the questions. */
class ReadSession {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #received = 0;
  /** Bytes that must be there before it is worth looking again. */
  #needed = 1;
  /** Bytes of an object that is too large, still to be thrown away. */
  #skip = 0;
  ended = false;

  constructor(folder: string, host: GitHost) {
    this.#child = spawn("git", ["cat-file", "--batch"], {
      cwd: folder,
      env: gitEnvironment(host) as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const fail = (): void => {
      this.ended = true;
      for (const { reject } of this.#waiting.splice(0)) reject(new Error(`git cat-file ended in ${folder}`));
    };
    this.#child.stdin.on("error", () => {});
    this.#child.stderr.resume();
    this.#child.once("error", fail);
    this.#child.once("close", fail);
    this.#child.stdout.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  read(id: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${id}\n`);
    });
  }

  /** What was asked is still answered. */
  end(): void {
    this.ended = true;
    this.#child.stdin.end();
  }

  #receive(arrived: Buffer): void {
    let chunk = arrived;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, chunk.length);
      this.#skip -= skipped;
      chunk = chunk.subarray(skipped);
    }
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#received >= this.#needed) this.#drain();
  }

  #drain(): void {
    let buffer = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#needed = 1;
    for (;;) {
      const newline = buffer.indexOf(10);
      if (newline < 0) break;
      const header = buffer.toString("utf8", 0, newline);
      const [, id, type, digits] = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/.exec(header) ?? [];
      if (id === undefined) {
        buffer = buffer.subarray(newline + 1);
        this.#waiting.shift()?.resolve(undefined);
        continue;
      }
      const size = Number(digits);
      const end = newline + 1 + size + 1;
      if (size > MAX_OBJECT_BYTES) {
        this.#waiting
          .shift()
          ?.reject(new Error(`an object of ${size} bytes is too large; at most ${MAX_OBJECT_BYTES} are read`));
        this.#skip = Math.max(0, end - buffer.length);
        buffer = buffer.subarray(Math.min(end, buffer.length));
        continue;
      }
      if (buffer.length < end) {
        this.#needed = end;
        break;
      }
      const bytes = Buffer.from(buffer.subarray(newline + 1, end - 1));
      buffer = buffer.subarray(end);
      this.#waiting.shift()?.resolve({ id, type: type as GitObject["type"], bytes });
    }
    this.#chunks = buffer.length === 0 ? [] : [buffer];
    this.#received = buffer.length;
  }
}
