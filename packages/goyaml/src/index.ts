/**
 * YAML as Go's libraries read and write it: go-yaml v2 (and sigs.k8s.io/yaml on top of it) and v3.
 *
 * - `scanner.ts`, `parser.ts`: text → nodes that keep text, tag and place (`node.ts`), in one pass.
 * - `fault-finder.ts`: of a text that is refused, the fault that Go's library names first.
 * - `scalars.ts`: what an unquoted text means. `decode.ts`, `from-json.ts`: nodes ↔ JSON values.
 * - `read.ts`: all documents of a text or the first, with limits against hostile texts. `manifests.ts`: the objects of
 *   a file, as Kustomize takes it apart; `merge-keys.ts`: `<<` written out.
 * - `write.ts`, `emit-scalar.ts`, `key-order.ts`: JSON values → text, byte for byte as go-yaml v2.
 * - `write-node.ts`: nodes → the bytes that Kustomize prints, with what its way through v3, JSON and v2 does to them.
 *
 * Nesting ends at 1,000 levels (Go: 10,000), a text at 64 million characters, what aliases add at two million nodes.
 * Comments are not kept; what edits files for people does not use this package. Depends on: nothing.
 *
 * @module
 */
export { type DecodeOptions, toJson } from "./decode.ts";
export { fromJson } from "./from-json.ts";
export { compareKeys } from "./key-order.ts";
export {
  EMPTY_MAP,
  isMap,
  isNull,
  isScalar,
  isSequence,
  MapNode,
  type Node,
  nodeAt,
  type NodeOrigin,
  type NodePlace,
  type NodeSource,
  ScalarNode,
  type ScalarStyle,
  SequenceNode,
  type Tag,
  textNode,
  textOf,
} from "./node.ts";
export { nestedSource } from "./nested-source.ts";
export { TextSource } from "./text-source.ts";
export { isEmptyDocument, readNode, readNodes, type ReadNodesOptions, readYaml, type ReadOptions } from "./read.ts";
export { type Dialect, needsQuotes, resolvePlain, type Scalar } from "./scalars.ts";
export { writeNumber } from "./numbers.ts";
export { readManifests, type ReadManifestsOptions } from "./manifests.ts";
export { expandMerges } from "./merge-keys.ts";
export { type WriteOptions, writeYaml } from "./write.ts";
export { writeNode } from "./write-node.ts";
export { type ErrorPlace, YamlError } from "./yaml-error.ts";
