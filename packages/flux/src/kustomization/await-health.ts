import { type KubeObject, refKey, refOf } from "@hawser/kube";
import { type ChangeSet, waitForChange } from "@hawser/sync";
import type { GitRepository } from "../api/git-repository.ts";
import { KUSTOMIZATION } from "../api/kustomization.ts";
import { formatDuration } from "../duration.ts";
import { requestOf } from "../write-status.ts";
import type { KustomizationDeps } from "./deps.ts";
import { healthOf, healthTargets } from "./health.ts";
import { type Pass, progress } from "./pass.ts";
import type { HealthOutcome, Outcome } from "./status.ts";

/** Waits until what was applied is healthy, has failed, has had its time, or something newer is asked for. */
export async function awaitHealth(
  pass: Pass,
  source: GitRepository,
  revision: string,
  objects: readonly KubeObject[],
  changes: ChangeSet,
  deps: KustomizationDeps,
): Promise<Outcome> {
  const { live, clock } = deps;
  const targets = healthTargets(pass.ks, objects, changes);
  if (targets.length === 0) return { kind: "ready", revision, health: undefined };
  const started = clock.now();
  const took = (): string => formatDuration(clock.now() - started);
  if (healthOf(targets, live).kind === "healthy") {
    const health = { healthy: true, message: `Health check passed in ${took()}`, atOnce: true };
    return { kind: "ready", revision, health };
  }
  const timeout = formatDuration(pass.timeoutMs);
  await progress(
    pass,
    `Running health checks for revision ${revision} with a timeout of ${timeout}`,
    revision,
    deps,
    pass.inventory,
  );
  const own = refKey(refOf(pass.ks));
  const sources = refKey(refOf(source));
  const concerned = new Set([own, sources, ...targets.map(({ ref }) => refKey(ref))]);
  // A fix must not wait until the broken revision has had its time.
  const isSuperseded = (): boolean => {
    const current = live.get({
      ...KUSTOMIZATION,
      namespace: pass.ks.metadata.namespace ?? "",
      name: pass.ks.metadata.name,
    });
    const newest = live.get(refOf(source)) as GitRepository | undefined;
    return !current || requestOf(current) !== pass.request || newest?.status?.artifact?.revision !== revision;
  };
  let superseded = false;
  const ended = await waitForChange(
    live,
    clock,
    () => {
      superseded = isSuperseded();
      return superseded || healthOf(targets, live).kind !== "waiting";
    },
    { timeoutMs: pass.timeoutMs, signal: pass.signal, concerns: ({ ref }) => concerned.has(refKey(ref)) },
  );
  const state = healthOf(targets, live);
  if (state.kind === "healthy") {
    const health: HealthOutcome = { healthy: true, message: `Health check passed in ${took()}`, atOnce: false };
    return { kind: "ready", revision, health };
  }
  const culprits = `[${state.culprits.join(", ")}]`;
  const cause = !ended
    ? `timeout waiting for: ${culprits}`
    : superseded
      ? "new reconciliation requested"
      : `failed early due to stalled resources: ${culprits}`;
  const message = `health check ${superseded ? "canceled" : "failed"} after ${took()}: ${cause}`;
  const reason = superseded ? "HealthCheckCanceled" : "HealthCheckFailed";
  return { kind: "failed", reason, message, revision, health: { healthy: false, message, atOnce: false } };
}
