/** What one run may use. A run is a call of `execute` with everything that it includes. */
export interface Limits {
  /** Actions, rounds of `range` and calls of functions. */
  readonly steps: number;
  /** Characters of output. */
  readonly output: number;
  /** Characters that functions make, counted when they are made; an item of a list or map counts as 32. */
  readonly memory: number;
  /** Templates that execute each other by `template`. */
  readonly depth: number;
  /** KiB of the stack of JavaScript that templates inside each other may take: less than the thread has. */
  readonly stack: number;
}

/** Enough for any chart known, and over in seconds. */
export const DEFAULT_LIMITS: Limits = {
  steps: 50_000_000,
  output: 256 * 1024 * 1024,
  memory: 1024 * 1024 * 1024,
  depth: 100_000,
  // Node gives 984 KiB to the main thread; a worker has more and can be given as much as is needed.
  stack: 600,
};

/** Thrown where there is no frame to tell the place: the caller adds it. */
export class LimitReached extends Error {
  readonly limit: keyof Limits;
  constructor(limit: keyof Limits) {
    super(`the limit "${limit}" was reached`);
    this.limit = limit;
  }
}

/** Whether the stack of JavaScript has ended; while a regular expression was compiled that is a syntax error. */
export function isStackOverflow(error: unknown): boolean {
  const isOfJavaScript = error instanceof RangeError || error instanceof SyntaxError;
  return isOfJavaScript && /Maximum call stack size exceeded|Stack overflow/.test(error.message);
}

/** The text of a limit that was reached. */
export function limitReason(limit: keyof Limits, value: number): string {
  const what: Record<keyof Limits, string> = {
    steps: "the template takes too many steps",
    output: "the output is too long",
    memory: "the template makes too many values",
    depth: "exceeded maximum template depth",
    stack: "templates are nested too deeply for the stack",
  };
  if (limit === "depth") return `${what.depth} (${value})`;
  if (limit === "stack")
    return `${what.stack}: more than ${value} KiB (raise the limit "stack" in a thread that has more)`;
  return `${what[limit]}: more than ${value} (raise the limit "${limit}")`;
}
