import { type Node, ScalarNode } from "@hawser/goyaml";
import { KustomizeError } from "../../kustomize-error.ts";
import type { FieldSpec } from "../config/transformer-config.ts";
import type { Selector } from "../load/kustomization-shape.ts";
import type { ResourceSet } from "../resource-set.ts";
import type { TransformContext } from "./context.ts";
import { FieldSpecs } from "./field-spec.ts";
import { wrongKind } from "./node-kind.ts";
import { selectorMatcher } from "./selector.ts";
import { plainTag } from "./set-scalar.ts";

export interface ValueAddTarget {
  readonly selector?: Selector;
  /** In a file, the field to change; `/` separates. */
  readonly fieldPath?: string;
  /** Where in a text with slashes the value is put; 0 replaces nothing and means the whole text. */
  readonly filePathPosition?: number;
}

export interface ValueAddArgs {
  readonly value?: string;
  readonly targetFilePath?: string;
  readonly targets?: readonly ValueAddTarget[];
}

/** Puts a value into fields, or as one part into the paths that they hold. */
export function valueAddTransformer(set: ResourceSet, args: ValueAddArgs, _context?: TransformContext): void {
  const { value = "", targetFilePath = "", targets = [] } = args;
  if (value === "" && targetFilePath === "")
    throw new KustomizeError("transformer", "must specify either value or targetFilePath");
  const added = value === "" ? (targetFilePath.split("/")[0] ?? "") : value;
  for (const { selector = {}, fieldPath = "", filePathPosition = 0 } of targets) {
    const spec: FieldSpec = { path: fieldPath, create: true };
    const specs = new FieldSpecs([spec]);
    for (const resource of set.list.filter(selectorMatcher(selector)))
      resource.node = specs.change(resource.node, { tag: "!!str" }, (before) => put(before, added, filePathPosition));
  }
  set.changed();
}

function put(before: Node, value: string, position: number): Node {
  if (!(before instanceof ScalarNode)) throw wrongKind("scalar", before);
  let text = value;
  if (position > 0) {
    const isAbsolute = before.text.startsWith("/");
    const parts = (isAbsolute ? before.text.slice(1) : before.text).split("/");
    parts.splice(position - 1, 0, value);
    text = (isAbsolute ? "/" : "") + parts.join("/");
  }
  return text === before.text ? before : new ScalarNode(text, plainTag(text), before.style);
}
