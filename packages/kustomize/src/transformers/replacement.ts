import { isMap, isNull, isScalar, isSequence, type MapNode, type Node, readNode, ScalarNode } from "@hawser/goyaml";
import { KustomizeError } from "../kustomize-error.ts";
import { withMessage, withPlace } from "../load/error-context.ts";
import {
  REPLACEMENT,
  type ReplacementEntry,
  type ReplacementOptions,
  type ReplacementSource,
  type ReplacementTarget,
} from "../load/kustomization-shape.ts";
import { decodeStruct, errorAt } from "../load/struct-decoder.ts";
import { allIds, currentId, describeId, effectiveNamespace, type Resource, type ResourceId } from "../resource.ts";
import type { ResourceSet } from "../resource-set.ts";
import { configurationError, type TransformContext } from "./context.ts";
import { changeAt, lookUp, splitFieldPath } from "./field-path.ts";
import { idPattern, selectorMatcher } from "./selector.ts";
import { UntypedScalar } from "./set-scalar.ts";

export interface ReplacementArgs {
  readonly replacements?: readonly ReplacementEntry[];
}

type Replacement = Omit<ReplacementEntry, "path">;

/** Copies values from fields of one object into fields of others. */
export async function replacementTransformer(
  set: ResourceSet,
  args: ReplacementArgs,
  context: TransformContext,
): Promise<void> {
  const replacements: Replacement[] = [];
  try {
    for (const entry of args.replacements ?? []) replacements.push(...(await loadReplacement(entry, context)));
  } catch (error) {
    throw configurationError(error, context);
  }
  for (const replacement of replacements) {
    try {
      replace(set, replacement);
    } catch (error) {
      throw withPlace(error, context.place);
    }
  }
  set.changed();
}

async function loadReplacement(entry: ReplacementEntry, context: TransformContext): Promise<readonly Replacement[]> {
  const { path = "", ...inline } = entry;
  if (path === "") return [inline];
  const hasInline = inline.source !== undefined || inline.targets !== undefined || inline.sourceValue !== undefined;
  if (hasInline) throw errorAt(context.place, "transformer", "cannot specify both path and inline replacement");
  const { text, path: file } = await context.files.read(path);
  const node = readNode(text, { dialect: "v2", file });
  const decode = (one: Node): Replacement =>
    decodeStruct<Replacement>(one, REPLACEMENT, { rules: "yaml", code: "transformer" });
  if (isSequence(node)) return node.items.map(decode);
  if (isMap(node)) return [decode(node)];
  throw errorAt(
    node?.place ?? context.place,
    "transformer",
    `unsupported replacement type encountered within replacement path: ${!node || isNull(node) ? "<nil>" : "string"}`,
  );
}

function replace(set: ResourceSet, { source, sourceValue, targets = [] }: Replacement): void {
  if ((source === undefined && sourceValue === undefined) || targets.length === 0)
    throw new KustomizeError("transformer", "replacements must specify a source and at least one target");
  if (source !== undefined && sourceValue !== undefined)
    throw new KustomizeError("transformer", "value and resource selectors are mutually exclusive");
  const value = source ? sourceNode(set, source) : new UntypedScalar(sourceValue ?? "");
  for (const target of targets) applyTo(set, value, target);
}

function sourceNode(set: ResourceSet, source: ReplacementSource): Node {
  const shown = describeId({
    group: source.group ?? "",
    version: source.version ?? "",
    kind: source.kind ?? "",
    name: source.name ?? "",
    namespace: source.namespace ?? "",
  });
  const selects = (id: ResourceId): boolean =>
    (!source.group || source.group === id.group) &&
    (!source.version || source.version === id.version) &&
    (!source.kind || source.kind === id.kind) &&
    (!source.name || source.name === id.name) &&
    (!source.namespace || source.namespace === (id.namespace || "default"));
  const candidates =
    source.kind && source.name
      ? set.withAnyId(source.kind, source.name, selects)
      : set.list.filter((resource) => allIds(resource).some(selects));
  const [only, ...more] = candidates;
  const selector = source.fieldPath ? `${shown}:${source.fieldPath}` : shown;
  if (!only) throw new KustomizeError("transformer", `nothing selected by ${selector}`);
  if (more.length > 0) throw new KustomizeError("transformer", `multiple matches for selector ${selector}`);
  const path = source.fieldPath || "metadata.name";
  let found: Node | undefined;
  try {
    found = lookUp(only.node, splitFieldPath(path));
  } catch (error) {
    throw withMessage(error, (why) => `error looking up replacement source: ${why}`);
  }
  if (found === undefined || isNull(found) || isBlank(found))
    throw errorAt(only.node.place, "transformer", `fieldPath \`${path}\` is missing for replacement source ${shown}`);
  return partOf(found, source.options);
}

