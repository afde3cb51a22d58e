import fs from "node:fs";
import path from "node:path";
import { firstMissing } from "../first-missing.ts";

/** A generator's sources as the file has them. */
interface Sources {
  readonly name?: string;
  readonly envs?: readonly string[];
  readonly literals?: readonly string[];
  readonly files?: readonly string[];
}

/** Reads what a generator would, from the current folder. Throws what a build would say of it. */
export function checkSources({ name = "", envs = [], literals = [], files = [] }: Sources): void {
  const keys: string[] = [];
  within(`loading KV pairs: env source files: [${envs.join(" ")}]`, () => {
    for (const file of envs) keys.push(...envKeys(readSource(file)));
  });
  within(`loading KV pairs: literal sources [${literals.join(" ")}]`, () => {
    for (const literal of literals) {
      const equals = literal.indexOf("=");
      if (equals <= 0) throw new Error(`invalid literal source ${literal}, expected key=value`);
      keys.push(literal.slice(0, equals));
    }
  });
  within(`loading KV pairs: file sources: [${files.join(" ")}]`, () => {
    for (const source of files) {
      const [key, file] = splitFileSource(source);
      readSource(file);
      keys.push(key);
    }
  });
  const seen = new Set<string>();
  for (const key of keys) {
    // The real tool calls a Secret so as well.
    if (seen.has(key)) throw new Error(`configmap ${name} illegally repeats the key \`${key}\``);
    seen.add(key);
  }
}

function within(what: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  }
}

function readSource(file: string): string {
  const full = path.resolve(file);
  const missing = firstMissing(full);
  if (missing !== undefined)
    throw new Error(`evalsymlink failure on '${full}' : lstat ${missing}: no such file or directory`);
  if (fs.statSync(full).isDirectory()) throw new Error(`'${full}' must resolve to a file`);
  return fs.readFileSync(full, "utf8");
}

function envKeys(text: string): string[] {
  return text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line) => line.trimStart())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("=")[0] ?? "");
}

function splitFileSource(source: string): readonly [string, string] {
  const parts = source.split("=");
  if (parts.length === 1) return [path.basename(source), source];
  if (parts.length > 2) throw new Error("key names or file paths cannot contain '='");
  const [key = "", file = ""] = parts;
  if (key === "") throw new Error(`missing key name for file path ${JSON.stringify(file)}`);
  if (file === "") throw new Error(`missing file path for key name ${JSON.stringify(key)}`);
  return [key, file];
}
