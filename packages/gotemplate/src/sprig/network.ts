import { goFunction, type GoFunction } from "../values/function.ts";

/** What Sprig asks the system for. */
export interface SystemLookups {
  /** An address of a host, "" for none. */
  readonly resolveHost?: (name: string) => string;
  /** A variable of the environment, "" for none. */
  readonly environment?: (name: string) => string;
}

const VARIABLE = /\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*|[0-9*#$@!?-]))/g;

/** `env`, `expandenv` and `getHostByName`: they see only what they are given. */
export function systemFunctions({ resolveHost, environment }: SystemLookups): Record<string, GoFunction> {
  const variable = (name: string): string => environment?.(name) ?? "";
  return {
    env: goFunction("string", variable),
    expandenv: goFunction("string", (text: string) =>
      text.replaceAll(VARIABLE, (_whole, braced?: string, plain?: string) => variable(braced ?? plain ?? "")),
    ),
    getHostByName: goFunction("string", (name: string) => resolveHost?.(name) ?? ""),
  };
}
