import type { Clock } from "@hawser/controller";
import type { LiveChange, LiveState } from "./live-state.ts";

export interface WaitForChangeOptions {
  timeoutMs: number;
  signal?: AbortSignal;
  /** Which changes are worth another look. Default: all. */
  concerns?: (change: LiveChange) => boolean;
}

/**
 * Resolves true as soon as `isDone` says so, which is asked now and after every change of the live state; false when
 * the time is over. Nothing polls. Rejects when the signal fires.
 */
export function waitForChange(
  live: LiveState,
  clock: Clock,
  isDone: () => boolean,
  options: WaitForChangeOptions,
): Promise<boolean> {
  const { signal } = options;
  signal?.throwIfAborted();
  if (isDone()) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    const abort = (): void => end(() => reject(signal?.reason as Error));
    const look = (): void => {
      try {
        if (isDone()) end(() => resolve(true));
      } catch (error) {
        end(() => reject(error as Error));
      }
    };
    const unsubscribe = live.onChange((change) => {
      if (options.concerns?.(change) ?? true) look();
    });
    const cancel = clock.after(options.timeoutMs, () => end(() => resolve(false)));
    signal?.addEventListener("abort", abort, { once: true });

    function end(settle: () => void): void {
      unsubscribe();
      cancel();
      signal?.removeEventListener("abort", abort);
      settle();
    }
  });
}
