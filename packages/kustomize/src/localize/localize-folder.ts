import { isNull, readNode, writeYaml, YamlError } from "@hawser/goyaml";
import { joinPath } from "@hawser/source";
import { marshalField } from "../edit/marshal.ts";
import { KustomizeError } from "../kustomize-error.ts";
import { withMessage } from "../load/error-context.ts";
import { findKustomizationFile } from "../load/kustomization.ts";
import { type ConfigMapArgs, KUSTOMIZATION, type KustomizationFields } from "../load/kustomization-shape.ts";
import { decodeStruct } from "../load/struct-decoder.ts";
import { FORCED_GIT_WARNING, parseRepoSpec } from "../remote/repo-spec.ts";
import { copyCharts } from "./charts.ts";
import { localizeFile, localizePatch, localizeResourceFile, localizeSource, refuseTaken } from "./files.ts";
import { decode, each, type Folder, inside, missingRef, refuseOutside, within } from "./folder.ts";
import { localizedRepositoryPath, relativeTo } from "./localized-path.ts";
import { localizePlugins } from "./plugins.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Copies the kustomization of a folder with all that it names. What lies elsewhere is fetched and named by its copy.
 * Throws `KustomizeError` with the real tool's message.
 */
export async function localizeFolder(folder: Folder): Promise<void> {
  const { loader, copy, target } = folder;
  copy.signal?.throwIfAborted();
  if (copy.done.has(target)) return;
  copy.done.add(target);
  const file = await findKustomizationFile(loader.tree, loader.root, loader.shownRoot);
  if (file === undefined)
    throw new KustomizeError(
      "no-kustomization",
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${loader.shownRoot}'`,
    );
  const fields = await localizeFields(readFields(decode(await loader.tree.readFile(file)), file), folder);
  const marshalled: Record<string, unknown> = {};
  for (const field of KUSTOMIZATION.fields.keys() as IterableIterator<keyof KustomizationFields>) {
    const value = marshalField(fields as Parameters<typeof marshalField>[0], field);
    if (value !== undefined) marshalled[field] = value;
  }
  const name = file.slice(file.lastIndexOf("/") + 1);
  await copy.destination.write(inside(target, name), Buffer.from(writeYaml(marshalled)));
}

function readFields(text: string, file: string): KustomizationFields {
  try {
    const node = readNode(text, { dialect: "v2", file });
    if (node === undefined || isNull(node)) return {};
    return decodeStruct(node, KUSTOMIZATION, { rules: "json", prefix: "invalid Kustomization: " });
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new KustomizeError("malformed-yaml", `invalid Kustomization: ${error.message}`, {
      file,
      ...(error.line === undefined ? {} : { line: error.line }),
      cause: error,
    });
  }
}

