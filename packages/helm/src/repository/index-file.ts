import {
  compareVersions,
  type Constraint,
  GoError,
  meetsConstraint,
  parseConstraint,
  parseVersion,
  type Version,
} from "@hawser/gotemplate";
import { ChartError } from "../chart/chart-error.ts";
import type { Metadata, Warning } from "../chart/chart.ts";
import { METADATA, toMetadata } from "../chart/metadata.ts";
import { type Decoded, decodeStruct, type FieldType } from "../chart/struct-decoder.ts";
import { validateMetadata } from "../chart/validate.ts";
import { SigsYamlError } from "../values/sigs-yaml.ts";

/** One version of a chart in a repository. */
export interface ChartVersion {
  metadata: Metadata;
  version: Version;
  /** Where the archive is; relative ones are below the repository. */
  urls: readonly string[];
  /** SHA-256 of the archive, in hex. */
  digest: string;
}

/** What a repository has: charts by name, the newest version first. */
export interface IndexFile {
  entries: ReadonlyMap<string, readonly ChartVersion[]>;
  warnings: readonly Warning[];
}

const STRING: FieldType = { kind: "string" };
const VERSION: FieldType = {
  kind: "struct",
  name: "repo.ChartVersion",
  pointer: true,
  fields: {
    ...METADATA.fields,
    urls: { kind: "list", of: STRING, name: "[]string" },
    created: { kind: "any" },
    removed: { kind: "bool" },
    digest: STRING,
    checksum: STRING,
    engine: STRING,
    tillerVersion: STRING,
    url: STRING,
  },
};
const INDEX = {
  kind: "struct",
  name: "IndexFile",
  fields: {
    serverInfo: { kind: "any" },
    apiVersion: STRING,
    generated: { kind: "any" },
    entries: { kind: "map", of: { kind: "list", of: VERSION, name: "repo.ChartVersions" } },
    publicKeys: { kind: "any" },
    annotations: { kind: "stringMap" },
  },
} as const satisfies FieldType;

/** Reads index.yaml. Entries that Helm would not take are left out, with a warning; `source` is named in it. */
export function readIndex(text: string, source: string): IndexFile {
  if (text.length === 0) throw new ChartError("empty index.yaml file");
  const { apiVersion = "", entries = new Map() } = decoded(text);
  if (apiVersion === "") throw new ChartError("no API version specified");
  const warnings: Warning[] = [];
  const charts = new Map<string, ChartVersion[]>();
  for (const [name, list] of entries as Map<string, (Decoded | null)[] | undefined>) {
    const versions: ChartVersion[] = [];
    for (const fields of list ?? []) {
      const found = versionOf(fields, name, source, warnings);
      if (found) versions.push(found);
    }
    versions.sort((a, b) => compareVersions(b.version, a.version));
    charts.set(name, versions);
  }
  return { entries: charts, warnings };
}

function decoded(text: string): Decoded {
  try {
    return decodeStruct(text, INDEX, "repo.IndexFile", {}, true);
  } catch (error) {
    if (!(error instanceof SigsYamlError)) throw error;
    throw new ChartError(
      error.message,
      { file: "index.yaml", line: error.line, column: error.column },
      { cause: error },
    );
  }
}

function versionOf(
  fields: Decoded | null,
  name: string,
  source: string,
  warnings: Warning[],
): ChartVersion | undefined {
  const skip = (which: string, why: string): undefined => {
    warnings.push({
      level: "WARN",
      message: `skipping loading invalid entry for chart ${which} from ${source}: ${why}`,
    });
    return undefined;
  };
  if (fields === null) return skip(JSON.stringify(name), "empty entry");
  const metadata = toMetadata(fields);
  try {
    validateMetadata(metadata);
    return {
      metadata,
      version: parseVersion(metadata.version),
      urls: (fields.urls ?? []) as string[],
      digest: (fields.digest ?? "") as string,
    };
  } catch (error) {
    if (!(error instanceof ChartError || error instanceof GoError)) throw error;
    return skip(`${JSON.stringify(name)} ${JSON.stringify(metadata.version)}`, error.message);
  }
}

/** The version of a chart that Helm would take, with what it would say about it. */
export interface FoundVersion {
  found: ChartVersion;
  warnings: readonly Warning[];
}

/**
 * Looks for a version: the very text first, then as a constraint, the newest that fits. An empty text is the newest
 * that is no prerelease, or with `isDevel` the newest of all.
 */
export function findVersion(
  index: IndexFile,
  name: string,
  version: string,
  isDevel = false,
): FoundVersion | undefined {
  const versions = index.entries.get(name) ?? [];
  const exact = version === "" ? undefined : versions.find(({ metadata }) => metadata.version === version);
  if (exact) return { found: exact, warnings: [] };
  const constraint = orUndefined((): Constraint => parseConstraint(version || (isDevel ? ">0.0.0-0" : "*")));
  const found = constraint && versions.find((each) => meetsConstraint(each.version, constraint));
  if (!found) return undefined;
  const isExact = version !== "" && orUndefined((): Version => parseVersion(version)) !== undefined;
  const selected = found.metadata.version;
  const fields: Warning["fields"] = [
    ["chart", name],
    ["requested", version],
    ["selected", selected],
  ];
  const message = "unable to find exact version requested; falling back to closest available version";
  return { found, warnings: isExact ? [{ level: "WARN", message, fields }] : [] };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}
