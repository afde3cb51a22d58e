import type { KubeObject, ObjectRef } from "@hawser/kube";
import type { IgnoreRule, IgnoreRules } from "./ignore-rules.ts";

/** How the request that would be sent is predicted. */
export type CompareStrategy = "client-side" | "server-side";

/** A rule that made a difference not count. */
export interface HiddenDifference {
  rule: IgnoreRule;
  /** JSON pointers of the values that differ and are not looked at. */
  paths: readonly string[];
}

/** What is known of one object after a comparison. */
export interface ObjectComparison {
  ref: ObjectRef;
  status: "Synced" | "OutOfSync" | "Unknown";
  desired: KubeObject | undefined;
  live: KubeObject | undefined;
  /** What live would be after the request: `live` itself when nothing would change, `desired` when there is no live object. */
  predicted: KubeObject | undefined;
  /** Differences that ignore rules hide. */
  hidden: readonly HiddenDifference[];
  /** Why the server would refuse the request, or could not be asked; the prediction is then a local one. */
  error?: string;
}

export interface CompareOptions {
  strategy: CompareStrategy;
  fieldManager: string;
  ignore: IgnoreRules;
  signal?: AbortSignal;
}

/**
 * Compares pairs, and remembers the answers.
 *
 * The server is asked only when the desired object or the meaningful part of the live one changed since the
 * last answer, and only when a local prediction shows a difference.
 */
export interface Comparer {
  compare(
    desired: KubeObject | undefined,
    live: KubeObject | undefined,
    options: CompareOptions,
  ): Promise<ObjectComparison>;
  /** Seeds the memory after an own apply: `answer` is what the server made of `desired`. */
  applied(desired: KubeObject, answer: KubeObject, options: CompareOptions): void;
  forget(ref: ObjectRef): void;
}
