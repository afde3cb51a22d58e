import { type Client, hasReason, type KubeObject, parseApiVersion, refKey, refOf } from "@hawser/kube";
import { lastAppliedOf, patchLocally, threeWayPatch } from "../apply/three-way.ts";
import { deepEqual } from "../json/value.ts";
import { fingerprint } from "../json/fingerprint.ts";
import { applyIgnoreRules, type RuleContext } from "./apply-rules.ts";
import type { Comparer, CompareOptions, HiddenDifference, ObjectComparison } from "./comparison.ts";
import type { IgnoreRule } from "./ignore-rules.ts";
import { createJqPaths, type JqPaths } from "./jq.ts";
import { meaningOf } from "./meaning.ts";
import { foldStringData, normalize, withDefaults } from "./normalize.ts";

export interface ComparerOptions {
  client: Client;
  jq?: JqPaths;
}

/** What was found out for one object. `predicted` is kept only where it is not the live object itself. */
interface Answer {
  desired: KubeObject;
  desiredPrint: string | undefined;
  version: string | undefined;
  meaning: string;
  options: string;
  status: "Synced" | "OutOfSync";
  predicted: KubeObject | undefined;
  hidden: readonly HiddenDifference[];
  error: string | undefined;
}

const NONE: readonly HiddenDifference[] = [];

/**
 * A comparer for one cluster. What decides is a dry run of the very request a sync would send, so defaults,
 * admission and quantities are right by construction.
 *
 * The request is spared where its result is known: an empty patch sends nothing, and a patch whose local result
 * equals the live object, ignored fields aside, changes nothing that counts.
 */
export function createComparer({ client, jq = createJqPaths() }: ComparerOptions): Comparer {
  const answers = new Map<string, Answer>();

  function remembered(desired: KubeObject, live: KubeObject, optionsKey: string): Answer | undefined {
    const answer = answers.get(refKey(refOf(desired)));
    if (!answer || answer.options !== optionsKey) return undefined;
    if (answer.desired !== desired) {
      answer.desiredPrint ??= fingerprint(answer.desired);
      if (fingerprint(desired) !== answer.desiredPrint) return undefined;
      answer.desired = desired;
    }
    if (answer.version === live.metadata.resourceVersion && answer.version !== undefined) return answer;
    if (answer.meaning !== meaningOf(live)) return undefined;
    answer.version = live.metadata.resourceVersion;
    return answer;
  }

  function remember(
    desired: KubeObject,
    live: KubeObject,
    optionsKey: string,
    found: Pick<Answer, "status" | "predicted" | "hidden" | "error">,
  ): Answer {
    const answer: Answer = {
      desired,
      desiredPrint: undefined,
      version: live.metadata.resourceVersion,
      meaning: meaningOf(live),
      options: optionsKey,
      ...found,
    };
    answers.set(refKey(refOf(desired)), answer);
    return answer;
  }

  async function examine(
    desired: KubeObject,
    live: KubeObject,
    options: CompareOptions,
  ): Promise<Pick<Answer, "status" | "predicted" | "hidden" | "error">> {
    const rules = options.ignore.rulesFor(live);
    const context: RuleContext = {
      jq,
      managedFields: async () => (await client.get(refOf(live)))?.metadata.managedFields ?? [],
    };
    const judge = (predicted: KubeObject): ReturnType<typeof judgePair> => judgePair(predicted, live, rules, context);

    let local: KubeObject | undefined;
    if (options.strategy === "client-side") {
      const patch = comparisonPatch(desired, live);
      if (!patch) return { status: "Synced", predicted: undefined, hidden: NONE, error: undefined };
      local = patchLocally(live, patch);
      const verdict = await judge(withDefaults(local));
      if (verdict.equal) return { ...verdictOf(verdict), predicted: differing(local, live), error: undefined };
      try {
        const predicted = await client.patch(refOf(live), patch, {
          dryRun: true,
          fieldManager: options.fieldManager,
          fieldValidation: "Ignore",
          ...(options.signal ? { signal: options.signal } : {}),
        });
        return { ...verdictOf(await judge(predicted)), predicted: differing(predicted, live), error: undefined };
      } catch (error) {
        if (!isRefusal(error)) throw error;
        return { ...verdictOf(verdict), predicted: local, error: error.message };
      }
    }
    try {
      const predicted = await client.apply(desired, {
        dryRun: true,
        force: true,
        fieldManager: options.fieldManager,
        ...(options.signal ? { signal: options.signal } : {}),
      });
      return { ...verdictOf(await judge(predicted)), predicted: differing(predicted, live), error: undefined };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const patch = comparisonPatch(desired, live);
      return {
        status: "OutOfSync",
        predicted: patch ? patchLocally(live, patch) : undefined,
        hidden: NONE,
        error: error.message,
      };
    }
  }

  return {
    async compare(desired, live, options) {
      if (!desired || !live) return onesided(desired, live);
      let current = live;
      if (parseApiVersion(live.apiVersion).version !== parseApiVersion(desired.apiVersion).version) {
        const converted = await client.get(refOf(desired));
        if (!converted) return onesided(desired, undefined);
        current = converted;
      }
      const optionsKey = keyOf(options);
      const answer =
        remembered(desired, current, optionsKey) ??
        remember(desired, current, optionsKey, await examine(desired, current, options));
      return {
        ref: refOf(desired),
        status: answer.status,
        desired,
        live: current,
        predicted: answer.predicted ?? current,
        hidden: answer.hidden,
        ...(answer.error === undefined ? {} : { error: answer.error }),
      };
    },

    applied(desired, answer, options) {
      // What the server stored may still differ, where a webhook or a validation changed it: then it is asked again.
      const settled = options.strategy === "server-side" || !comparisonPatch(desired, answer);
      if (!settled) {
        answers.delete(refKey(refOf(desired)));
        return;
      }
      remember(desired, answer, keyOf(options), {
        status: "Synced",
        predicted: undefined,
        hidden: NONE,
        error: undefined,
      });
    },

    forget(ref) {
      answers.delete(refKey(ref));
    },
  };
}

