import { setMaxListeners } from "node:events";
import type { Clock } from "./clock.ts";
import { errorFields, type Logger } from "./logger.ts";
import { createWorkQueue, type WorkQueue } from "./work-queue.ts";

/** When an object wants to be looked at again. */
export interface Result {
  /** Milliseconds; absent: only when something changes. */
  requeueAfter?: number;
}

/** What is measured of a controller; `server` exports it as `controller_runtime_*` and `workqueue_*`. */
export interface ControllerMetrics {
  /** A pass over the object `key` has ended. */
  reconciled?(controller: string, result: "success" | "error" | "requeue_after", seconds: number, key: string): void;
  /** So many keys wait now. */
  queued?(controller: string, depth: number): void;
}

export interface ControllerOptions {
  name: string;
  clock: Clock;
  logger: Logger;
  /** One pass over one object. What it throws is logged and tried again with growing delays. */
  reconcile(key: string, signal: AbortSignal): Promise<Result | void>;
  /** Passes at a time, over different objects. Default 1. */
  concurrency?: number;
  firstRetryMs?: number;
  lastRetryMs?: number;
  metrics?: ControllerMetrics;
}

/** A loop: keys come in, each is reconciled, one pass per object at a time. */
export interface Controller {
  enqueue(key: string): void;
  enqueueAfter(key: string, ms: number): void;
  /** Resolves when nothing waits and nothing runs (delayed keys do not count). For tests and orderly ends. */
  idle(): Promise<void>;
  /** Takes no more keys, cancels the running passes and waits for them. */
  stop(): Promise<void>;
}

export function createController(options: ControllerOptions): Controller {
  const { name, clock, logger, metrics } = options;
  const queue: WorkQueue = createWorkQueue({
    clock,
    ...(options.firstRetryMs === undefined ? {} : { firstRetryMs: options.firstRetryMs }),
    ...(options.lastRetryMs === undefined ? {} : { lastRetryMs: options.lastRetryMs }),
  });
  const stopper = new AbortController();
  // All passes and their requests listen to it at once.
  setMaxListeners(0, stopper.signal);
  const limit = options.concurrency ?? 1;
  const running = new Set<Promise<void>>();
  let scheduled = false;
  let idlers: (() => void)[] = [];

  // Starting on a later turn lets a burst of events for one object become one pass.
  queue.onAvailable(() => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(start);
  });

  function start(): void {
    scheduled = false;
    while (running.size < limit) {
      const key = queue.take();
      if (key === undefined) break;
      const pass = work(key).finally(() => {
        running.delete(pass);
        queue.done(key);
        if (queue.length > 0) start();
        else if (running.size === 0) for (const resolve of idlers.splice(0)) resolve();
      });
      running.add(pass);
    }
    metrics?.queued?.(name, queue.length);
  }

  async function work(key: string): Promise<void> {
    const started = clock.now();
    try {
      const result = (await options.reconcile(key, stopper.signal)) ?? {};
      queue.forget(key);
      if (result.requeueAfter !== undefined) queue.addAfter(key, result.requeueAfter);
      metrics?.reconciled?.(
        name,
        result.requeueAfter === undefined ? "success" : "requeue_after",
        (clock.now() - started) / 1000,
        key,
      );
    } catch (error) {
      if (stopper.signal.aborted) return;
      logger.error("Reconciler error", { controller: name, key, ...errorFields(error) });
      queue.addRateLimited(key);
      metrics?.reconciled?.(name, "error", (clock.now() - started) / 1000, key);
    }
  }

  return {
    enqueue: (key) => queue.add(key),
    enqueueAfter: (key, ms) => queue.addAfter(key, ms),
    idle: () =>
      queue.length === 0 && running.size === 0 && !scheduled
        ? Promise.resolve()
        : new Promise((resolve) => {
            idlers.push(resolve);
          }),
    async stop() {
      queue.stop();
      stopper.abort(new Error(`the ${name} controller is stopping`));
      await Promise.allSettled(running);
      for (const resolve of idlers.splice(0)) resolve();
    },
  };
}
