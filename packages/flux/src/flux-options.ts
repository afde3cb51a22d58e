import type { Clock, ControllerMetrics, Logger } from "@hawser/controller";
import type { EngineRemotes } from "@hawser/render";
import type { GitSource } from "@hawser/source";
import type { DriftMemory, LiveState } from "@hawser/sync";

/** What is measured of Flux's controllers. */
export interface FluxMetrics extends ControllerMetrics {
  /** One pass over one object: `gotk_reconcile_duration_seconds`. */
  reconcileDuration?(kind: string, name: string, namespace: string, seconds: number): void;
}

export interface FluxOptions {
  live: LiveState;
  git: GitSource;
  /** Fetches what kustomizations name elsewhere; without it that is refused. */
  remotes?: EngineRemotes;
  clock: Clock;
  logger: Logger;
  random(): number;
  /** Of what was applied; one for the life of the process. */
  drift: DriftMemory;
  metrics?: FluxMetrics;
}
