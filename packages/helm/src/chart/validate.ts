import { ChartError } from "./chart-error.ts";
import type { Metadata } from "./chart.ts";

const PRERELEASE = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
const VERSION = new RegExp(
  `^v?([0-9]+)(\\.[0-9]+)?(\\.[0-9]+)?(-${PRERELEASE}(?:\\.${PRERELEASE})*)?(\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
);
const MAX_PART = 18_446_744_073_709_551_615n;

/** Whether a text is a version for Helm: `1`, `v1.2` and `1.2.3-rc.1+x` are. */
export function isVersion(text: string): boolean {
  const match = VERSION.exec(text);
  return match !== null && match.slice(1, 4).every((part) => BigInt((part ?? "0").replace(".", "")) <= MAX_PART);
}

/** Throws where Helm would not take a chart with this metadata. */
export function validateMetadata(metadata: Metadata): void {
  const refuse = (message: string): never => {
    throw new ChartError(`validation: ${message}`, { file: "Chart.yaml", chart: metadata.name });
  };
  const { name, version, type } = metadata;
  if (name === "") refuse("chart.metadata.name is required");
  if (name === "." || name === "..") refuse(`chart.metadata.name ${JSON.stringify(name)} is not allowed`);
  if (name.includes("/")) refuse(`chart.metadata.name ${JSON.stringify(name)} is invalid`);
  if (version === "") refuse("chart.metadata.version is required");
  if (!isVersion(version)) refuse(`chart.metadata.version ${JSON.stringify(version)} is invalid`);
  if (!["", "application", "library"].includes(type)) refuse("chart.metadata.type must be application or library");
  if (metadata.maintainers.includes(null)) refuse("maintainers must not contain empty or null nodes");
  const names = new Set<string>();
  for (const dependency of metadata.dependencies) {
    if (dependency === null) return refuse("dependencies must not contain empty or null nodes");
    const { alias } = dependency;
    if (alias !== "" && !/^[a-zA-Z0-9_-]+$/.test(alias))
      refuse(`dependency ${JSON.stringify(dependency.name)} has disallowed characters in the alias`);
    const key = alias || dependency.name;
    if (names.has(key)) refuse(`more than one dependency with name or alias ${JSON.stringify(key)}`);
    names.add(key);
  }
}
