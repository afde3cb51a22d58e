import type { NodeOrigin, NodePlace } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { withMessage } from "../load/error-context.ts";
import type { ConfigMapArgs } from "../load/kustomization-shape.ts";
import type { ConfigFiles } from "../transformers/context.ts";

/** A key of a generated map, its value and where that is written. */
export interface Pair {
  readonly key: string;
  readonly value: Uint8Array;
  readonly origin: NodeOrigin;
}

/** The pairs of a generator: from env files, literals and files, in this order. A key twice is an error. */
export async function readPairs(
  args: ConfigMapArgs,
  files: ConfigFiles,
  place: (...path: readonly (string | number)[]) => NodePlace | undefined,
): Promise<Pair[]> {
  const pairs = [
    ...(await inContext(args.envs, "env source files:", () => fromEnvs(args.envs ?? [], files))),
    ...(await inContext(args.literals, "literal sources", () =>
      (args.literals ?? []).map((literal, index) =>
        fromLiteral(
          literal,
          lazyOrigin(() => place("literals", index)),
        ),
      ),
    )),
    ...(await inContext(args.files, "file sources:", () => fromFiles(args.files ?? [], files))),
  ];
  const seen = new Set<string>();
  for (const { key } of pairs) {
    // The real one says so of a Secret, too.
    if (seen.has(key)) throw failure(`configmap ${args.name ?? ""} illegally repeats the key \`${key}\``);
    seen.add(key);
  }
  return pairs;
}

async function inContext(
  sources: readonly string[] | undefined,
  what: string,
  read: () => Pair[] | Promise<Pair[]>,
): Promise<Pair[]> {
  try {
    return await read();
  } catch (error) {
    throw withMessage(error, (message) => `loading KV pairs: ${what} [${(sources ?? []).join(" ")}]: ${message}`);
  }
}

async function fromEnvs(names: readonly string[], files: ConfigFiles): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const name of names) {
    const file = await files.read(name);
    const source = { file: file.path };
    for (const [index, bytes] of linesOf(file.bytes).entries()) {
      const line = utf8(index === 0 ? withoutBom(bytes) : bytes);
      if (line === undefined)
        throw failure(`line [${[...bytes].join(" ")}] has invalid utf8 bytes : ${Buffer.from(bytes).toString()}`);
      const trimmed = line.trimStart();
      if (trimmed === "" || trimmed.startsWith("#")) continue;
      const equals = trimmed.indexOf("=");
      const key = equals < 0 ? trimmed : trimmed.slice(0, equals);
      if (key === "") continue;
      const value = Buffer.from(equals < 0 ? "" : trimmed.slice(equals + 1));
      pairs.push({ key, value, origin: { source, line: index + 1, column: line.length - trimmed.length + 1 } });
    }
  }
  return pairs;
}

/** A line ends with a line feed, and a carriage return before it goes as well. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    const stop = end < 0 ? bytes.length : end;
    lines.push(bytes.subarray(start, stop > start && bytes[stop - 1] === 13 ? stop - 1 : stop));
    start = stop + 1;
  }
  return lines;
}

function withoutBom(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function fromLiteral(literal: string, origin: NodeOrigin): Pair {
  const equals = literal.indexOf("=");
  if (equals <= 0) throw failure(`invalid literal source ${literal}, expected key=value`);
  return { key: literal.slice(0, equals), value: Buffer.from(unquoted(literal.slice(equals + 1))), origin };
}

/** Where something is written, looked for when somebody asks. */
function lazyOrigin(find: () => NodePlace | undefined): NodeOrigin {
  const placeAt = (): NodePlace => find() ?? { source: { file: "" }, line: 1, column: 1 };
  return {
    placeAt,
    get file() {
      return placeAt().source.file;
    },
  };
}

function unquoted(value: string): string {
  const [first, last] = [value[0], value.at(-1)];
  return value.length >= 2 && first === last && (first === '"' || first === "'") ? value.slice(1, -1) : value;
}

async function fromFiles(sources: readonly string[], files: ConfigFiles): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const source of sources) {
    const [key, path] = splitSource(source);
    const file = await files.read(path);
    pairs.push({ key, value: file.bytes, origin: { source: { file: file.path }, line: 1, column: 1 } });
  }
  return pairs;
}

/** `[key=]path`; the key is the file's name unless it is given. */
function splitSource(source: string): [key: string, path: string] {
  const equals = source.split("=").length - 1;
  if (equals === 0) return [source.slice(source.lastIndexOf("/") + 1), source];
  const at = source.indexOf("=");
  const [key, path] = [source.slice(0, at), source.slice(at + 1)];
  if (equals > 1) throw failure(`source ${JSON.stringify(source)} key name or file path contains '='`);
  if (key === "")
    throw failure(`missing key name for file path ${JSON.stringify(path)} in source ${JSON.stringify(source)}`);
  if (path === "")
    throw failure(`missing file path for key name ${JSON.stringify(key)} in source ${JSON.stringify(source)}`);
  return [key, path];
}

/** The text of bytes, or undefined where they are none. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function failure(message: string): KustomizeError {
  return new KustomizeError("generator", message);
}