/** The fields with every name replaced by that of the copy, in the order in which the real tool looks at them. */
async function localizeFields(fields: KustomizationFields, folder: Folder): Promise<KustomizationFields> {
  const result: Mutable<KustomizationFields> = { ...fields };
  const openapi = fields.openapi?.get("path");
  if (openapi !== undefined && openapi !== "") {
    const path = await within("unable to localize openapi path", () => localizeFile(folder, openapi));
    result.openapi = new Map(fields.openapi).set("path", path);
  }
  for (const field of ["bases", "components", "configurations", "crds", "resources"] as const) {
    const localizeOne =
      field === "resources"
        ? localizeResource
        : field === "bases" || field === "components"
          ? localizeRoot
          : localizeFile;
    const names = fields[field];
    if (names)
      result[field] = await within(`unable to localize ${field} entry`, () =>
        each(names, (name) => localizeOne(folder, name)),
      );
  }
  for (const field of ["configMapGenerator", "secretGenerator"] as const) {
    const generators = fields[field];
    if (generators)
      result[field] = await within(`unable to localize ${field}`, () =>
        each(generators, (one) => localizeGenerator(folder, one)),
      );
  }
  const { helmChartInflationGenerator: oldCharts, helmCharts, helmGlobals } = fields;
  if (oldCharts) {
    result.helmChartInflationGenerator = await each(oldCharts, async (chart, index) => {
      if (chart.values === undefined) return chart;
      const { values } = chart;
      const context = `unable to localize helmChartInflationGenerator entry ${index} values`;
      return { ...chart, values: await within(context, () => localizeFile(folder, values)) };
    });
    for (const { chartHome } of oldCharts)
      await within("unable to copy helmChartInflationGenerator", () => copyCharts(folder, chartHome));
  }
  if (helmCharts) {
    result.helmCharts = await each(helmCharts, async ({ valuesFile, additionalValuesFiles, ...chart }, index) => {
      const context = `unable to localize helmCharts entry ${index}`;
      return {
        ...chart,
        ...(valuesFile !== undefined && {
          valuesFile: await within(`${context} valuesFile`, () => localizeFile(folder, valuesFile)),
        }),
        ...(additionalValuesFiles && {
          additionalValuesFiles: await within(`${context} additionalValuesFiles`, () =>
            each(additionalValuesFiles, (name) => localizeFile(folder, name)),
          ),
        }),
      };
    });
  }
  if (helmGlobals || (helmCharts && helmCharts.length > 0))
    await within("unable to copy helmGlobals", () => copyCharts(folder, helmGlobals?.chartHome));
  for (const field of ["patches", "patchesJson6902"] as const) {
    const patches = fields[field];
    if (patches)
      result[field] = await within(`unable to localize ${field}`, () =>
        each(patches, (patch) => localizePath(folder, patch)),
      );
  }
  const { patchesStrategicMerge, replacements } = fields;
  if (patchesStrategicMerge)
    result.patchesStrategicMerge = await within("unable to localize patchesStrategicMerge entry", () =>
      each(patchesStrategicMerge, (entry) => localizePatch(folder, entry)),
    );
  if (replacements)
    result.replacements = await within("unable to localize replacements entry", () =>
      each(replacements, (replacement) => localizePath(folder, replacement)),
    );
  for (const field of ["generators", "transformers", "validators"] as const) {
    const entries = fields[field];
    if (entries) result[field] = await localizePlugins(folder, field, entries);
  }
  return result;
}

/** The folder of another kustomization, by its name in the copy. */
async function localizeRoot(folder: Folder, name: string): Promise<string> {
  const { loader, copy } = folder;
  const spec = parseRepoSpec(name);
  if (spec?.hasGitPrefix === true) copy.warnings.push(FORCED_GIT_WARNING);
  if (spec?.ref === "") throw missingRef(name);
  const entered = await within("invalid root reference", () => loader.enter(name));
  const { path, scope } = spec
    ? { path: inside(localizedRepositoryPath(spec), entered.root), scope: "" }
    : { path: relativeTo(loader.root, entered.root), scope: folder.scope };
  if (spec) await refuseTaken(folder, "root", name);
  refuseOutside(entered, scope);
  const target = joinPath(folder.target, path) ?? path;
  await within(`unable to localize root ${JSON.stringify(name)}`, () =>
    localizeFolder({ loader: entered, scope, target, copy }),
  );
  return path;
}

async function localizeResource(folder: Folder, name: string): Promise<string> {
  if (name === "") return "";
  try {
    return await localizeResourceFile(folder, name);
  } catch (fileError) {
    if (!(fileError instanceof KustomizeError)) throw fileError;
    try {
      return await localizeRoot(folder, name);
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      const path = JSON.stringify(name);
      const message = `could not localize path ${path} as file: ${fileError.message}; could not localize path ${path} as directory: ${error.message}`;
      // The one that knows the place knows what is wrong.
      throw withMessage(error.line === undefined ? fileError : error, () => message);
    }
  }
}

async function localizePath<T extends { readonly path?: string }>(folder: Folder, entry: T): Promise<T> {
  const { path } = entry;
  return path === undefined ? entry : { ...entry, path: await localizeFile(folder, path) };
}

async function localizeGenerator<T extends ConfigMapArgs>(folder: Folder, generator: T): Promise<T> {
  const result: Mutable<ConfigMapArgs> = { ...generator };
  const { env, envs, files } = generator;
  if (env !== undefined)
    result.env = await within("unable to localize generator env file", () => localizeFile(folder, env));
  if (envs)
    result.envs = await within("unable to localize generator envs file", () =>
      each(envs, (name) => localizeFile(folder, name)),
    );
  if (files) result.files = await each(files, (source) => localizeSource(folder, source));
  return result as T;
}
