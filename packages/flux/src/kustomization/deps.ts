import type { Clock, EventRecorder, Logger } from "@hawser/controller";
import type { EngineRemotes } from "@hawser/render";
import type { GitSource } from "@hawser/source";
import type { DriftMemory, LiveState } from "@hawser/sync";
import type { Built } from "./build.ts";

/** Who writes objects, as their managed fields say. */
export const APPLIER = "kustomize-controller";
/** Who writes the status of Kustomizations. */
export const REPORTER = "gotk-kustomize-controller";

export interface KustomizationDeps {
  live: LiveState;
  git: GitSource;
  remotes?: EngineRemotes;
  clock: Clock;
  logger: Logger;
  events: EventRecorder;
  random(): number;
  /** Of which objects it is known that applying them changes nothing. */
  drift: DriftMemory;
  /** What was built last, by `namespace/name`; rebuilt at will. */
  built: Map<string, Built>;
}
