import { writeYaml } from "@hawser/goyaml";
import type { KubeObject, ManagedFieldsEntry } from "@hawser/kube";
import { describeRule, type FieldChange, type HiddenDifference, isOwnedBy } from "@hawser/sync";
import type { FieldDifference } from "../types.ts";

/** Each field that a sync would change: both values, who wrote the live one, and the rule that hides it. */
export function fieldDifferences(
  changes: readonly FieldChange[],
  live: KubeObject | undefined,
  hidden: readonly HiddenDifference[],
): FieldDifference[] {
  return changes.map(({ pointer, predicted, live: was }) => {
    const tokens = tokensOf(pointer);
    const writer = was === undefined || !live ? undefined : writerOf(live, tokens);
    const rule = hidden.find(({ paths }) => paths.some((path) => pointer === path || pointer.startsWith(`${path}/`)));
    return {
      path: pathText(tokens),
      ...(predicted === undefined ? {} : { desired: valueText(predicted) }),
      ...(was === undefined ? {} : { live: valueText(was) }),
      ...(writer?.manager === undefined ? {} : { manager: writer.manager }),
      ...(writer?.time === undefined ? {} : { at: writer.time }),
      ...(rule ? { ignoredBy: describeRule(rule.rule) } : {}),
    };
  });
}

/** The manager that wrote a field last, of those that own it. */
function writerOf(live: KubeObject, tokens: readonly string[]): ManagedFieldsEntry | undefined {
  return (live.metadata.managedFields ?? [])
    .filter((entry) => {
      const { manager, fieldsV1 = {} } = entry;
      // An entry without fields owns nothing.
      return manager !== undefined && Object.keys(fieldsV1).length > 0 && isOwnedBy([manager], [entry], live, tokens);
    })
    .sort((a, b) => ((a.time ?? "") < (b.time ?? "") ? 1 : -1))[0];
}

function tokensOf(pointer: string): string[] {
  const escaped = pointer.split("/").slice(1);
  return escaped.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** `spec.containers[0].image`, `metadata.labels["app.kubernetes.io/name"]`. */
function pathText(tokens: readonly string[]): string {
  return tokens
    .map((token, index) => {
      if (/^\d+$/.test(token)) return `[${token}]`;
      if (!/^[\w-]+$/.test(token)) return `[${JSON.stringify(token)}]`;
      return index === 0 ? token : `.${token}`;
    })
    .join("");
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : writeYaml(value).trimEnd();
}
