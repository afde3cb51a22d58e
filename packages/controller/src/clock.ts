/** Time, as an argument: tests advance it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Answers a function that cancels the call. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's time. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    // setTimeout counts in 32 bits; a longer wait would fire at once.
    const timer = setTimeout(run, Math.min(ms, 2_147_483_647));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** RFC 3339 in whole seconds, as metav1.Time is written. */
export function timestamp(clock: Clock): string {
  return new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
}
