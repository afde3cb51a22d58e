import fs from "node:fs";
import path from "node:path";
import { acquireLock, type FolderLock } from "./folder-lock.ts";

/** The version of the folder's layout. A folder of a later version is refused, never guessed at. */
const FORMAT_VERSION = 1;

/** What the folder remembers of itself between starts. */
export interface FolderState {
  formatVersion: number;
  ports: Partial<Record<PortName, number>>;
  /** True once the demo was deployed: a later start finds it as it is, and makes nothing again. */
  demoInstalled?: boolean;
  /** The installations whose workloads were made once; a later start makes nothing again. */
  installed?: ("argocd" | "flux")[];
}

export type PortName = "api" | "ui" | "git" | "metrics";

/** The folder in which one Hawser keeps its cluster, its repositories and its keys. Held by one process at a time. */
export interface DataFolder {
  root: string;
  state: FolderState;
  /** True when this start made the folder. */
  isNew: boolean;
  /** A path inside. */
  path(...parts: string[]): string;
  saveState(): void;
  /** Writes a file that only its owner can read. The file appears whole or not at all. */
  writeSecret(name: string, text: string): void;
  release(): void;
}

/** A data folder that cannot be used; the message names the folder and what to do. */
export class DataFolderError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "DataFolderError";
  }
}

/**
 * Opens or makes a data folder and locks it. Throws `DataFolderError` when another Hawser has it, when it was
 * written by a later version, or when it cannot be written.
 */
export function openDataFolder(root: string): DataFolder {
  const absolute = path.resolve(root);
  const isNew = !fs.existsSync(path.join(absolute, "hawser.json"));
  try {
    if (isNew && fs.existsSync(absolute) && fs.readdirSync(absolute).some((name) => name !== "hawser.pid")) {
      throw new DataFolderError(
        `Cannot use ${absolute} as the data folder: it holds other files. Name an empty or new folder with --data.`,
      );
    }
    fs.mkdirSync(absolute, { recursive: true, mode: 0o700 });
    fs.chmodSync(absolute, 0o700);
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`Cannot write the data folder ${absolute}: ${(error as Error).message}`, {
      cause: error,
    });
  }

  const lock = lockOrExplain(absolute);
  try {
    const state = readState(absolute);
    const folder: DataFolder = {
      root: absolute,
      state,
      isNew,
      path: (...parts) => path.join(absolute, ...parts),
      saveState: () => writeAtomically(path.join(absolute, "hawser.json"), `${JSON.stringify(state, null, 2)}\n`),
      writeSecret: (name, text) => writeAtomically(path.join(absolute, name), text),
      release: () => lock.release(),
    };
    folder.saveState();
    return folder;
  } catch (error) {
    lock.release();
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`Cannot open the data folder ${absolute}: ${(error as Error).message}`, { cause: error });
  }
}

function lockOrExplain(root: string): FolderLock {
  try {
    const result = acquireLock(path.join(root, "hawser.pid"));
    if (result.kind === "acquired") return result.lock;
    throw new DataFolderError(
      `Another Hawser (pid ${result.pid}) is running on ${root}. Stop it first, or choose another folder with --data.`,
    );
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(`Cannot lock the data folder ${root}: ${(error as Error).message}`, { cause: error });
  }
}

function readState(root: string): FolderState {
  const file = path.join(root, "hawser.json");
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { formatVersion: FORMAT_VERSION, ports: {} };
    throw error;
  }
  const damaged = (what: string): DataFolderError =>
    new DataFolderError(`Cannot read ${file}: ${what}. Restore it, or start with a new --data folder.`);
  let state: Partial<FolderState> | null;
  try {
    state = JSON.parse(text) as Partial<FolderState> | null;
  } catch (error) {
    throw damaged((error as Error).message);
  }
  if (typeof state !== "object" || state === null) throw damaged("it does not hold the state of a data folder");
  if (state.formatVersion !== FORMAT_VERSION) {
    throw new DataFolderError(
      `Cannot use ${root}: its format version is ${String(state.formatVersion)}, this Hawser knows version ${FORMAT_VERSION}.`,
    );
  }
  for (const [name, port] of Object.entries(state.ports ?? {})) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw damaged(`ports.${name} is ${JSON.stringify(port)}, which is no port`);
  }
  return { ...state, formatVersion: FORMAT_VERSION, ports: { ...state.ports } };
}

function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.new`;
  fs.writeFileSync(temporary, text, { mode: 0o600 });
  fs.chmodSync(temporary, 0o600);
  fs.renameSync(temporary, file);
}
