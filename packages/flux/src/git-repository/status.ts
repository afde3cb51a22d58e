import { type Condition, removeCondition, setCondition } from "@hawser/controller";
import type { GitRepository } from "../api/git-repository.ts";

type Conditions = readonly Condition[] | undefined;

/** Conditions after a revision was stored. */
export function storedConditions(repository: GitRepository, revision: string, now: string): Condition[] {
  const message = `stored artifact for revision '${revision}'`;
  let next: Conditions = repository.status?.conditions;
  for (const type of ["Reconciling", "Stalled", "FetchFailed"]) next = removeCondition(next, type);
  const told = { status: "True" as const, reason: "Succeeded", message, ...generation(repository) };
  next = setCondition(next, { type: "Ready", ...told }, now);
  return setCondition(next, { type: "ArtifactInStorage", ...told }, now);
}

/** Conditions after a pass that will be tried again; the artifact of before stays. */
export function failedConditions(repository: GitRepository, reason: string, message: string, now: string): Condition[] {
  const observed = generation(repository);
  let next: Conditions = removeCondition(repository.status?.conditions, "Stalled");
  next = setCondition(next, { type: "Ready", status: "False", reason, message, ...observed }, now);
  next = setCondition(next, { type: "FetchFailed", status: "True", reason, message, ...observed }, now);
  return setCondition(
    next,
    { type: "Reconciling", status: "True", reason: "ProgressingWithRetry", message: "building artifact", ...observed },
    now,
  );
}

function generation({ metadata }: GitRepository): { observedGeneration: number } {
  return { observedGeneration: metadata.generation ?? 1 };
}
