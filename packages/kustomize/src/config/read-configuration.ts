import { type Node, readNode } from "@hawser/goyaml";
import { fromYamlError } from "../load/error-context.ts";
import { FIELD_SPEC } from "../load/kustomization-shape.ts";
import { list, struct, type StructShape, text, via } from "../load/shapes.ts";
import { decodeStruct } from "../load/struct-decoder.ts";
import type { ConfigFile } from "../transformers/context.ts";
import type { NameBackReferences, TransformerConfig } from "./transformer-config.ts";

const inGvk = via("Gvk", text);
const specs = list(FIELD_SPEC, "types.FsSlice");

const NAME_BACK_REFERENCES: StructShape<NameBackReferences> = struct("builtinconfig.NameBackReferences", {
  group: inGvk,
  version: inGvk,
  kind: inGvk,
  fieldSpecs: specs,
});

const CONFIGURATION: StructShape<Partial<TransformerConfig>> = struct("builtinconfig.TransformerConfig", {
  namePrefix: specs,
  nameSuffix: specs,
  namespace: specs,
  commonLabels: specs,
  labels: specs,
  templateLabels: specs,
  commonAnnotations: specs,
  nameReference: list(NAME_BACK_REFERENCES, "builtinconfig.nbrSlice"),
  varReference: specs,
  images: specs,
  replicas: specs,
});

/** Reads a file that `configurations` names: fields beside the built-in ones. */
export function readConfiguration({ path, text: written }: ConfigFile): Partial<TransformerConfig> {
  let node: Node | undefined;
  try {
    node = readNode(written, { dialect: "v2", file: path });
  } catch (error) {
    throw fromYamlError(error, (why) => `error converting YAML to JSON: ${why}`);
  }
  if (!node) return {};
  return decodeStruct(node, CONFIGURATION, {
    rules: "config",
    prefix: "error unmarshaling JSON: while decoding JSON: ",
    code: "invalid-kustomization",
  });
}
