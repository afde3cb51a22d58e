import type { GoCommand } from "../../../cobra/command.ts";
import { print } from "../../../output/print.ts";

const PLUGINS = [
  "ConfigMapGenerator",
  "IAMPolicyGenerator",
  "SecretGenerator",
  "HelmChartInflationGenerator",
  "ImageTagTransformer",
  "LabelTransformer",
  "NamespaceTransformer",
  "PatchJson6902Transformer",
  "PrefixTransformer",
  "ReplacementTransformer",
  "ReplicaCountTransformer",
  "AnnotationsTransformer",
  "PatchStrategicMergeTransformer",
  "PatchTransformer",
  "PrefixSuffixTransformer",
  "SuffixTransformer",
  "ValueAddTransformer",
  "HashTransformer",
];

/** `kustomize edit alpha-list-builtin-plugin`. */
export function listBuiltinPluginCommand(): GoCommand {
  return {
    name: "alpha-list-builtin-plugin",
    short: "List the generators and transformers that need no program",
    run: () => {
      print(`Builtin plugins:\n\n${PLUGINS.map((plugin) => ` * ${plugin}\n`).join("")}`);
    },
  };
}
