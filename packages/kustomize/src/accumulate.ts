import { isUtf8 } from "node:buffer";
import type { MapNode } from "@hawser/goyaml";
import { joinPath } from "@hawser/source";
import { KustomizeError } from "./kustomize-error.ts";
import type { KeptBase } from "./build-cache.ts";
import {
  type Accumulated,
  type Accumulation,
  addWarnings,
  type BuildScope,
  newAccumulation,
  runStep,
} from "./build-scope.ts";
import { defaultConfig } from "./config/default-config.ts";
import { mergeConfigs } from "./config/merge-configs.ts";
import { readConfiguration } from "./config/read-configuration.ts";
import type { TransformerConfig } from "./config/transformer-config.ts";
import { runGenerators } from "./generators/run-generators.ts";
import { withCode, withMessage, withPlace } from "./load/error-context.ts";
import { type Entry, type Kustomization, readKustomization } from "./load/kustomization.ts";
import type { FolderPlace, LoadedFile, Loader } from "./load/loader.ts";
import { logOf, plainTree, ReadLog } from "./load/read-log.ts";
import { readResources } from "./load/resources.ts";
import { fileOrigin, type Origin } from "./output/origin.ts";
import { FORCED_GIT_WARNING, parseRepoSpec } from "./remote/repo-spec.ts";
import { configFromCrds } from "./config/crd-config.ts";
import { runTransformers, runValidators } from "./plugins/run-transformers.ts";
import { addVars, bindVars } from "./references/vars.ts";
import { idKey, idOf, newResource } from "./resource.ts";
import { readSwagger } from "./schema/swagger-schema.ts";

