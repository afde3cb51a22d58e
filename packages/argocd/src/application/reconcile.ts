import { errorFields, type Result, timestamp } from "@hawser/controller";
import type { Application, ApplicationCondition, ApplicationSource } from "../api/application.ts";
import { decideAutoSync } from "./auto-sync.ts";
import { type ComparedState, compareState } from "./compare.ts";
import { cascadeDeletion } from "./deletion.ts";
import { destinationProblem } from "./destination.ts";
import { projectNameOf, projectProblem } from "./project-rules.ts";
import { loadTargetState, resolveRevision, type TargetState } from "./target-state.ts";
import { ownerName } from "./tracking.ts";
import type { ApplicationDeps, Memory } from "./application-deps.ts";
import { comparedTo, conditionsOf, failedToLoad, healthReport, liveHealth, REFRESH, report } from "./status.ts";
import { endWithError, operateAlone, runOperation } from "./run-operation.ts";

const INTERVAL_MS = 120_000;
const JITTER_MS = 60_000;

/** Applications of one repository whose turns come closer than this share one look at the remote. */
const SHARED_FETCH_MS = 30_000;

/**
 * One pass over one Application: resolve, render, compare, decide, take a running operation one step further, report.
 * Level-based: everything that matters is read from the API, and safe to repeat.
 */
export async function reconcileApplication(namespace: string, name: string, deps: ApplicationDeps): Promise<Result> {
  const ref = { group: "argoproj.io", version: "v1alpha1", kind: "Application", namespace, name };
  const app = (await deps.live.fetch(ref)) as Application | undefined;
  const key = `${namespace}/${name}`;
  if (!app) {
    deps.memory.delete(key);
    return {};
  }
  const owner = ownerName(namespace, name);
  if (app.metadata.deletionTimestamp !== undefined) {
    return (await cascadeDeletion(app, owner, deps.live, deps.clientFor(app))) ? {} : { requeueAfter: 500 };
  }
  if (app.metadata.annotations?.["argocd.argoproj.io/skip-reconcile"] === "true") return {};
  const now = deps.clock.now();
  const source = app.spec.source ?? app.spec.sources?.[0];
  const invalid = invalidSpec(app, source, deps);
  if (invalid !== undefined || !source) {
    const type = "InvalidSpecError";
    const message = invalid ?? "spec.source is required";
    await report(
      app,
      deps,
      {
        sync: { status: "Unknown" },
        health: healthReport(app, { status: "Unknown" }, deps),
        conditions: conditionsOf(app, [{ type, message }], deps),
      },
      app.metadata.annotations?.[REFRESH] !== undefined,
    );
    return app.operation ? endWithError(app, `${type}: ${message}`, source ?? { repoURL: "" }, deps) : {};
  }

  const memory = deps.memory.get(key);
  const requested = app.metadata.annotations?.[REFRESH];
  const sourceText = JSON.stringify([source, app.spec.destination.namespace]);
  const fresh =
    !memory ||
    memory.staleSince !== undefined ||
    requested !== undefined ||
    memory.source !== sourceText ||
    now >= memory.expires;
  let target = memory?.target;
  try {
    if (fresh || !target) {
      const maxAgeMs =
        requested !== undefined ? 0 : memory?.staleSince === undefined ? SHARED_FETCH_MS : now - memory.staleSince;
      const revision = await resolveRevision(source, deps, maxAgeMs);
      if (!target || requested === "hard" || memory?.source !== sourceText || revision !== memory.revision) {
        const previous = memory?.source === sourceText && requested !== "hard" ? target : undefined;
        target = await loadTargetState(app, source, revision, owner, deps, previous);
      }
      const expires = now + INTERVAL_MS + deps.random() * JITTER_MS;
      deps.memory.set(key, {
        source: sourceText,
        revision,
        target,
        expires,
        staleSince: undefined,
        hidden: memory?.hidden ?? new Map<string, string[]>(),
        // A push is no reason to look at the cluster again; a refresh, a turn and a new spec are.
        ...(memory?.staleSince !== undefined && requested === undefined && memory.compared
          ? { compared: memory.compared }
          : {}),
      });
    }
  } catch (error) {
    deps.memory.set(key, {
      source: sourceText,
      revision: "",
      target: undefined,
      expires: now + INTERVAL_MS,
      staleSince: undefined,
      hidden: new Map(),
    });
    const message = failedToLoad(error);
    deps.logger.warn("cannot load target state", { application: key, ...errorFields(error) });
    await report(
      app,
      deps,
      {
        sync: { status: "Unknown", comparedTo: comparedTo(app, source) },
        health: healthReport(app, liveHealth(owner, deps), deps),
        conditions: conditionsOf(app, [{ type: "ComparisonError", message }], deps),
        reconciledAt: timestamp(deps.clock),
      },
      requested !== undefined,
    );
    return app.operation ? operateAlone(app, source, message, owner, deps) : { requeueAfter: INTERVAL_MS };
  }

  const kept = deps.memory.get(key);
  const compared = await comparedState(app, target, owner, kept, deps);
  if (kept) kept.hidden = compared.hidden;
  const errors: Omit<ApplicationCondition, "lastTransitionTime">[] = [
    ...compared.errors.map((message) => ({ type: "ComparisonError", message })),
    ...compared.shared.map(({ kind, name: object, owner: other }) => ({
      type: "SharedResourceWarning",
      message: `${kind}/${object} is part of applications ${key} and ${other}`,
    })),
    ...target.warnings,
  ];
  const decision =
    app.operation || app.status?.operationState?.phase === "Running"
      ? { kind: "none" as const }
      : decideAutoSync(app, compared, target.revision, now);
  if (decision.kind === "none" && "condition" in decision && decision.condition) errors.push(decision.condition);
  await report(
    app,
    deps,
    {
      sync: { status: compared.sync, revision: target.revision, comparedTo: comparedTo(app, source) },
      health: healthReport(app, compared.health, deps),
      resources: compared.resources,
      conditions: conditionsOf(app, errors, deps),
      sourceType: target.sourceType,
      summary: compared.images.length > 0 ? { images: compared.images } : {},
      controllerNamespace: "argocd",
      ...(fresh ? { reconciledAt: timestamp(deps.clock) } : {}),
    },
    requested !== undefined,
    decision.kind === "sync" ? decision.operation : undefined,
  );

  const operation = app.operation ?? (decision.kind === "sync" ? decision.operation : undefined);
  if (operation) return runOperation({ ...app, operation }, source, target, compared, owner, deps);
  if (decision.kind === "later") return { requeueAfter: decision.afterMs };
  return { requeueAfter: Math.max(1_000, (deps.memory.get(key)?.expires ?? now) - now) };
}

