import { type Node, readNode, ScalarNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { SELECTOR, type Selector } from "../load/kustomization-shape.ts";
import { integer, list, struct, type StructShape, text } from "../load/shapes.ts";
import { decodeStruct } from "../load/struct-decoder.ts";
import type { ResourceSet } from "../resource-set.ts";
import { configurationError, type TransformContext } from "./context.ts";
import { changeField } from "./field-spec.ts";
import { wrongKind } from "./node-kind.ts";
import { selectorMatcher } from "./selector.ts";
import { UntypedScalar } from "./set-scalar.ts";

export interface ValueAddTarget {
  readonly selector?: Selector;
  /** `/` separates. */
  readonly fieldPath?: string;
  /** Counted from 1, the place among the parts of a path that the field holds; 0 means the whole field. */
  readonly filePathPosition?: number;
}

export interface ValueAddArgs {
  readonly value?: string;
  /** A file with more targets. */
  readonly targetFilePath?: string;
  readonly targets?: readonly ValueAddTarget[];
}

const TARGETS: StructShape<{ readonly targets?: readonly ValueAddTarget[] }> = struct("", {
  targets: list(
    struct<ValueAddTarget>("builtins.Target", {
      selector: SELECTOR,
      fieldPath: text,
      filePathPosition: integer("int"),
    }),
  ),
});

/** Puts a value into fields, or as one part into the paths that they hold. */
export async function valueAddTransformer(
  set: ResourceSet,
  args: ValueAddArgs,
  context: TransformContext,
): Promise<void> {
  const targets = await configured(args, context);
  const value = args.value || folderName(context);
  for (const { selector = {}, fieldPath = "", filePathPosition = 0 } of targets) {
    const change = (before: Node): Node => put(before, value, filePathPosition);
    for (const resource of set.list.filter(selectorMatcher(selector)))
      resource.node = changeField(resource.node, fieldPath, { tag: "!!str" }, change);
  }
  set.changed();
}

async function configured(
  { targetFilePath = "", targets: own = [] }: ValueAddArgs,
  context: TransformContext,
): Promise<readonly ValueAddTarget[]> {
  try {
    const targets = [...own, ...(targetFilePath === "" ? [] : await readTargets(targetFilePath, context))];
    if (targets.length === 0) throw new KustomizeError("transformer", "must specify at least one target");
    for (const { fieldPath = "", filePathPosition = 0 } of targets) {
      if (fieldPath === "") throw new KustomizeError("transformer", "fieldPath cannot be empty");
      if (filePathPosition < 0)
        throw new KustomizeError("transformer", `value of FilePathPosition (${filePathPosition}) cannot be negative`);
    }
    return targets;
  } catch (error) {
    throw configurationError(error, context);
  }
}

async function readTargets(path: string, context: TransformContext): Promise<readonly ValueAddTarget[]> {
  const file = await context.files.read(path);
  const node = readNode(file.text, { dialect: "v2", file: file.path });
  return node ? (decodeStruct(node, TARGETS, { rules: "yaml", code: "transformer" }).targets ?? []) : [];
}

/** Where no value is given, the name of the folder is one. */
function folderName({ place }: TransformContext): string {
  return place?.source.file.split("/").at(-2) ?? "";
}

function put(before: Node, value: string, position: number): Node {
  if (!(before instanceof ScalarNode)) throw wrongKind("scalar", before);
  let written = value;
  if (position > 0 && before.text !== "") {
    const isAbsolute = before.text.startsWith("/");
    const parts = (isAbsolute ? before.text.slice(1) : before.text).split("/");
    parts.splice(position - 1, 0, value);
    written = (isAbsolute ? "/" : "") + parts.join("/");
  }
  return written === before.text ? before : new UntypedScalar(written, before.style);
}
