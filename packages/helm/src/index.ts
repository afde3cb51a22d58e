/**
 * Helm, in-process: a chart and values → the manifests, hooks and notes that Helm would install, text for text.
 *
 * - chart/: folders and archives → `Chart`, which never changes; what conditions, tags and aliases leave of it.
 * - values/: files and `--set` → the values that templates see; `values.schema.json`.
 * - render/: chart and values → templates run in one set → manifests, hooks, CRDs and notes in Helm's order, and the
 *   text that `helm template` prints.
 * - schema/: JSON Schema of every draft, with the messages of the library that Helm uses.
 * - repository/: indexes, archives and OCI artifacts, through a `get` that the caller gives.
 *
 * Runs no program and no plugin, reads nothing but the tree and the bytes that it is given. What Helm refuses is a
 * `ChartError` with Helm's message and the place; what it would warn of comes as values.
 * Depends on: gotemplate, goyaml, kube, source.
 *
 * @module
 */
export { ChartError, type ChartPlace } from "./chart/chart-error.ts";
export {
  type Chart,
  ChartFile,
  type Dependency,
  formatWarning,
  type Lock,
  type Maintainer,
  type Metadata,
  type Warning,
} from "./chart/chart.ts";
export { loadFiles } from "./chart/load.ts";
export { loadChartArchive, loadChartFolder, loadChartFrom } from "./chart/load-folder.ts";
export {
  type Capabilities,
  DEFAULT_API_VERSIONS,
  DEFAULT_KUBE_VERSION,
  HELM_VERSION,
  type KubeVersion,
  parseKubeVersion,
} from "./render/capabilities.ts";
export type { ReleaseOptions } from "./render/context.ts";
export { fromKubeObject, type Lookup } from "./render/lookup.ts";
export { compareKinds, INSTALL_ORDER } from "./render/install-order.ts";
export { type Hook, type Manifest, splitManifests } from "./render/manifests.ts";
export {
  checkReleaseName,
  type CrdFile,
  assemble,
  renderChart,
  type RenderedChart,
  type RenderedFiles,
  renderFiles,
  RenderError,
  type RenderOptions,
} from "./render/render-chart.ts";
export { templateOutput, type TemplateOutputOptions } from "./render/template-output.ts";
export {
  fetchIndex,
  pullChart,
  type PulledChart,
  type RepositoryAnswer,
  type RepositoryGet,
  type RepositoryOptions,
} from "./repository/http-repository.ts";
export {
  type ChartVersion,
  findVersion,
  type FoundVersion,
  type IndexFile,
  readIndex,
} from "./repository/index-file.ts";
export { lockDigest } from "./repository/lock.ts";
export { type OciReference, parseReference } from "./repository/oci-reference.ts";
export {
  listOciVersions,
  type OciChart,
  pullOciChart,
  type RegistryAnswer,
  type RegistryGet,
  type RegistryOptions,
} from "./repository/oci-registry.ts";
export {
  checkLock,
  type DependencySources,
  resolveDependencies,
  writeLock,
} from "./repository/resolve-dependencies.ts";
export { SetError } from "./values/set-values.ts";
export { userValues, type ValuesFile, type ValuesOptions } from "./values/user-values.ts";
export { coalesceValues, mergeValues } from "./values/coalesce.ts";
export { copyValues, fromPlain, mergeMaps, type Value, type Values } from "./values/values.ts";
