import {
  dict,
  dictType,
  int,
  namedType,
  NilMap,
  StringMap,
  stringMapType,
  type GoType,
  type Pointer,
} from "@hawser/gotemplate";
import type { Chart, ChartFile, Metadata } from "../chart/chart.ts";
import { isTable, type Values } from "../values/values.ts";
import { filesValue } from "./files-value.ts";

/** What `.Release` says. */
export interface ReleaseOptions {
  name: string;
  namespace: string;
  /** 1 unless said otherwise. */
  revision?: number;
  isUpgrade?: boolean;
}

/** A template that is to be run, with what its dot will be. */
export interface RenderableTemplate {
  /** `chart/charts/sub/templates/x.yaml`. */
  readonly path: string;
  readonly file: ChartFile;
  /** Shared by all templates of a chart. */
  readonly dot: StringMap;
  readonly basePath: string;
}

/** `common.Values`: what the dot of a template and `.Values` are. */
export const valuesType: GoType = namedType("common.Values", dictType);

/** All templates of a chart and of those below it, with their contexts. */
export function collectTemplates(
  chart: Chart,
  values: Values,
  release: ReleaseOptions,
  capabilities: Pointer,
): RenderableTemplate[] {
  const templates: RenderableTemplate[] = [];
  const releaseValue = dict([
    ["Name", release.name],
    ["Namespace", release.namespace],
    ["IsUpgrade", release.isUpgrade === true],
    ["IsInstall", release.isUpgrade !== true],
    ["Revision", int(release.revision ?? 1)],
    ["Service", "Helm"],
  ]);
  const add = (current: Chart, table: Values, path: string, isRoot: boolean): Map<string, unknown> => {
    const subcharts = dict();
    const context = dict([
      ["Chart", chartValue(current.metadata, isRoot)],
      ["Files", filesValue(current.files)],
      ["Release", releaseValue],
      ["Capabilities", capabilities],
      ["Values", new StringMap(valuesType, table)],
      ["Subcharts", subcharts],
    ]);
    const dot = new StringMap(valuesType, context);
    for (const below of current.dependencies) {
      const { name } = below.metadata;
      const own = table.get(name);
      subcharts.set(name, add(below, isTable(own) ? own : new Map(), `${path}/charts/${name}`, false));
    }
    for (const file of current.templates) {
      if (!isTemplate(current, file.name)) continue;
      templates.push({ path: joinPath(path, file.name), file, dot, basePath: joinPath(path, "templates") });
    }
    return context;
  };
  add(chart, values, chart.metadata.name, true);
  return templates;
}

/** Library charts give definitions only. */
function isTemplate({ metadata }: Chart, name: string): boolean {
  return metadata.type !== "library" || name.slice(name.lastIndexOf("/") + 1).startsWith("_");
}

function joinPath(base: string, name: string): string {
  return `${base}/${name}`.replaceAll(/\/{2,}/g, "/");
}

/** `.Chart`: Go's names of the fields. */
function chartValue(metadata: Metadata, isRoot: boolean): Map<string, unknown> {
  const { annotations } = metadata;
  return dict([
    ["Name", metadata.name],
    ["Home", metadata.home],
    ["Sources", [...metadata.sources]],
    ["Version", metadata.version],
    ["Description", metadata.description],
    ["Keywords", [...metadata.keywords]],
    [
      "Maintainers",
      metadata.maintainers.map((each) =>
        dict([
          ["Name", each?.name ?? ""],
          ["Email", each?.email ?? ""],
          ["URL", each?.url ?? ""],
        ]),
      ),
    ],
    ["Icon", metadata.icon],
    ["APIVersion", metadata.apiVersion],
    ["Condition", metadata.condition],
    ["Tags", metadata.tags],
    ["AppVersion", metadata.appVersion],
    ["Deprecated", metadata.deprecated],
    ["Annotations", new StringMap(stringMapType, annotations ? new Map(annotations) : new NilMap())],
    ["KubeVersion", metadata.kubeVersion],
    [
      "Dependencies",
      metadata.dependencies.map((each) =>
        dict([
          ["Name", each?.name ?? ""],
          ["Version", each?.version ?? ""],
          ["Repository", each?.repository ?? ""],
          ["Condition", each?.condition ?? ""],
          ["Tags", [...(each?.tags ?? [])]],
          ["Enabled", each?.enabled ?? false],
          ["ImportValues", [...(each?.importValues ?? [])]],
          ["Alias", each?.alias ?? ""],
        ]),
      ),
    ],
    ["Type", metadata.type],
    ["IsRoot", isRoot],
  ]);
}
