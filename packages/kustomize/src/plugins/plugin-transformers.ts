import type { FieldSpec } from "../config/transformer-config.ts";
import { addHashes } from "../generators/add-hashes.ts";
import {
  FIELD_SPEC,
  IMAGE,
  type ImageEntry,
  PATCH,
  type PatchEntry,
  REPLACEMENT_FIELD,
  REPLICA,
  type ReplacementEntry,
  type ReplicaEntry,
  SELECTOR,
  type Selector,
  type TextMap,
} from "../load/kustomization-shape.ts";
import { flag, integer, list, struct, type StructShape, text, textMap, texts } from "../load/shapes.ts";
import { decodeStruct, errorAt } from "../load/struct-decoder.ts";
import type { ResourceSet } from "../resource-set.ts";
import { annotationsTransformer } from "../transformers/annotations.ts";
import type { TransformContext } from "../transformers/context.ts";
import { imageTagTransformer } from "../transformers/image-tag.ts";
import { patchJson6902Transformer } from "../transformers/patch-json6902.ts";
import { patchStrategicMergeTransformer } from "../transformers/patch-strategic-merge.ts";
import { patchTransformer } from "../transformers/patch.ts";
import { labelTransformer } from "../transformers/label.ts";
import { namespaceTransformer } from "../transformers/namespace.ts";
import { replacementTransformer } from "../transformers/replacement.ts";
import { valueAddTransformer } from "../transformers/value-add.ts";
import { prefixTransformer } from "../transformers/prefix.ts";
import { replicaCountTransformer } from "../transformers/replica-count.ts";
import { suffixTransformer } from "../transformers/suffix.ts";
import { failurePrefix } from "./builtin-generators.ts";
import { type PluginConfig, unknownBuiltin } from "./load-plugins.ts";

type Run = (set: ResourceSet, context: TransformContext) => void | Promise<void>;

const fieldSpecs = list(FIELD_SPEC, "types.FsSlice");

interface WithSpecs {
  readonly fieldSpecs?: readonly FieldSpec[];
}

const ANNOTATIONS: StructShape<WithSpecs & { readonly annotations?: TextMap }> = struct(
  "AnnotationsTransformerPlugin",
  {
    annotations: textMap,
    fieldSpecs,
  },
);
const LABELS: StructShape<WithSpecs & { readonly labels?: TextMap }> = struct("LabelTransformerPlugin", {
  labels: textMap,
  fieldSpecs,
});
const IMAGE_TAG: StructShape<WithSpecs & { readonly imageTag?: ImageEntry }> = struct("ImageTagTransformerPlugin", {
  imageTag: IMAGE,
  fieldSpecs,
});
const NAMESPACE: StructShape<WithSpecs & { readonly unsetOnly?: boolean; readonly setRoleBindingSubjects?: string }> =
  struct("NamespaceTransformerPlugin", { fieldSpecs, unsetOnly: flag, setRoleBindingSubjects: text });
const PATCH_JSON: StructShape<{
  readonly target?: Selector;
  readonly path?: string;
  readonly jsonOp?: string;
}> = struct("PatchJson6902TransformerPlugin", { target: SELECTOR, path: text, jsonOp: text });
const PATCH_STRATEGIC: StructShape<{ readonly paths?: readonly string[]; readonly patches?: string }> = struct(
  "PatchStrategicMergeTransformerPlugin",
  { paths: texts, patches: text },
);
const PREFIX_SUFFIX: StructShape<WithSpecs & { readonly prefix?: string; readonly suffix?: string }> = struct(
  "PrefixTransformerPlugin",
  { prefix: text, suffix: text, fieldSpecs },
);
const REPLACEMENTS: StructShape<{ readonly replacements?: readonly ReplacementEntry[] }> = struct(
  "ReplacementTransformerPlugin",
  { replacements: list(REPLACEMENT_FIELD) },
);
const REPLICA_COUNT: StructShape<WithSpecs & { readonly replica?: ReplicaEntry }> = struct(
  "ReplicaCountTransformerPlugin",
  { replica: REPLICA, fieldSpecs },
);
const VALUE_ADD: StructShape<{
  readonly value?: string;
  readonly targets?: readonly {
    readonly selector?: Selector;
    readonly fieldPath?: string;
    readonly filePathPosition?: number;
  }[];
  readonly targetFilePath?: string;
}> = struct("ValueAddTransformerPlugin", {
  value: text,
  targets: list(
    struct<{ readonly selector?: Selector; readonly fieldPath?: string; readonly filePathPosition?: number }>(
      "builtins.Target",
      { selector: SELECTOR, fieldPath: text, filePathPosition: integer("int") },
    ),
  ),
  targetFilePath: text,
});

