import { type FunctionMap, type Limits } from "@hawser/gotemplate";
import { checkDependencies, processDependencies } from "../chart/dependencies.ts";
import { ChartError } from "../chart/chart-error.ts";
import type { Chart, Warning } from "../chart/chart.ts";
import { coalesceValues } from "../values/coalesce.ts";
import { validateValues } from "../schema/validate-values.ts";
import type { Values } from "../values/values.ts";
import { satisfies } from "../version/satisfies.ts";
import {
  type Capabilities,
  capabilitiesValue,
  DEFAULT_API_VERSIONS,
  DEFAULT_KUBE_VERSION,
  type KubeVersion,
} from "./capabilities.ts";
import { collectTemplates, type ReleaseOptions } from "./context.ts";
import { renderTemplates } from "./engine.ts";
import type { Lookup } from "./lookup.ts";
import { type Hook, type Manifest, sortManifests } from "./manifests.ts";
import { standardFunctions } from "./standard-functions.ts";

/** How a chart is rendered. */
export interface RenderOptions {
  release: ReleaseOptions;
  kubeVersion?: KubeVersion;
  /** Added to those that Helm knows. */
  apiVersions?: readonly string[];
  /** Takes the place of what Helm knows without a cluster. */
  capabilities?: Capabilities;
  lookup?: Lookup;
  resolveHost?: (host: string) => string;
  skipSchemaValidation?: boolean;
  /** `--render-subchart-notes`. */
  subchartNotes?: boolean;
  strict?: boolean;
  lint?: boolean;
  functions?: FunctionMap;
  limits?: Partial<Limits>;
  /** Asked now and then; a text ends the rendering with that reason. */
  stop?: () => string | undefined;
}

/** A file of `crds/`. */
export interface CrdFile {
  /** With the chart's path. */
  path: string;
  content: string;
}

/** What a chart and values make. */
export interface RenderedChart {
  /** In the order of installation. */
  manifests: readonly Manifest[];
  hooks: readonly Hook[];
  crds: readonly CrdFile[];
  notes: string;
  /** What Helm would have written to stderr, in its order. */
  warnings: readonly Warning[];
  /** The chart with its dependencies processed: what a release keeps. */
  chart: Chart;
  /** The values that templates saw. */
  values: Values;
}

/** A failure after the release had begun: `helm` adds a hint to these. */
export class RenderError extends ChartError {
  override name = "RenderError";
}

/** What the templates of a chart wrote, before it is cut into objects: a post-renderer may change it. */
export interface RenderedFiles {
  /** By the paths of the templates. */
  files: Map<string, string>;
  crds: readonly CrdFile[];
  notes: string;
  warnings: Warning[];
  chart: Chart;
  values: Values;
}

/** Renders a chart as `helm template` and `helm install` do. Throws `ChartError`, of which `RenderError` is one. */
export function renderChart(chart: Chart, userValues: Values, options: RenderOptions): RenderedChart {
  return assemble(renderFiles(chart, userValues, options));
}

/** The first part of `renderChart`: everything up to what the templates wrote. */
export function renderFiles(chart: Chart, userValues: Values, options: RenderOptions): RenderedFiles {
  const warnings: Warning[] = [...chart.warnings];
  return withWarnings(warnings, () => render(chart, userValues, options, warnings));
}

/** The second part of `renderChart`: objects in the order of installation. */
export function assemble({ files, ...rest }: RenderedFiles): RenderedChart {
  const { warnings } = rest;
  return withWarnings(warnings, () =>
    duringRelease(() => ({ ...rest, ...sortManifests(files, (warning) => void warnings.push(warning)) })),
  );
}

function withWarnings<T>(warnings: readonly Warning[], run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ChartError) error.warnings = warnings;
    throw error;
  }
}