/** What the kustomization in a loader's folder comes to, its bases included. Depends on nothing but its arguments. */
export async function accumulate(
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<Accumulated> {
  const into = newAccumulation();
  await runKustomization(into, loader, kustomization, scope);
  return { ...into, resources: into.set.list };
}

/** Runs one kustomization: resources, configuration, generators, components, transformers, validators, vars. */
async function runKustomization(
  into: Accumulation,
  loader: Loader,
  kustomization: Kustomization,
  scope: BuildScope,
): Promise<void> {
  into.visited.set(keyOf(loader.place), loader.place);
  addWarnings(into.warnings, kustomization.warnings);
  addWarnings(scope.said, kustomization.warnings);
  for (const entry of kustomization.resources) {
    try {
      await addResource(into, entry, loader, scope);
    } catch (error) {
      throw withPlace(
        withMessage(error, (message) => `accumulating resources: ${message}`),
        entry.place,
      );
    }
  }
  await mergeOwnConfig(into, loader, kustomization);
  await runGenerators(into, loader, kustomization, scope);
  for (const [index, name] of (kustomization.fields.components ?? []).entries()) {
    try {
      await addComponent(into, name, loader, scope);
    } catch (error) {
      throw withPlace(
        withMessage(error, (message) => `accumulating components: ${message}`),
        kustomization.place("components", index),
      );
    }
  }
  await runTransformers(into, loader, kustomization, scope);
  await runValidators(into, loader, kustomization, scope);
  bindVars(into, kustomization);
}

/** A resource is a file, or else a folder or repository with a kustomization. */
export async function addResource(
  into: Accumulation,
  entry: Entry<string>,
  loader: Loader,
  scope: BuildScope,
): Promise<void> {
  // The way of nearly all folders: nothing is said of the file that they are not.
  const isFolder = await loader.isFolder(entry.value);
  let notFile: KustomizeError | undefined;
  if (!isFolder) {
    try {
      return await addFile(into, entry, loader, scope);
    } catch (error) {
      if (!(error instanceof KustomizeError)) throw error;
      notFile = error;
    }
  }
  // Text that is no YAML is more likely a broken file than a folder, and what the web refuses is no folder either.
  const isDecided = notFile !== undefined && /MalformedYAMLError|HTTP Error/.test(notFile.message);
  if (isDecided && notFile?.message.includes("HTTP Error")) throw notFile;
  try {
    warnOfGitPrefix(into, entry.value, scope);
    await addBase(into, await loader.enter(entry.value), scope);
  } catch (error) {
    if (isDecided || !(error instanceof KustomizeError)) throw isDecided ? notFile : error;
    const first =
      notFile?.message ??
      `accumulating resources from '${entry.value}': '${loader.show(loader.locate(entry.value) ?? entry.value)}' must resolve to a file`;
    const told = withMessage(error, (message) => `accumulation err='${first}': ${message}`);
    // A file that is there and wrong says more than that it is no folder either.
    throw notFile ? withPlaceOf(notFile.code === "not-found" ? told : withCode(told, notFile.code), notFile) : told;
  }
}

async function addFile(into: Accumulation, entry: Entry<string>, loader: Loader, scope: BuildScope): Promise<void> {
  const name = entry.value;
  let file: LoadedFile;
  let nodes: readonly MapNode[];
  try {
    file = await loader.read(name);
    nodes = objectsOf(file, name, scope);
  } catch (error) {
    throw withMessage(error, (message) => `accumulating resources from '${name}': ${message}`);
  }
  const origin = scope.keeps.origin || scope.keeps.transformations ? originOf(loader, name, scope) : undefined;
  await runStep(scope, into.set, entry, () => {
    for (const [index, node] of nodes.entries()) {
      try {
        into.set.append(newResource(node, origin));
      } catch (error) {
        // What is twice in one file is found when that is read.
        const key = idKey(idOf(node));
        const isOwn = nodes.slice(0, index).some((other) => idKey(idOf(other)) === key);
        const doing = isOwn ? "accumulating" : "merging";
        throw withPlace(
          withMessage(error, (message) => `${doing} resources from '${name}': ${message}`),
          node.place,
        );
      }
    }
  });
}

/** The objects of a file; parsed once however often it is named. */
function objectsOf(file: LoadedFile, name: string, { cache }: BuildScope): readonly MapNode[] {
  let nodes = cache.objects.get(file.id);
  if (!nodes) {
    // Bytes that are no text became replacement characters.
    if (file.text.includes("\ufffd") && !isUtf8(file.bytes))
      throw new KustomizeError(
        "malformed-yaml",
        `MalformedYAMLError: yaml: invalid leading UTF-8 octet in File: ${name}`,
        { file: file.path, line: 1 },
      );
    nodes = readResources(file.text, file.path, name);
    cache.objects.set(file.id, nodes, file.text.length);
  }
  return nodes;
}

/** Adds what the kustomization of a folder comes to. One that several overlays build on is accumulated once. */
async function addBase(into: Accumulation, loader: Loader, scope: BuildScope): Promise<void> {
  const base = await accumulateOnce(loader, scope);
  addWarnings(into.warnings, base.warnings);
  for (const [key, place] of base.visited) into.visited.set(key, place);
  into.config = joined(into.config, base.config);
  try {
    for (const resource of base.resources) into.set.append({ ...resource });
    addVars(into, base.vars);
  } catch (error) {
    throw withMessage(error, (message) => `recursed merging from path '${loader.shownRoot}': ${message}`);
  }
}

function keyOf({ repository, root }: FolderPlace): string {
  return `${repository}//${root}`;
}

async function accumulateOnce(loader: Loader, scope: BuildScope): Promise<Accumulated> {
  const { repository, root } = loader.place;
  const key = `${scope.variant}|${keyOf(loader.place)}`;
  const known = scope.bases.get(key) ?? (await keptBase(key, loader, scope));
  if (known && known.schema === scope.schema) {
    addWarnings(scope.said, known.result.warnings);
    logOf(loader.tree)?.includes(known.log);
    for (const place of known.result.visited.values())
      if (place.root !== root || place.repository !== repository) loader.refuseCycle(place);
    return known.result;
  }
  const { schema, remoteReads } = scope;
  const log = new ReadLog();
  const from = scope.keepsBases ? loader.through(log.recording(loader.tree)) : loader;
  const kustomization = await readSubKustomization(from, scope);
  if (kustomization.kind === "Component")
    throw new KustomizeError("invalid-kustomization", `expected kind != 'Component' for path '${loader.shownRoot}'`, {
      file: kustomization.file,
    });
  const result = await inFolder(loader, () => accumulate(from, kustomization, scope));
  if (scope.remoteReads > remoteReads || scope.schema !== schema) log.forbidKeeping();
  const base = { result, log, schema: scope.schema };
  scope.bases.set(key, base);
  if (scope.keepsBases && log.isKeepable) scope.cache.bases.set(key, base, result.resources.length + 1);
  logOf(loader.tree)?.includes(log);
  return result;
}

/** What a folder came to in an earlier build, if all that was read for it is still the same. */
async function keptBase(key: string, loader: Loader, scope: BuildScope): Promise<KeptBase | undefined> {
  const kept = scope.keepsBases ? scope.cache.bases.get(key) : undefined;
  if (!kept || !(await kept.log.holdsIn(plainTree(loader.tree), scope.checkedLogs))) return undefined;
  scope.bases.set(key, kept);
  return kept;
}

function warnOfGitPrefix(into: Accumulation, name: string, scope: BuildScope): void {
  if (parseRepoSpec(name)?.hasGitPrefix !== true) return;
  addWarnings(into.warnings, [FORCED_GIT_WARNING]);
  addWarnings(scope.said, [FORCED_GIT_WARNING]);
}

async function addComponent(into: Accumulation, name: string, loader: Loader, scope: BuildScope): Promise<void> {
  let component: Loader;
  try {
    warnOfGitPrefix(into, name, scope);
    component = await loader.enter(name);
  } catch (error) {
    throw withMessage(error, (message) => `loader.New ${JSON.stringify(message)}`);
  }
  try {
    const kustomization = await readSubKustomization(component, scope);
    if (kustomization.kind !== "Component")
      throw new KustomizeError(
        "invalid-kustomization",
        `expected kind 'Component' for path '${component.shownRoot}' but got '${kustomization.kind}'`,
        { file: kustomization.file },
      );
    await inFolder(component, () => runKustomization(into, component, kustomization, scope));
  } catch (error) {
    throw withMessage(error, (message) => `accumulateDirectory: ${JSON.stringify(message)}`);
  }
}

/** Reads the kustomization of a base or component, and its `openapi` unless another one decided already. */
async function readSubKustomization(loader: Loader, scope: BuildScope): Promise<Kustomization> {
  let kustomization: Kustomization;
  try {
    kustomization = await readKustomization(loader, scope.cache.kustomizations);
  } catch (error) {
    throw withMessage(error, (message) => `couldn't make target for path '${loader.shownRoot}': ${message}`);
  }
  await loadSchema(loader, kustomization, scope);
  return kustomization;
}

async function inFolder<T>(loader: Loader, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw withMessage(error, (message) => `recursed accumulation of path '${loader.shownRoot}': ${message}`);
  }
}

