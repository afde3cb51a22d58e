import { type Constraint, GoError, meetsConstraint, parseConstraint, parseVersion } from "@hawser/gotemplate";
import { writeYaml } from "@hawser/goyaml";
import { ChartError } from "../chart/chart-error.ts";
import type { Dependency, Lock } from "../chart/chart.ts";
import { findVersion, type IndexFile } from "./index-file.ts";
import { lockDigest } from "./lock.ts";

/** Where dependencies can come from. */
export interface DependencySources {
  /** The index of a repository, by its address or by the name (`@name`, `alias:name`) that Chart.yaml gives. */
  index(repository: string): Promise<IndexFile>;
  /** The versions of a chart in a registry, the newest first. */
  ociVersions(reference: string): Promise<readonly string[]>;
  /** The version of the chart in a folder, relative to the chart's own; undefined where there is none. */
  folderVersion(path: string): Promise<string | undefined>;
}

/** Finds a version for everything that Chart.yaml asks for: what `helm dependency update` writes to Chart.lock. */
export async function resolveDependencies(
  asked: readonly Dependency[],
  sources: DependencySources,
  generated: string,
): Promise<Lock> {
  const missing: Dependency[] = [];
  const found: Dependency[] = [];
  for (const dependency of asked) {
    const version = await versionFor(dependency, sources);
    if (version === undefined) missing.push(dependency);
    else found.push(locked(dependency, version));
  }
  if (missing.length > 0) {
    const list = missing.map(
      ({ name, repository, version }) =>
        `${JSON.stringify(name)} (repository ${JSON.stringify(repository)}, version ${JSON.stringify(version)})`,
    );
    throw new ChartError(
      `can't get a valid version for ${missing.length} subchart(s): ${list.join(", ")}. ` +
        "Make sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml",
      { file: "Chart.yaml" },
    );
  }
  return { generated, digest: lockDigest(asked, found), dependencies: found };
}

function locked({ name, repository }: Dependency, version: string): Dependency {
  return { name, version, repository, condition: "", tags: [], enabled: false, importValues: [], alias: "" };
}

async function versionFor(dependency: Dependency, sources: DependencySources): Promise<string | undefined> {
  const { name, version, repository } = dependency;
  const constraint = constraintOf(dependency);
  const fits = (text: string): boolean => meetsConstraint(parseVersion(text), constraint);
  if (repository === "" || repository.startsWith("file://")) {
    const folder = repository === "" ? `charts/${name}` : repository.slice("file://".length);
    const there = await sources.folderVersion(folder);
    if (there === undefined) throw new ChartError(`directory ${folder} not found`, { file: "Chart.yaml" });
    // What stands in charts/ is what it is.
    return repository === "" || fits(there) ? there : undefined;
  }
  if (repository.startsWith("oci://")) {
    if (isVersion(version)) return version;
    const versions = await sources.ociVersions(`${repository.replace(/\/$/, "")}/${name}`);
    return versions.find(fits);
  }
  const index = await sources.index(repository);
  if (!index.entries.has(name))
    throw new ChartError(`${name} chart not found in repo ${repository}`, { file: "Chart.yaml" });
  return findVersion(index, name, version)?.found.metadata.version;
}

function constraintOf({ name, version }: Dependency): Constraint {
  try {
    return parseConstraint(version);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new ChartError(
      `dependency ${JSON.stringify(name)} has an invalid version/constraint format: ${error.message}`,
      { file: "Chart.yaml" },
      { cause: error },
    );
  }
}

function isVersion(text: string): boolean {
  try {
    parseVersion(text);
    return true;
  } catch (error) {
    if (error instanceof GoError) return false;
    throw error;
  }
}

/** Chart.lock as Helm writes it. */
export function writeLock({ dependencies, digest, generated }: Lock): string {
  const list = dependencies.map(
    (each) => each && { name: each.name, repository: each.repository, version: each.version },
  );
  return writeYaml({ dependencies: list, digest, generated });
}

/** Throws where Chart.lock was not made for what Chart.yaml asks for. */
export function checkLock(asked: readonly (Dependency | null)[], lock: Lock): void {
  if (lockDigest(asked, lock.dependencies) === lock.digest) return;
  throw new ChartError(
    "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). " +
      "Please update the dependencies with 'helm dependency update'",
    { file: "Chart.lock" },
  );
}
