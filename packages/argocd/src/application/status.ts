import { timestamp } from "@hawser/controller";
import { argoHealth, createMergePatch, refOf } from "@hawser/kube";
import { type ObjectHealth, rollUpHealth } from "@hawser/sync";
import type { Application, ApplicationCondition, ApplicationSource, ApplicationStatus } from "../api/application.ts";
import type { ApplicationDeps } from "./application-deps.ts";

/** Asks for a look at Git and the cluster at once; taken off when that is done. */
export const REFRESH = "argocd.argoproj.io/refresh";

/** Writes what changed of the status, takes the refresh request off, and puts a decided operation on. */
export async function report(
  app: Application,
  deps: ApplicationDeps,
  change: Partial<ApplicationStatus>,
  refreshed = false,
  operation?: Application["operation"],
): Promise<void> {
  const before = app.status ?? {};
  const patch = createMergePatch(
    before as Record<string, unknown>,
    { ...before, ...change } as Record<string, unknown>,
  );
  if (!patch && !refreshed && !operation) return;
  recordChange(app, "sync", before.sync?.status, change.sync?.status, deps);
  recordChange(app, "health", before.health?.status, change.health?.status, deps);
  const { resourceVersion } = app.metadata;
  const metadata = {
    // A newer request, or an operation that somebody else asked for meanwhile, must not be lost: a conflict is a new pass.
    ...(refreshed || operation ? { resourceVersion } : {}),
    ...(refreshed ? { annotations: { [REFRESH]: null } } : {}),
  };
  const body = { metadata, ...(patch ? { status: patch } : {}), ...(operation ? { operation } : {}) };
  deps.live.observe(await deps.client.patch(refOf(app), { type: "merge", body }));
}

/** `status.health`, with the time of the last change. */
export function healthReport(
  app: Application,
  { status, message }: ObjectHealth,
  deps: ApplicationDeps,
): NonNullable<ApplicationStatus["health"]> {
  const before = app.status?.health;
  const since = before?.status === status ? before.lastTransitionTime : undefined;
  return {
    status,
    ...(message === undefined ? {} : { message }),
    lastTransitionTime: since ?? timestamp(deps.clock),
  };
}

/** The health of what runs, when it is not known what should. */
export function liveHealth(owner: string, { live }: ApplicationDeps): ObjectHealth {
  const roots = live.ownedBy(`argocd/${owner}`).filter(({ metadata }) => (metadata.ownerReferences ?? []).length === 0);
  return rollUpHealth(roots.map((object) => ({ ref: refOf(object), health: argoHealth(object) })));
}

function recordChange(
  app: Application,
  what: "sync" | "health",
  before: string | undefined,
  after: string | undefined,
  deps: ApplicationDeps,
): void {
  if (after === undefined || after === before) return;
  const message = `Updated ${what} status: ${before ?? ""} -> ${after}`;
  deps.events.record(app, { type: "Normal", reason: "ResourceUpdated", message });
}

/** In Argo CD's words, remote call included: scripts and people look for them. */
export function failedToLoad(error: unknown): string {
  return `Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = ${(error as Error).message}`;
}

/** Conditions with the time since when they are there: one that stays keeps its own. */
export function conditionsOf(
  app: Application,
  wanted: readonly Omit<ApplicationCondition, "lastTransitionTime">[],
  deps: ApplicationDeps,
): ApplicationCondition[] {
  return wanted.map((condition) => {
    const old = app.status?.conditions?.find(
      ({ type, message }) => type === condition.type && message === condition.message,
    );
    return old ?? { ...condition, lastTransitionTime: timestamp(deps.clock) };
  });
}

/** What a comparison was made with: a change of it asks for a new one. */
export function comparedTo(
  app: Application,
  source: ApplicationSource,
): NonNullable<NonNullable<ApplicationStatus["sync"]>["comparedTo"]> {
  return {
    source,
    destination: app.spec.destination,
    ...(app.spec.ignoreDifferences ? { ignoreDifferences: app.spec.ignoreDifferences } : {}),
  };
}