/** Takes the `openapi` of a kustomization for the build, unless one was taken before. Its file is read all the same. */
export async function loadSchema(loader: Loader, kustomization: Kustomization, scope: BuildScope): Promise<void> {
  const { openapi } = kustomization.fields;
  if (!openapi || openapi.size === 0) return;
  const [path, version] = [openapi.get("path"), openapi.get("version")];
  try {
    const file = path === undefined ? undefined : await loader.read(path);
    if (scope.hasOwnSchema) return;
    if (path !== undefined && version !== undefined)
      throw new KustomizeError("invalid-kustomization", "builtin version and custom schema provided, cannot use both");
    if (version !== undefined && version !== "v1.21.2")
      throw new KustomizeError("invalid-kustomization", "the specified OpenAPI version is not built in");
    scope.hasOwnSchema = true;
    if (file) scope.schema = readSwagger(file.text, file.path);
  } catch (error) {
    throw withPlace(error, kustomization.place("openapi"));
  }
}

async function mergeOwnConfig(into: Accumulation, loader: Loader, kustomization: Kustomization): Promise<void> {
  const { configurations = [], crds = [] } = kustomization.fields;
  // The files are put together before they meet what is built in: that decides which of them contradict.
  let own: Partial<TransformerConfig> = {};
  for (const [index, name] of configurations.entries()) {
    try {
      own = mergeConfigs(own, readConfiguration(await loader.read(name)));
    } catch (error) {
      throw withPlace(error, kustomization.place("configurations", index));
    }
  }
  try {
    const all = configurations.length === 0 ? defaultConfig : mergeConfigs(defaultConfig, own);
    into.config = joined(into.config, all);
  } catch (error) {
    throw withPlace(error, kustomization.place("configurations"));
  }
  if (crds.length === 0) return;
  try {
    const files: LoadedFile[] = [];
    for (const name of crds) files.push(await loader.read(name));
    for (const file of files) into.config = mergeConfigs(into.config, configFromCrds([file]));
  } catch (error) {
    throw withPlace(
      withMessage(error, (message) => `loading CRDs [${crds.join(" ")}]: ${message}`),
      kustomization.place("crds"),
    );
  }
}

/** Both configurations; each holds the built-in one already. */
function joined(a: TransformerConfig, b: TransformerConfig): TransformerConfig {
  if (a === b || b === defaultConfig) return a;
  return a === defaultConfig ? b : mergeConfigs(a, b);
}

/** Where a file is, from the folder of the build or the root of its repository. */
export function originOf(loader: Loader, name: string, scope: BuildScope): Origin {
  const path = joinPath(loader.root, name) ?? name;
  return fileOrigin(path, loader, scope.top);
}

/** The place where a file was wrong tells more than the place that names it. */
function withPlaceOf(error: unknown, inner: KustomizeError): unknown {
  if (!(error instanceof KustomizeError) || error.line !== undefined || inner.line === undefined) return error;
  return new KustomizeError(error.code, error.message, {
    ...(inner.file === undefined ? {} : { file: inner.file }),
    line: inner.line,
    ...(inner.column === undefined ? {} : { column: inner.column }),
    cause: inner,
  });
}
