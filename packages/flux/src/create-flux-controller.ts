import { type Controller, type ControllerOptions, createController, type Result } from "@hawser/controller";
import type { FluxOptions } from "./flux-options.ts";

export interface FluxControllerSettings extends Pick<
  ControllerOptions,
  "concurrency" | "firstRetryMs" | "lastRetryMs"
> {
  kind: string;
  /** One pass over one object. */
  reconcile: (namespace: string, name: string, signal: AbortSignal) => Promise<Result>;
}

/** The loop of one of Flux's kinds, with keys `namespace/name`: starts when the live state is complete, and each pass is measured. */
export function createFluxController(
  { live, clock, logger, metrics }: Pick<FluxOptions, "live" | "clock" | "logger" | "metrics">,
  { kind, reconcile, ...settings }: FluxControllerSettings,
): Controller {
  return createController({
    name: kind.toLowerCase(),
    clock,
    logger,
    ...settings,
    ...(metrics ? { metrics } : {}),
    reconcile: async (key, signal) => {
      await live.whenSynced();
      const [namespace = "", name = ""] = key.split("/");
      const started = clock.now();
      try {
        return await reconcile(namespace, name, signal);
      } finally {
        metrics?.reconcileDuration?.(kind, name, namespace, (clock.now() - started) / 1000);
      }
    },
  });
}