function render(chart: Chart, userValues: Values, options: RenderOptions, warnings: Warning[]): RenderedFiles {
  const warn = (message: string): void => void warnings.push({ level: "INFO", message });
  const add = (warning: Warning): void => void warnings.push(warning);
  try {
    checkReleaseName(options.release.name);
  } catch (error) {
    if (error instanceof ChartError)
      add({ level: "ERROR", message: NAME_CHECK, fields: [["error", error.message.slice(NAME_CHECK.length + 2)]] });
    throw error;
  }
  if (chart.metadata.type === "library") throw new ChartError("library charts are not installable");
  if (chart.metadata.deprecated) add({ level: "WARN", message: "this chart is deprecated" });
  checkDependencies(chart);
  const processed = labelled(DEPENDENCIES_FAILED, add, () =>
    processDependencies(chart, userValues, satisfies, { warn, add }),
  );
  const values = coalesceValues(processed, userValues, warn);
  if (options.skipSchemaValidation !== true) validateValues(processed, values, add);

  const capabilities = capabilitiesOf(options);
  return duringRelease(() => {
    checkKubeVersion(processed, capabilities);
    const templates = collectTemplates(processed, values, options.release, capabilitiesValue(capabilities));
    const rendered = renderTemplates(templates, {
      functions: options.functions ?? standardFunctions(),
      host: {
        includes: new Map(),
        lookup: options.lookup,
        lint: options.lint === true,
        note: warn,
        resolve: options.resolveHost,
      },
      strict: options.strict === true,
      limits: options.limits,
      stop: options.stop,
    });
    const notes = takeNotes(rendered, processed.metadata.name, options.subchartNotes === true);
    return { files: rendered, crds: crdsOf(processed), notes, warnings, chart: processed, values };
  });
}

function duringRelease<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ChartError) throw new RenderError(error.message, error.place, { cause: error });
    throw error;
  }
}

const DEPENDENCIES_FAILED = "chart dependencies processing failed";

/** What fails in there says so, in its message and in a line beside it. */
function labelled<T>(label: string, add: (warning: Warning) => void, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    add({ level: "ERROR", message: label, fields: [["error", error.message]] });
    throw new ChartError(`${label}: ${error.message}`, error.place, { cause: error });
  }
}

const NAME_CHECK = "release name check failed";
const RELEASE_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Throws where Helm would not take the name for a release. */
export function checkReleaseName(name: string): void {
  if (name.length <= 53 && RELEASE_NAME.test(name)) return;
  if (name === "") throw new ChartError(`${NAME_CHECK}: no name provided`);
  throw new ChartError(
    `${NAME_CHECK}: release name ${JSON.stringify(name)}: invalid release name, must match regex ` +
      `${RELEASE_NAME.source} and the length must not be longer than 53`,
  );
}

function capabilitiesOf({ capabilities, kubeVersion, apiVersions = [] }: RenderOptions): Capabilities {
  const base = capabilities ?? { kubeVersion: DEFAULT_KUBE_VERSION, apiVersions: DEFAULT_API_VERSIONS };
  return {
    kubeVersion: kubeVersion ?? base.kubeVersion,
    apiVersions: apiVersions.length > 0 ? [...base.apiVersions, ...apiVersions] : base.apiVersions,
  };
}

function checkKubeVersion({ metadata }: Chart, { kubeVersion }: Capabilities): void {
  if (metadata.kubeVersion === "" || satisfies(kubeVersion.normalized, metadata.kubeVersion)) return;
  throw new ChartError(
    `chart requires kubeVersion: ${metadata.kubeVersion} which is incompatible with Kubernetes ${kubeVersion.normalized}`,
    { file: "Chart.yaml", chart: metadata.name },
  );
}

/** Takes the notes away from what is installed. */
function takeNotes(rendered: Map<string, string>, name: string, subcharts: boolean): string {
  const notes: string[] = [];
  for (const [path, text] of rendered) {
    if (!path.endsWith("NOTES.txt")) continue;
    if (subcharts || path === `${name}/templates/NOTES.txt`) notes.push(text);
    rendered.delete(path);
  }
  return notes.filter((text) => text !== "").join("\n");
}

function crdsOf(chart: Chart, path: string = chart.metadata.name): CrdFile[] {
  const own = chart.files
    .filter(({ name }) => name.startsWith("crds/") && /\.(ya?ml|json)$/.test(name))
    .map((file) => ({ path: `${path}/${file.name}`, content: file.text }));
  return [...own, ...chart.dependencies.flatMap((below) => crdsOf(below, `${path}/charts/${below.metadata.name}`))];
}
