import type { Clock } from "./clock.ts";

export interface WorkQueueOptions {
  clock: Clock;
  /** First delay after a failure, doubled at each further one. Default 5 ms, as controller-runtime. */
  firstRetryMs?: number;
  /** Default 1000 s. */
  lastRetryMs?: number;
}

/**
 * Keys that want work: each waits at most once, and none is worked on twice at a time. A key that is added
 * while it is worked on comes again when that work is done.
 */
export interface WorkQueue {
  add(key: string): void;
  /** Adds later; of several delays the earliest counts. */
  addAfter(key: string, ms: number): void;
  /** Adds after a delay that grows with every failure since the last `forget`. */
  addRateLimited(key: string): void;
  forget(key: string): void;
  /** Failures since the last `forget`. */
  failures(key: string): number;
  /** The next key, or undefined when none waits. Call `done` when its work has ended. */
  take(): string | undefined;
  done(key: string): void;
  /** Told when a key becomes available. */
  onAvailable(listener: () => void): void;
  readonly length: number;
  stop(): void;
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { clock } = options;
  const waiting = new Set<string>();
  const working = new Set<string>();
  const again = new Set<string>();
  const delayed = new Map<string, { at: number; cancel: () => void }>();
  const failed = new Map<string, number>();
  let listener: () => void = () => {};
  let stopped = false;

  function add(key: string): void {
    if (stopped) return;
    delayed.get(key)?.cancel();
    delayed.delete(key);
    if (working.has(key)) {
      again.add(key);
      return;
    }
    waiting.add(key);
    listener();
  }

  function addAfter(key: string, ms: number): void {
    if (stopped) return;
    if (ms <= 0) return add(key);
    const at = clock.now() + ms;
    const earlier = delayed.get(key);
    if (earlier && earlier.at <= at) return;
    earlier?.cancel();
    delayed.set(key, { at, cancel: clock.after(ms, () => add(key)) });
  }

  return {
    add,
    addAfter,
    addRateLimited(key) {
      const failures = failed.get(key) ?? 0;
      failed.set(key, failures + 1);
      const first = options.firstRetryMs ?? 5;
      addAfter(key, Math.min(first * 2 ** Math.min(failures, 50), options.lastRetryMs ?? 1_000_000));
    },
    forget: (key) => failed.delete(key),
    failures: (key) => failed.get(key) ?? 0,
    take() {
      for (const key of waiting) {
        waiting.delete(key);
        working.add(key);
        return key;
      }
      return undefined;
    },
    done(key) {
      working.delete(key);
      if (again.delete(key)) add(key);
    },
    onAvailable(next) {
      listener = next;
    },
    get length() {
      return waiting.size;
    },
    stop() {
      stopped = true;
      for (const { cancel } of delayed.values()) cancel();
      delayed.clear();
      waiting.clear();
      again.clear();
    },
  };
}