function isBlank(node: Node): boolean {
  return (isMap(node) && node.size === 0) || (isSequence(node) && node.items.length === 0);
}

function partOf(value: Node, { delimiter = "", index = 0 }: ReplacementOptions = {}): Node {
  if (delimiter === "") return value;
  if (!isScalar(value)) throw new KustomizeError("transformer", "delimiter option can only be used with scalar nodes");
  const part = value.text.split(delimiter)[index];
  if (index < 0 || part === undefined)
    throw new KustomizeError("transformer", `options.index ${index} is out of bounds for value ${value.text}`);
  return new ScalarNode(part, value.tag, value.style, value.origin, value.offset);
}

function applyTo(set: ResourceSet, value: Node, target: ReplacementTarget): void {
  const { select, options = {} } = target;
  if (!select) throw new KustomizeError("transformer", "target must specify resources to select");
  const isTarget = targetMatcher(target);
  const paths = (target.fieldPaths?.length ? target.fieldPaths : ["metadata.name"]).map((path) => ({
    path,
    parts: splitFieldPath(path),
  }));
  const create = options.create === true ? value.kind : undefined;
  for (const resource of set.list) {
    if (!isTarget(resource)) continue;
    for (const { path, parts } of paths) {
      const failed = `unable to find ${create ? "or create " : ""}field ${JSON.stringify(path)} in replacement target`;
      let found = 0;
      try {
        const changed = changeAt(resource.node, parts, create, (before, isInText) =>
          placed(before, value, isInText ? {} : options),
        );
        found = changed.found;
        resource.node = changed.node as MapNode;
      } catch (error) {
        const isOption = error instanceof OptionError;
        throw withPlace(isOption ? error : withMessage(error, (why) => `${failed}: ${why}`), resource.node.place);
      }
      if (found === 0) throw errorAt(resource.node.place, "transformer", failed);
    }
  }
}

class OptionError extends KustomizeError {}

/** A scalar keeps its type and style, and takes the text only. */
function placed(before: Node, value: Node, { delimiter = "", index = 0 }: ReplacementOptions): Node {
  let text = isScalar(value) ? value.text : "";
  if (delimiter !== "") {
    if (!isScalar(before)) throw new OptionError("transformer", "delimiter option can only be used with scalar nodes");
    const parts = before.text.split(delimiter);
    if (index < 0) parts.unshift(text);
    else parts.splice(index, 1, text);
    text = parts.join(delimiter);
  }
  if (!isScalar(before)) return value;
  if (before instanceof UntypedScalar) return new UntypedScalar(text, before.style, value.origin, value.offset);
  if (before.text === text) return before;
  return new ScalarNode(text, before.tag, before.style, value.origin, value.offset);
}

/** Targets are matched by any id that they have or had; nothing that is rejected by any of them. */
function targetMatcher({ select = {}, reject = [] }: ReplacementTarget): (resource: Resource) => boolean {
  try {
    const hasLabels = selectorMatcher(metadataOnly(select));
    const selects = idPattern(select);
    const rejects = reject.map((one) => {
      const { labelSelector: _labels, annotationSelector: _annotations, ...id } = one;
      return {
        matches: isSomething(id) ? idPattern(one) : () => false,
        hasLabels: isSomething(metadataOnly(one)) ? selectorMatcher(metadataOnly(one)) : () => false,
      };
    });
    return (resource) => {
      if (!hasLabels(resource)) return false;
      const ids = idsOf(resource);
      // The id or the labels, either is enough.
      const isRejected = rejects.some(({ matches, hasLabels: labelled }) => labelled(resource) || ids.some(matches));
      return !isRejected && ids.some(selects);
    };
  } catch (error) {
    throw withMessage(error, (why) => `error creating target selector: ${why}`);
  }
}

function metadataOnly({ labelSelector = "", annotationSelector = "" }: NonNullable<ReplacementTarget["select"]>): {
  labelSelector: string;
  annotationSelector: string;
} {
  return { labelSelector, annotationSelector };
}

/** A reject without any condition rejects nothing. */
function isSomething(selector: object): boolean {
  return Object.values(selector).some((text) => typeof text === "string" && text !== "");
}

/** Of earlier ids the real tool keeps the namespace that they were in, of the current one the one that is written. */
function idsOf(resource: Resource): readonly ResourceId[] {
  return [...resource.previous.map((id) => ({ ...id, namespace: effectiveNamespace(id) })), currentId(resource)];
}
