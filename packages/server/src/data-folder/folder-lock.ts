import fs from "node:fs";

/** A folder held by this process. */
export interface FolderLock {
  release(): void;
}

export type LockResult = { kind: "acquired"; lock: FolderLock } | { kind: "held"; pid: number };

/**
 * Takes the lock file, or tells who has it.
 *
 * The file holds a pid and that process's start time, so that a lock left by `kill -9` is not mistaken for a
 * living holder when the pid is used again.
 */
export function acquireLock(file: string): LockResult {
  const mine = `${process.pid} ${startTimeOf(process.pid)}\n`;
  const candidate = `${file}.${process.pid}`;
  fs.writeFileSync(candidate, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        // link() fails when the name exists: of several starters exactly one wins, and the file is whole at once.
        fs.linkSync(candidate, file);
        return { kind: "acquired", lock: { release: () => releaseIfMine(file, mine) } };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = readHolder(file);
      if (holder && startTimeOf(holder.pid) === holder.startTime) return { kind: "held", pid: holder.pid };
      fs.rmSync(file, { force: true });
    }
    throw new Error(`${file} comes back each time it is removed`);
  } finally {
    fs.rmSync(candidate, { force: true });
  }
}

function readHolder(file: string): { pid: number; startTime: string } | undefined {
  try {
    const [pid, startTime] = fs.readFileSync(file, "utf8").trim().split(" ");
    return pid !== undefined && startTime !== undefined ? { pid: Number(pid), startTime } : undefined;
  } catch {
    return undefined;
  }
}

/** When a process started, in the system's own ticks; "alive" where the system does not tell; "gone" when there is none. */
function startTimeOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // A killed process that nobody waited for is listed still, and holds nothing.
    return fields[0] === "Z" ? "gone" : (fields[19] ?? "alive");
  } catch {
    try {
      process.kill(pid, 0);
      return "alive";
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EPERM" ? "alive" : "gone";
    }
  }
}

function releaseIfMine(file: string, mine: string): void {
  try {
    if (fs.readFileSync(file, "utf8") === mine) fs.rmSync(file, { force: true });
  } catch {
    // Already gone.
  }
}
