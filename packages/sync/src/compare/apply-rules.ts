import { applyMergePatch, createMergePatch, type KubeObject, type ManagedFieldsEntry } from "@hawser/kube";
import { changedPointers, getPointer, parsePointer, removePointer, setPointer } from "../json/pointer.ts";
import { deepEqual, type JsonRecord } from "../json/value.ts";
import type { HiddenDifference } from "./comparison.ts";
import { isOwnedBy } from "./field-ownership.ts";
import type { IgnoreRule } from "./ignore-rules.ts";
import type { JqPaths } from "./jq.ts";

export interface RuleContext {
  jq: JqPaths;
  /** Asked only when a rule needs to know who owns fields of the live object. */
  managedFields(): Promise<readonly ManagedFieldsEntry[]>;
}

export interface RuledPair {
  predicted: JsonRecord;
  live: JsonRecord;
  hidden: readonly HiddenDifference[];
}

/** Takes what rules ignore out of both sides, and tells which differences that hides. */
export async function applyIgnoreRules(
  predicted: JsonRecord,
  live: JsonRecord,
  rules: readonly IgnoreRule[],
  context: RuleContext,
): Promise<RuledPair> {
  const hidden: HiddenDifference[] = [];
  let pair = { predicted, live };
  for (const rule of rules) {
    if (deepEqual(pair.predicted, pair.live)) break;
    const before = changedPointers(pair.live, pair.predicted);
    pair = await applyRule(pair, rule, before, context);
    const after = new Set(changedPointers(pair.live, pair.predicted));
    const paths = before.filter((pointer) => !after.has(pointer));
    if (paths.length > 0) hidden.push({ rule, paths });
  }
  return { ...pair, hidden };
}

type Pair = Pick<RuledPair, "predicted" | "live">;

async function applyRule(
  { predicted, live }: Pair,
  rule: IgnoreRule,
  changed: readonly string[],
  context: RuleContext,
): Promise<Pair> {
  switch (rule.type) {
    case "jsonPointer": {
      const tokens = parsePointer(rule.pointer);
      return { predicted: removePointer(predicted, tokens), live: removePointer(live, tokens) };
    }
    case "jqPathExpression":
      return {
        predicted: await context.jq.remove(predicted, rule.expression),
        live: await context.jq.remove(live, rule.expression),
      };
    case "managedFieldsManager": {
      const managedFields = await context.managedFields();
      let leveled = predicted;
      for (const pointer of changed) {
        const tokens = parsePointer(pointer);
        if (!isOwnedBy([rule.manager], managedFields, live, tokens)) continue;
        const value = getPointer(live, tokens);
        // Taking list items out of both sides would shift their neighbours: the live value stands for both.
        leveled = value === undefined ? removePointer(leveled, tokens) : setPointer(leveled, tokens, value);
      }
      return { predicted: leveled, live };
    }
  }
}

/**
 * The desired object with the live values of ignored fields, for `RespectIgnoreDifferences=true`: what a rule
 * ignores is then not changed by a sync either. The status is never copied.
 */
export async function respectIgnoreRules(
  desired: KubeObject,
  live: KubeObject,
  rules: readonly IgnoreRule[],
  jq: JqPaths,
): Promise<KubeObject> {
  let result = desired;
  for (const rule of rules) {
    if (rule.type === "jsonPointer") {
      const tokens = parsePointer(rule.pointer);
      if (tokens.length === 0 || tokens[0] === "status") continue;
      const value = getPointer(live, tokens);
      result = value === undefined ? removePointer(result, tokens) : setPointer(result, tokens, value);
    } else if (rule.type === "jqPathExpression") {
      const rest = await jq.remove<KubeObject>(live, rule.expression);
      const { status: _status, ...ignored } = createMergePatch(rest, live) ?? {};
      result = applyMergePatch(await jq.remove(result, rule.expression), ignored) as KubeObject;
    }
  }
  return result;
}
