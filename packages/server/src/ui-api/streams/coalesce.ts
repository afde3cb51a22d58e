const WINDOW_MS = 100;

/** Asks for a run; asked many times within a moment, it runs once. */
export interface Coalesced {
  (): void;
  cancel(): void;
}

/** Runs at most once in 100 ms, never twice at a time, and always once more after the last time it was asked. */
export function coalesced(run: () => Promise<void> | void, onError: (error: unknown) => void): Coalesced {
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;
  let cancelled = false;

  async function go(): Promise<void> {
    timer = undefined;
    running = true;
    try {
      await run();
    } catch (error) {
      onError(error);
    } finally {
      running = false;
      if (again) {
        again = false;
        ask();
      }
    }
  }
  function ask(): void {
    if (cancelled) return;
    if (running) again = true;
    else timer ??= setTimeout(() => void go(), WINDOW_MS).unref();
  }
  return Object.assign(ask, {
    cancel: () => {
      cancelled = true;
      clearTimeout(timer);
    },
  });
}
