import { isMap, MapNode, type Node, type NodePlace, SequenceNode, textNode } from "@hawser/goyaml";
import { mergeFieldSpecs } from "../config/merge-configs.ts";
import type { FieldSpec, TransformerConfig } from "../config/transformer-config.ts";
import { withMessage } from "../load/error-context.ts";
import type { LabelEntry, PatchEntry } from "../load/kustomization-shape.ts";
import type { Kustomization } from "../load/kustomization.ts";
import type { ResourceSet } from "../resource-set.ts";
import { annotationsTransformer } from "../transformers/annotations.ts";
import type { TransformContext } from "../transformers/context.ts";
import { imageTagTransformer } from "../transformers/image-tag.ts";
import { type PatchJson6902Args, patchJson6902Transformer } from "../transformers/patch-json6902.ts";
import { patchStrategicMergeTransformer } from "../transformers/patch-strategic-merge.ts";
import { patchTransformer } from "../transformers/patch.ts";
import { labelTransformer } from "../transformers/label.ts";
import { namespaceTransformer } from "../transformers/namespace.ts";
import { replacementTransformer } from "../transformers/replacement.ts";
import { prefixTransformer } from "../transformers/prefix.ts";
import { replicaCountTransformer } from "../transformers/replica-count.ts";
import { suffixTransformer } from "../transformers/suffix.ts";

/** A transformer that a field of a kustomization asks for. */
export interface ConfiguredTransformer {
  /** Of the built-in plugin that does the same. */
  readonly kind: string;
  readonly what: string;
  readonly place: NodePlace | undefined;
  /** Its configuration as it is written, under the names that the plugin has for its fields. */
  readonly written?: Node | undefined;
  /** What messages show of its configuration. */
  readonly config?: unknown;
  readonly run: (set: ResourceSet, context: TransformContext) => void | Promise<void>;
}

/** The transformers of a kustomization's fields in their fixed order, whatever the order of the fields. */
export function configuredTransformers(
  { fields, images, place, part }: Kustomization,
  config: TransformerConfig,
): ConfiguredTransformer[] {
  const result: ConfiguredTransformer[] = [];
  const add = (kind: string, field: string, run: ConfiguredTransformer["run"]): void => {
    result.push({
      kind,
      what: field,
      get place() {
        return place(field);
      },
      run,
    });
  };
  const addEach = <T>(
    kind: string,
    field: string,
    values: readonly T[] | undefined,
    run: (value: T, set: ResourceSet, context: TransformContext) => void | Promise<void>,
    config?: (value: T) => unknown,
  ): void => {
    for (const [index, value] of (values ?? []).entries())
      result.push({
        kind,
        what: `${field}[${index}]`,
        get place() {
          return place(field, index);
        },
        config: config?.(value),
        get written() {
          return asPlugin(kind, part(field, index));
        },
        run: (set, context) => run(value, set, context),
      });
  };

  addEach(
    "PatchStrategicMergeTransformer",
    "patchesStrategicMerge",
    fields.patchesStrategicMerge,
    (path, set, context) => patchStrategicMergeTransformer(set, { paths: [path] }, context),
    (path) => ({ paths: [path] }),
  );
  addEach(
    "PatchTransformer",
    "patches",
    fields.patches,
    (patch, set, context) => patchTransformer(set, patch, context),
    (patch) => patch,
  );
  const { namespace = "", namePrefix = "", nameSuffix = "", commonLabels, commonAnnotations } = fields;
  if (namespace !== "")
    add("NamespaceTransformer", "namespace", (set, context) =>
      namespaceTransformer(set, { namespace, fieldSpecs: config.namespace }, context),
    );
  if (namePrefix !== "")
    add("PrefixTransformer", "namePrefix", (set, context) =>
      prefixTransformer(set, { prefix: namePrefix, fieldSpecs: config.namePrefix }, context),
    );
  if (nameSuffix !== "")
    add("SuffixTransformer", "nameSuffix", (set, context) =>
      suffixTransformer(set, { suffix: nameSuffix, fieldSpecs: config.nameSuffix }, context),
    );
  addEach("LabelTransformer", "labels", fields.labels, (entry, set, context) =>
    labelTransformer(
      set,
      { ...(entry.pairs && { labels: entry.pairs }), fieldSpecs: specsOfLabels(entry, config) },
      context,
    ),
  );
  if (fields.labels?.length || commonLabels?.size)
    add("LabelTransformer", "commonLabels", (set, context) =>
      labelTransformer(
        set,
        { ...(commonLabels && { labels: commonLabels }), fieldSpecs: config.commonLabels },
        context,
      ),
    );
  if (commonAnnotations?.size)
    add("AnnotationsTransformer", "commonAnnotations", (set, context) =>
      annotationsTransformer(set, { annotations: commonAnnotations, fieldSpecs: config.commonAnnotations }, context),
    );
  const json6902 = ({ patch, ...rest }: PatchEntry): PatchJson6902Args => ({
    ...rest,
    ...(patch === undefined ? {} : { jsonOp: patch }),
  });
  addEach(
    "PatchJson6902Transformer",
    "patchesJson6902",
    fields.patchesJson6902,
    (entry, set, context) => patchJson6902Transformer(set, json6902(entry), context),
    json6902,
  );
  addEach("ReplicaCountTransformer", "replicas", fields.replicas, (replica, set, context) =>
    replicaCountTransformer(set, { replica, fieldSpecs: config.replicas }, context),
  );
  for (const { value, what, place: where } of images)
    result.push({
      kind: "ImageTagTransformer",
      what,
      place: where,
      run: (set, context) => imageTagTransformer(set, { imageTag: value, fieldSpecs: config.images }, context),
    });
  addEach(
    "ReplacementTransformer",
    "replacements",
    fields.replacements,
    (replacement, set, context) => replacementTransformer(set, { replacements: [replacement] }, context),
    (replacement) => ({ Replacements: [replacement] }),
  );
  return result;
}

