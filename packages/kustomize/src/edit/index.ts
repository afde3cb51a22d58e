/**
 * Edits of kustomization files, as `kustomize edit` makes them: text in, text out; nothing is read or written here.
 *
 * text → fields → one change → text. By default the file is written as the real tool writes it; with `keepFormat`
 * nothing but the value changes. Depends on: goyaml.
 */
export { addBuildMetadata, addBases, addPaths, parseBuildMetadata, type PathList } from "./changes/lists.ts";
export { removeBuildMetadata, removePaths, setBuildMetadata } from "./changes/lists.ts";
export { fixDeprecated } from "./changes/fix.ts";
export {
  addGenerator,
  type GeneratorKind,
  type GeneratorSources,
  removeGenerators,
  setGenerator,
} from "./changes/generators.ts";
export { setImages } from "./changes/images.ts";
export {
  addLabelsWithoutSelector,
  addPairs,
  checkAnnotationKeys,
  type Pairs,
  parsePair,
  removePairs,
  setPairs,
} from "./changes/labels.ts";
export { addPatch, checkPatch, removePatch } from "./changes/patches.ts";
export { parseReplicaArgument, setReplicas } from "./changes/replicas.ts";
export { setNamePrefix, setNameSuffix, setNamespace } from "./changes/set-fields.ts";
export { EditError } from "./edit-error.ts";
export {
  type ChangeContext,
  decodeKustomization,
  editKustomization,
  type EditOptions,
  type EditResult,
  type KustomizationChange,
  newKustomizationText,
} from "./edit-kustomization.ts";
export type { EditedKustomization, EditedReplica } from "./edited-kustomization.ts";
export { isGlob, matchesGlob } from "./glob.ts";
export { type ImageArgument, imageEntry, parseImageArgument } from "./image-argument.ts";
export { type ConvertedVars, type FileWithVars, varsToReplacements } from "./vars-to-replacements.ts";
