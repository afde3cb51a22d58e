import { createContext, Script } from "node:vm";
import type { Jq } from "jq-wasm";

/** Argo CD's limit for one evaluation. */
const LIMIT_MS = 1_000;
/** jq's exit code for an expression that does not compile. */
const COMPILE_ERROR = 3;

/** Removes what jq path expressions select. */
export interface JqPaths {
  /**
   * `del(expression)` on one object. An expression that fails on this object leaves it as it is, as in Argo CD.
   * Throws for one that cannot be compiled or takes too long.
   */
  remove<T extends object>(object: T, expression: string): Promise<T>;
}

/**
 * jq as WebAssembly, loaded at the first use: it takes 4 MB, and most applications never ask for it.
 */
export function createJqPaths(): JqPaths {
  let loading: Promise<Jq> | undefined;
  const refused = new Map<string, string>();

  return {
    async remove(object, expression) {
      const before = refused.get(expression);
      if (before !== undefined) throw new Error(before);
      loading ??= import("jq-wasm").then(({ loadJq }) => loadJq());
      const jq = await loading;
      const context = createContext({ run: () => jq.raw(object, `del(${expression})`, ["-c"]) });
      let result: ReturnType<Jq["raw"]>;
      try {
        // A time limit of node:vm ends WebAssembly too, which runs on this thread.
        result = new Script("run()").runInContext(context, { timeout: LIMIT_MS }) as typeof result;
      } catch (error) {
        // An interpreter that was stopped half-way cannot be used again.
        loading = undefined;
        const message = `Cannot evaluate jq path expression ${JSON.stringify(expression)}: ${(error as Error).message}`;
        refused.set(expression, message);
        throw new Error(message, { cause: error });
      }
      if (result.exitCode === COMPILE_ERROR) {
        const message = `Cannot read jq path expression ${JSON.stringify(expression)}: ${result.stderr.trim()}`;
        refused.set(expression, message);
        throw new Error(message);
      }
      if (result.exitCode !== 0) return object;
      return JSON.parse(result.stdout) as typeof object;
    },
  };
}
