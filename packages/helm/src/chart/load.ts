import { readValuesFile } from "../values/values-file.ts";
import type { Values } from "../values/values.ts";
import { readArchive } from "./archive.ts";
import { ChartError } from "./chart-error.ts";
import { type Chart, ChartFile, type Lock, type Warning } from "./chart.ts";
import { type MetadataFields, readApiVersion, readLock, readMetadataFields, toMetadata } from "./metadata.ts";
import { validateMetadata } from "./validate.ts";

/** Charts inside charts, counted from the outermost. */
const MAX_DEPTH = 100;

/** Makes a chart of its files, the names of which are relative to its folder. Throws `ChartError`. */
export function loadFiles(files: readonly ChartFile[]): Chart {
  const main = files.findLast(({ name }) => name === "Chart.yaml");
  if (!main) throw new ChartError("Chart.yaml file is missing");
  const apiVersion = readApiVersion(main.text);
  if (apiVersion === "v3") throw new ChartError("invalid chart apiVersion", { file: "Chart.yaml" });
  if (!["", "v1", "v2"].includes(apiVersion)) throw new ChartError("unsupported chart version", { file: "Chart.yaml" });
  return loadChart(files, 0);
}

function loadChart(files: readonly ChartFile[], depth: number): Chart {
  if (depth > MAX_DEPTH) throw new ChartError(`charts are nested deeper than the limit of ${MAX_DEPTH}`);
  const warnings: Warning[] = [];
  const fields: MetadataFields = {};
  // An archive may have a file twice: what comes later counts.
  const mains = files.filter(({ name }) => name === "Chart.yaml");
  for (const main of mains) readMetadataFields(main.text, "Chart.yaml", fields);
  const apiVersion = (fields.apiVersion as string | undefined) || "v1";

  let lock: Lock | undefined;
  let values: Values | undefined;
  let schema: ChartFile | undefined;
  const templates: ChartFile[] = [];
  const others: ChartFile[] = [];
  const below = new Map<string, ChartFile[]>();
  const warn = (message: string): void => void warnings.push({ level: "INFO", message });
  for (const file of files) {
    const { name } = file;
    if (name === "Chart.yaml") continue;
    if (name === "Chart.lock") lock = readLock(file.text, name);
    else if (name === "values.yaml") values = readValuesFile(file.text, "cannot load values.yaml", name);
    else if (name === "values.schema.json") schema = file;
    else if (name === "requirements.yaml") {
      if (apiVersion !== "v1")
        warn(
          'Warning: Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.',
        );
      readMetadataFields(file.text, name, fields);
      if (apiVersion === "v1") others.push(file);
    } else if (name === "requirements.lock") {
      lock = readLock(file.text, name);
      if (apiVersion !== "v1")
        warn(
          'Warning: Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.',
        );
      if (apiVersion === "v1") others.push(file);
    } else if (name.startsWith("templates/")) templates.push(file);
    else if (name.startsWith("charts/") && !name.endsWith(".prov")) collect(below, file);
    else others.push(file);
  }

  if (mains.length === 0) throw new ChartError("Chart.yaml file is missing");
  const metadata = toMetadata(fields);
  validateMetadata(metadata);
  const dependencies = loadSubcharts(below, metadata.name, depth);
  for (const { warnings: theirs } of dependencies) warnings.push(...theirs);
  return { metadata, lock, values, schema, templates, files: others, dependencies, warnings };
}

/** Files of `charts/` by the folder or archive that they belong to. */
function collect(below: Map<string, ChartFile[]>, file: ChartFile): void {
  const path = file.name.slice("charts/".length);
  const slash = path.indexOf("/");
  const top = slash < 0 ? path : path.slice(0, slash);
  const found = below.get(top) ?? [];
  below.set(top, [...found, new ChartFile(path, file.data)]);
}

function loadSubcharts(below: ReadonlyMap<string, readonly ChartFile[]>, parent: string, depth: number): Chart[] {
  const charts: Chart[] = [];
  for (const [name, files] of below) {
    if (name.startsWith("_") || name.startsWith(".")) continue;
    try {
      charts.push(loadChart(filesOfSubchart(name, files, parent), depth + 1));
    } catch (error) {
      if (!(error instanceof ChartError) || error instanceof MisplacedArchive) throw error;
      const place = error.place && { ...error.place, file: `charts/${name}/${error.place.file}` };
      throw new ChartError(`error unpacking subchart ${name} in ${parent}: ${error.message}`, place, { cause: error });
    }
  }
  return charts;
}

class MisplacedArchive extends ChartError {}

function filesOfSubchart(name: string, files: readonly ChartFile[], parent: string): ChartFile[] {
  if (!name.endsWith(".tgz")) {
    return files.flatMap(({ name: path, data }) => {
      const slash = path.indexOf("/");
      return slash < 0 ? [] : [new ChartFile(path.slice(slash + 1), data)];
    });
  }
  const archive = files[0];
  if (archive?.name !== name)
    throw new MisplacedArchive(
      `error unpacking subchart tar in ${parent}: expected ${name}, got ${archive?.name ?? ""}`,
    );
  return readArchive(archive.data);
}