/** The three-way patch without the last-applied annotation: how a manifest is written is no difference. */
function comparisonPatch(desired: KubeObject, live: KubeObject): ReturnType<typeof threeWayPatch> {
  const { status: _status, ...target } = foldStringData(desired);
  return threeWayPatch(lastAppliedOf(live), target as KubeObject, live);
}

interface Verdict {
  equal: boolean;
  hidden: readonly HiddenDifference[];
}

async function judgePair(
  predicted: KubeObject,
  live: KubeObject,
  rules: readonly IgnoreRule[],
  context: RuleContext,
): Promise<Verdict> {
  const pair = await applyIgnoreRules(normalize(predicted), normalize(live), rules, context);
  return { equal: deepEqual(pair.predicted, pair.live), hidden: pair.hidden };
}

function verdictOf({ equal, hidden }: Verdict): {
  status: "Synced" | "OutOfSync";
  hidden: readonly HiddenDifference[];
} {
  return { status: equal ? "Synced" : "OutOfSync", hidden };
}

/** undefined when nothing that counts differs, so that no second copy of the object is kept. */
function differing(predicted: KubeObject, live: KubeObject): KubeObject | undefined {
  return deepEqual(normalize(predicted), normalize(live)) ? undefined : predicted;
}

function onesided(desired: KubeObject | undefined, live: KubeObject | undefined): ObjectComparison {
  const object = desired ?? live;
  if (!object) throw new Error("Cannot compare nothing with nothing");
  return { ref: refOf(object), status: "OutOfSync", desired, live, predicted: desired, hidden: NONE };
}

function keyOf(options: CompareOptions): string {
  return `${options.strategy}|${options.fieldManager}|${options.ignore.fingerprint}`;
}

/** True for an answer about the object; what concerns the connection or the server is thrown on. */
function isRefusal(error: unknown): error is Error {
  return hasReason(
    error,
    "Invalid",
    "BadRequest",
    "Conflict",
    "Forbidden",
    "NotFound",
    "MethodNotAllowed",
    "RequestEntityTooLarge",
  );
}