/** An entry of a kustomization, with the names of fields that the plugin of the kind has. */
function asPlugin(kind: string, entry: Node | undefined): Node | undefined {
  if (entry === undefined) return undefined;
  if (kind === "PatchStrategicMergeTransformer")
    return new MapNode([textNode("paths")], [new SequenceNode([entry])], entry.origin);
  if (kind !== "PatchJson6902Transformer" || !isMap(entry)) return entry;
  const keys = entry.keys.map((key) => (key.text.toLowerCase() === "patch" ? textNode("jsonOp") : key));
  return new MapNode(keys, entry.values, entry.origin);
}

const METADATA_LABELS: FieldSpec = { path: "metadata/labels", create: true };

/** By configuration and switches, for entries without fields of their own: nearly all. */
const labelSpecs = new WeakMap<TransformerConfig, Map<string, readonly FieldSpec[]>>();

/** Which fields an entry of `labels` sets. */
function specsOfLabels(entry: LabelEntry, config: TransformerConfig): readonly FieldSpec[] {
  if (entry.fields?.length) return mergedSpecs(entry, config);
  let known = labelSpecs.get(config);
  if (!known) labelSpecs.set(config, (known = new Map()));
  const switches = `${entry.includeSelectors === true} ${entry.includeTemplates === true}`;
  let specs = known.get(switches);
  if (!specs) known.set(switches, (specs = mergedSpecs(entry, config)));
  return specs;
}

function mergedSpecs(
  { fields = [], includeSelectors, includeTemplates }: LabelEntry,
  config: TransformerConfig,
): FieldSpec[] {
  const merge = (base: readonly FieldSpec[], added: readonly FieldSpec[], what: string): FieldSpec[] => {
    try {
      return mergeFieldSpecs(base, added);
    } catch (error) {
      throw withMessage(error, (why) => `failed to merge ${what}: ${why}`);
    }
  };
  const own = merge(fields, config.labels, "labels");
  if (includeSelectors === true) return merge(own, config.commonLabels, "labels");
  const all = includeTemplates === true ? merge(own, config.templateLabels, "template fieldSpec") : own;
  return merge(all, [METADATA_LABELS], "labels");
}