/** What the last comparison found if it still holds, else a new one. */
async function comparedState(
  app: Application,
  target: TargetState,
  owner: string,
  memory: Memory | undefined,
  deps: ApplicationDeps,
): Promise<ComparedState> {
  const known = memory?.compared;
  if (known?.state && known.objects === target.objects) return known.state;
  // Put down before it is made: a change that comes meanwhile takes it away.
  const comparison: NonNullable<Memory["compared"]> = { objects: target.objects };
  if (memory) memory.compared = comparison;
  const state = await compareState(app, target, owner, deps.live, deps.comparer);
  // What differs, or belongs to somebody else, may change without a word to us.
  if (state.sync === "Synced" && state.shared.length === 0) comparison.state = state;
  return state;
}

function invalidSpec(
  app: Application,
  source: ApplicationSource | undefined,
  deps: ApplicationDeps,
): string | undefined {
  const project = deps.projectNamed(projectNameOf(app));
  if (!project) return `Application referencing project ${app.spec.project} which does not exist`;
  if (!source) return "spec.source is required";
  if ((app.spec.sources?.length ?? 0) > 1) return "Applications with several sources are not rendered yet";
  if (source.repoURL === "") return "spec.source.repoURL is required";
  return destinationProblem(app.spec.destination) ?? projectProblem(project, source, app.spec.destination);
}
