/**
 * YAML as Go's libraries read and write it.
 *
 * - `scalars.ts`: what an unquoted text means, in go-yaml v2 (YAML 1.1) and v3.
 * - `read.ts`: text → JSON values, with limits against hostile texts.
 * - `write.ts`, `key-order.ts`: JSON values → text, byte for byte as go-yaml v2 (sigs.k8s.io/yaml).
 *
 * Comments are not kept; what edits files for people does not use this package. Depends on: js-yaml for the grammar.
 *
 * @module
 */
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
  type NodePlace,
  type NodeSource,
  ScalarNode,
  type ScalarStyle,
  SequenceNode,
  type Tag,
  textNode,
  textOf,
} from "./node.ts";
export { readYaml, type ReadOptions, YamlError } from "./read.ts";
export { type Dialect, needsQuotes, resolvePlain, type Scalar } from "./scalars.ts";
export { writeNumber, writeYaml } from "./write.ts";
