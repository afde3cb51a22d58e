import { SigsYamlError } from "../values/sigs-yaml.ts";
import { ChartError } from "./chart-error.ts";
import type { Dependency, Lock, Maintainer, Metadata } from "./chart.ts";
import { type Decoded, decodeStruct, type FieldType } from "./struct-decoder.ts";

const STRING: FieldType = { kind: "string" };
const STRINGS: FieldType = { kind: "list", of: STRING, name: "[]string" };

const MAINTAINER: FieldType = {
  kind: "struct",
  name: "v2.Maintainer",
  pointer: true,
  fields: { name: STRING, email: STRING, url: STRING },
};

const DEPENDENCY: FieldType = {
  kind: "struct",
  name: "v2.Dependency",
  pointer: true,
  fields: {
    name: STRING,
    version: STRING,
    repository: STRING,
    condition: STRING,
    tags: STRINGS,
    enabled: { kind: "bool" },
    "import-values": { kind: "list", of: { kind: "any" }, name: "[]interface {}" },
    alias: STRING,
  },
};

/** The fields of Chart.yaml. */
export const METADATA: FieldType & { kind: "struct" } = {
  kind: "struct",
  name: "Metadata",
  fields: {
    name: STRING,
    home: STRING,
    sources: STRINGS,
    version: STRING,
    description: STRING,
    keywords: STRINGS,
    maintainers: { kind: "list", of: MAINTAINER, name: "[]*v2.Maintainer" },
    icon: STRING,
    apiVersion: STRING,
    condition: STRING,
    tags: STRING,
    appVersion: STRING,
    deprecated: { kind: "bool" },
    annotations: { kind: "stringMap" },
    kubeVersion: STRING,
    dependencies: { kind: "list", of: DEPENDENCY, name: "[]*v2.Dependency" },
    type: STRING,
  },
};

const LOCK = {
  kind: "struct",
  name: "Lock",
  fields: {
    generated: STRING,
    digest: STRING,
    dependencies: { kind: "list", of: DEPENDENCY, name: "[]*v2.Dependency" },
  },
} as const satisfies FieldType;

const BASE = { kind: "struct", name: "chartBase", fields: { apiVersion: STRING } } as const satisfies FieldType;

/** What files said about a chart so far: a later file replaces the fields that it has. */
export type MetadataFields = Decoded;

/** Reads Chart.yaml or requirements.yaml into what others said before. */
export function readMetadataFields(text: string, file: string, into: MetadataFields): MetadataFields {
  return reading(file, () => decodeStruct(text, METADATA, "v2.Metadata", into));
}

/** The `apiVersion` of a Chart.yaml, which is looked at before all the rest. */
export function readApiVersion(text: string): string {
  const { apiVersion } = reading("Chart.yaml", () => decodeStruct(text, BASE, "loader.chartBase"));
  return (apiVersion as string | undefined) ?? "";
}

/** Reads Chart.lock or requirements.lock. */
export function readLock(text: string, file: string): Lock {
  const fields = reading(file, () => decodeStruct(text, LOCK, "v2.Lock"));
  return {
    generated: (fields.generated as string | undefined) ?? "",
    digest: (fields.digest as string | undefined) ?? "",
    dependencies: ((fields.dependencies ?? []) as (Decoded | null)[]).map((each) => each && toDependency(each)),
  };
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SigsYamlError)) throw error;
    throw new ChartError(
      `cannot load ${file}: ${error.message}`,
      { file, line: error.line, column: error.column },
      { cause: error },
    );
  }
}

/** The metadata that the fields make. */
export function toMetadata(fields: MetadataFields): Metadata {
  const text = (name: string): string => sanitized((fields[name] as string | undefined) ?? "");
  return {
    name: text("name"),
    home: text("home"),
    sources: texts(fields.sources),
    version: text("version"),
    description: text("description"),
    keywords: texts(fields.keywords),
    maintainers: ((fields.maintainers ?? []) as (Decoded | null)[]).map((each) => each && toMaintainer(each)),
    icon: text("icon"),
    apiVersion: (fields.apiVersion as string | undefined) || "v1",
    condition: text("condition"),
    tags: text("tags"),
    appVersion: text("appVersion"),
    deprecated: fields.deprecated === true,
    annotations: fields.annotations as ReadonlyMap<string, string> | undefined,
    kubeVersion: text("kubeVersion"),
    dependencies: ((fields.dependencies ?? []) as (Decoded | null)[]).map((each) => each && toDependency(each)),
    declaresDependencies: fields.dependencies !== undefined,
    type: (fields.type as string | undefined) ?? "",
  };
}

function toMaintainer(fields: Decoded): Maintainer {
  const text = (name: string): string => sanitized((fields[name] as string | undefined) ?? "");
  return { name: text("name"), email: text("email"), url: text("url") };
}

function toDependency(fields: Decoded): Dependency {
  const text = (name: string): string => sanitized((fields[name] as string | undefined) ?? "");
  return {
    name: text("name"),
    version: text("version"),
    repository: text("repository"),
    condition: text("condition"),
    tags: texts(fields.tags),
    enabled: fields.enabled === true,
    importValues: (fields["import-values"] ?? []) as unknown[],
    alias: (fields.alias as string | undefined) ?? "",
  };
}

function texts(list: unknown): string[] {
  return ((list ?? []) as string[]).map(sanitized);
}

/** White space of any kind becomes a space, what cannot be printed goes. */
function sanitized(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replaceAll(/[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, " ")
    .replaceAll(/[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu, "");
}
