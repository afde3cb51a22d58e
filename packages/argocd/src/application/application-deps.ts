import { type Clock, type EventRecorder, type Logger } from "@hawser/controller";
import { type Client } from "@hawser/kube";
import { type Comparer, type LiveState } from "@hawser/sync";
import type { Application } from "../api/application.ts";
import type { AppProject } from "../api/app-project.ts";
import type { ComparedState } from "./compare.ts";
import { type TargetState, type TargetStateDeps } from "./target-state.ts";

export interface ApplicationDeps extends TargetStateDeps {
  client: Client;
  /** The client with which the objects of an Application are changed: who wants to count its requests can. */
  clientFor(app: Application): Client;
  live: LiveState;
  comparer: Comparer;
  clock: Clock;
  logger: Logger;
  events: EventRecorder;
  /** A number from 0 up to 1, for the jitter of the polling interval. */
  random(): number;
  projectNamed(name: string): AppProject | undefined;
  /** The memory of one Application between passes; rebuilt at will. */
  memory: Map<string, Memory>;
}

/** What the last pass found, so that the next one does not look again. */
export interface Memory {
  source: string;
  revision: string;
  target: TargetState | undefined;
  expires: number;
  /** Since when something newer than was seen is known to be in the repository. */
  staleSince: number | undefined;
  hidden: ReadonlyMap<string, readonly string[]>;
  /** A comparison that found nothing to do; taken away as soon as something changes that it looked at. */
  compared?: { objects: TargetState["objects"]; state?: ComparedState };
}
