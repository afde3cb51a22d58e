/**
 * The loop that every controller runs in: watch → queue → reconcile.
 *
 * One object at a time, back-off after failures, requeue on request; conditions and events in Kubernetes' form.
 * It decides nothing and knows no kind. Depends on: kube.
 *
 * @module
 */
export * from "./clock.ts";
export * from "./conditions.ts";
export * from "./controller.ts";
export * from "./event-recorder.ts";
export * from "./logger.ts";
export * from "./work-queue.ts";