/** What a built-in plugin of `transformers:` or `validators:` does. Throws where its configuration is wrong. */
export function transformerOf(plugin: PluginConfig): Run {
  const { id, node, place } = plugin;
  const decode = <T>(shape: StructShape<T>): T =>
    decodeStruct(node, shape, { rules: "yaml", prefix: failurePrefix(plugin) });
  const withSpecs = <T extends { fieldSpecs?: readonly FieldSpec[] }>(shape: StructShape<T>): T => {
    const args = decode(shape);
    if (!args.fieldSpecs)
      throw errorAt(place, "invalid-kustomization", `${failurePrefix(plugin)}fieldSpecs is not expected to be nil`);
    return args;
  };
  switch (id.kind) {
    case "AnnotationsTransformer": {
      const args = decode(ANNOTATIONS);
      return (set, context) => annotationsTransformer(set, args, context);
    }
    case "HashTransformer":
      return (set) => addHashes(set);
    case "ImageTagTransformer": {
      const args = decode(IMAGE_TAG);
      return (set, context) => imageTagTransformer(set, args, context);
    }
    case "LabelTransformer": {
      const args = decode(LABELS);
      return (set, context) => labelTransformer(set, args, context);
    }
    case "NamespaceTransformer": {
      const args = { ...decode(NAMESPACE), namespace: id.namespace };
      return (set, context) => namespaceTransformer(set, args, context);
    }
    case "PatchJson6902Transformer": {
      const args = decode(PATCH_JSON);
      return (set, context) => patchJson6902Transformer(set, args, context);
    }
    case "PatchStrategicMergeTransformer": {
      const args = decode(PATCH_STRATEGIC);
      return (set, context) => patchStrategicMergeTransformer(set, args, context);
    }
    case "PatchTransformer": {
      const args = decode(PATCH as StructShape<PatchEntry>);
      return (set, context) => patchTransformer(set, args, context);
    }
    case "PrefixSuffixTransformer": {
      const args = withSpecs(PREFIX_SUFFIX);
      return (set, context) => {
        prefixTransformer(set, args, context);
        suffixTransformer(set, args, context);
      };
    }
    case "PrefixTransformer": {
      const args = withSpecs(PREFIX_SUFFIX);
      return (set, context) => prefixTransformer(set, args, context);
    }
    case "SuffixTransformer": {
      const args = withSpecs(PREFIX_SUFFIX);
      return (set, context) => suffixTransformer(set, args, context);
    }
    case "ReplacementTransformer": {
      const args = decode(REPLACEMENTS);
      return (set, context) => replacementTransformer(set, args, context);
    }
    case "ReplicaCountTransformer": {
      const args = decode(REPLICA_COUNT);
      return (set, context) => replicaCountTransformer(set, args, context);
    }
    case "ValueAddTransformer": {
      const args = decode(VALUE_ADD);
      return (set, context) => valueAddTransformer(set, args, context);
    }
    case "ConfigMapGenerator":
    case "SecretGenerator":
    case "IAMPolicyGenerator":
    case "HelmChartInflationGenerator":
      throw errorAt(
        place,
        "invalid-kustomization",
        `plugin ${id.kind}.builtin.[noGrp]/${id.name}.${id.namespace || "[noNs]"} not a transformer`,
      );
    default:
      throw unknownBuiltin(plugin);
  }
}
