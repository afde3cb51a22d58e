import type { Application } from "@hawser/argocd";
import type { ArgoApi } from "../../api/argo-api.ts";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { operationResources, type ResourceState, resourceKey, resourceStates } from "../../output/app/resources.ts";
import { print } from "../../output/print.ts";
import { type AppName, watchApplication } from "./application-calls.ts";

/** What `app wait` and `app sync` wait for; all that are true must hold. */
export interface WaitConditions {
  sync: boolean;
  health: boolean;
  operation: boolean;
  suspended: boolean;
  degraded: boolean;
  delete: boolean;
}

/** `group:kind:name` or `group:kind:namespace/name`, or undefined for all resources. */
export type ResourceFilter = (state: ResourceState) => boolean;

/**
 * Prints a row for every change of a resource until the conditions hold, and answers with the application
 * (undefined when it was deleted). Throws after `timeoutSeconds` (0: never), in the words of the real client.
 */
export async function waitForApplication(
  api: ArgoApi,
  name: AppName,
  conditions: WaitConditions,
  options: { timeoutSeconds: number; filter?: ResourceFilter; quiet?: boolean },
): Promise<Application | undefined> {
  const controller = new AbortController();
  const timer =
    options.timeoutSeconds > 0 ? setTimeout(() => controller.abort(), options.timeoutSeconds * 1000) : undefined;
  const printed = new Map<string, string>();
  let headerShown = false;
  const show = (state: ResourceState): void => {
    const content = [state.status, state.health, state.hook, state.message].join("\t");
    if (printed.get(resourceKey(state)) === content) return;
    printed.set(resourceKey(state), content);
    if (options.quiet === true) return;
    if (!headerShown) {
      print(row("TIMESTAMP", "GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH", "HOOK", "MESSAGE"));
      headerShown = true;
    }
    const { group, kind, namespace, name: resource, status, health, hook, message } = state;
    print(row(localTimestamp(new Date()), group, kind, namespace, resource, status, health, hook, message));
  };

  try {
    for await (const event of watchApplication(api, name, controller.signal)) {
      const app = event.application;
      if (event.type === "DELETED") return undefined;
      const states = resourceStates(app, operationResources(app));
      const wanted = options.filter ? states.filter(options.filter) : states;
      for (const state of wanted) show(state);
      if (conditions.health && !conditions.degraded && app.status?.health?.status === "Degraded" && !isRunning(app)) {
        throw new CliError(
          `application '${app.metadata.name}' health state has transitioned from Progressing to Degraded`,
          GENERIC_FAILURE,
        );
      }
      if (holds(app, wanted, conditions, options.filter !== undefined)) return app;
    }
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  if (!controller.signal.aborted) throw new CliError("the server closed the watch", GENERIC_FAILURE);
  print("\nThe command timed out waiting for the conditions to be met.\n\n");
  throw new CliError(
    `timed out (${options.timeoutSeconds}s) waiting for app "${name.name}" match desired state`,
    GENERIC_FAILURE,
  );
}

function holds(
  app: Application,
  states: readonly ResourceState[],
  conditions: WaitConditions,
  filtered: boolean,
): boolean {
  if (conditions.delete) return false;
  if (conditions.operation && isRunning(app)) return false;
  const healthStatuses = filtered
    ? states.map((s) => s.health).filter((h) => h !== "")
    : [app.status?.health?.status ?? ""];
  const syncStatuses = filtered ? states.map((s) => s.status) : [app.status?.sync?.status ?? ""];
  if (conditions.sync && !syncStatuses.every((status) => status === "Synced")) return false;
  const wantedHealth = [
    ...(conditions.health ? ["Healthy"] : []),
    ...(conditions.suspended ? ["Suspended"] : []),
    ...(conditions.degraded ? ["Degraded"] : []),
  ];
  return wantedHealth.length === 0 || healthStatuses.every((status) => wantedHealth.includes(status));
}

/** True while an operation is requested or has not ended. */
export function isRunning(app: Application): boolean {
  return app.operation !== undefined || ["Running", "Terminating"].includes(app.status?.operationState?.phase ?? "");
}

function row(
  time: string,
  group: string,
  kind: string,
  namespace: string,
  name: string,
  status: string,
  health: string,
  hook: string,
  message: string,
): string {
  const cells = [
    group.padStart(5),
    kind.padStart(10),
    namespace.padStart(10),
    name.padStart(20),
    status.padStart(8),
    health.padStart(7),
    hook.padStart(10),
  ];
  return `${[time.padEnd(25), ...cells.map((cell) => cell.padEnd(cell.length + 2))].join("  ")}  ${message}\n`;
}

function localTimestamp(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const sign = offset < 0 ? "-" : "+";
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((n) =>
    String(n).padStart(2, "0"),
  );
  return `${local}${sign}${hours}:${minutes}`;
}
