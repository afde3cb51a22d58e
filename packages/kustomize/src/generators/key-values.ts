import { KustomizeError } from "../kustomize-error.ts";
import type { GeneratorArgs } from "../load/kustomization.ts";
import type { Loader } from "../load/loader.ts";

/** The pairs of a generator: from env files, literals and files, in this order. A key twice is an error. */
export async function readPairs(args: GeneratorArgs, loader: Loader, what: string): Promise<Map<string, Uint8Array>> {
  const pairs = new Map<string, Uint8Array>();
  const add = (key: string, value: Uint8Array): void => {
    if (pairs.has(key))
      throw new KustomizeError("generator", `${what} ${args.name ?? ""} illegally repeats the key '${key}'`);
    pairs.set(key, value);
  };
  for (const name of args.envs ?? []) {
    for (const line of (await loader.read(name)).text.replace(/^\ufeff/, "").split(/\r?\n/)) {
      const trimmed = line.trimStart();
      if (trimmed === "" || trimmed.startsWith("#")) continue;
      const equals = trimmed.indexOf("=");
      add(equals < 0 ? trimmed : trimmed.slice(0, equals), Buffer.from(equals < 0 ? "" : trimmed.slice(equals + 1)));
    }
  }
  for (const literal of args.literals ?? []) {
    const equals = literal.indexOf("=");
    if (equals <= 0) throw new KustomizeError("generator", `invalid literal source ${literal}, expected key=value`);
    add(literal.slice(0, equals), Buffer.from(unquoted(literal.slice(equals + 1))));
  }
  for (const file of args.files ?? []) {
    const parts = file.split("=");
    if (parts.length > 2 || parts.some((part) => part === "")) {
      throw new KustomizeError("generator", `key names or file paths cannot contain '=': ${file}`);
    }
    const path = parts.at(-1) ?? "";
    const { bytes } = await loader.read(path);
    add(parts.length === 2 ? (parts[0] ?? "") : path.slice(path.lastIndexOf("/") + 1), bytes);
  }
  return pairs;
}

function unquoted(value: string): string {
  const [first, last] = [value[0], value.at(-1)];
  return value.length >= 2 && first === last && (first === '"' || first === "'") ? value.slice(1, -1) : value;
}
