import { ChartError } from "../chart/chart-error.ts";
import type { Warning } from "../chart/chart.ts";
import { type Decoded, decodeStruct, type FieldType } from "../chart/struct-decoder.ts";
import { SigsYamlError } from "../values/sigs-yaml.ts";
import { compareKinds } from "./install-order.ts";

/** An object that is installed with the release. */
export interface Manifest {
  /** Path of the template that it came from. */
  path: string;
  content: string;
  kind: string;
  name: string;
}

/** An object that is made at some moment of the release's life. */
export interface Hook {
  path: string;
  content: string;
  kind: string;
  name: string;
  events: readonly string[];
  weight: number;
  deletePolicies: readonly string[];
  outputLogPolicies: readonly string[];
}

const HOOK = "helm.sh/hook";
const EVENTS: ReadonlyMap<string, string> = new Map([
  ...["install", "delete", "upgrade", "rollback"].flatMap((what) =>
    [`pre-${what}`, `post-${what}`].map((event) => [event, event] as const),
  ),
  ["test", "test"],
  ["test-success", "test"],
]);

/** What the templates wrote, cut into objects, in the order of installation. */
export function sortManifests(
  rendered: ReadonlyMap<string, string>,
  warn: (warning: Warning) => void,
): { manifests: Manifest[]; hooks: Hook[] } {
  const manifests: Manifest[] = [];
  const hooks: Hook[] = [];
  for (const path of [...rendered.keys()].sort()) {
    const text = rendered.get(path) ?? "";
    if (baseName(path).startsWith("_") || text.trim() === "") continue;
    for (const content of splitManifests(text)) {
      const head = readHead(path, content);
      const hook = hookOf(head, path, content, warn);
      if (hook === "skip") continue;
      if (hook) hooks.push(hook);
      else manifests.push({ path, content, kind: head.kind, name: head.name });
    }
  }
  manifests.sort((a, b) => compareKinds(a.kind, b.kind));
  hooks.sort((a, b) => compareKinds(a.kind, b.kind));
  return { manifests, hooks };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Documents are cut at `---` in the first column, wherever it stands; what follows on its line belongs to the next. */
export function splitManifests(text: string): string[] {
  return text
    .split(/(?<![^\n])---[ \t]*/)
    .map((document) => document.trimStart())
    .filter((document) => document !== "");
}

interface Head {
  kind: string;
  name: string;
  annotations: ReadonlyMap<string, string> | undefined;
}

const STRING: FieldType = { kind: "string" };
const METADATA_TYPE =
  'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }';
const HEAD = {
  kind: "struct",
  name: "SimpleHead",
  fields: {
    apiVersion: STRING,
    kind: STRING,
    metadata: {
      kind: "struct",
      name: METADATA_TYPE,
      pointer: true,
      fields: { name: STRING, annotations: { kind: "stringMap" } },
    },
  },
} as const satisfies FieldType;

function readHead(path: string, content: string): Head {
  try {
    const { kind, metadata } = decodeStruct(content, HEAD, "util.SimpleHead");
    const { name, annotations } = (metadata ?? {}) as Decoded;
    return {
      kind: (kind as string | undefined) ?? "",
      name: (name as string | undefined) ?? "",
      annotations: annotations as ReadonlyMap<string, string> | undefined,
    };
  } catch (error) {
    if (!(error instanceof SigsYamlError)) throw error;
    const place = { file: path, line: error.line, column: error.column };
    throw new ChartError(`YAML parse error on ${path}: ${error.message}`, place, { cause: error });
  }
}

function hookOf(
  head: Head,
  path: string,
  content: string,
  warn: (warning: Warning) => void,
): Hook | "skip" | undefined {
  const types = head.annotations?.get(HOOK);
  if (types === undefined) return undefined;
  const events: string[] = [];
  for (const written of types.split(",")) {
    const event = EVENTS.get(written.trim().toLowerCase());
    if (event === undefined) {
      warn({ level: "INFO", message: "skipping unknown hooks", fields: [["hookTypes", types]] });
      return "skip";
    }
    events.push(event);
  }
  const weight = head.annotations?.get("helm.sh/hook-weight") ?? "";
  return {
    path,
    content,
    kind: head.kind,
    name: head.name,
    events,
    weight: /^[-+]?\d+$/.test(weight) ? Number(weight) : 0,
    deletePolicies: listOf(head, "helm.sh/hook-delete-policy"),
    outputLogPolicies: listOf(head, "helm.sh/hook-output-log-policy"),
  };
}

function listOf({ annotations }: Head, name: string): string[] {
  const text = annotations?.get(name);
  return text === undefined ? [] : text.split(",").map((each) => each.trim().toLowerCase());
}
