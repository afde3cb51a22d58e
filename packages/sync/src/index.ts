/**
 * Brings what is desired and what lives together: compare → plan → apply → prune → health.
 *
 * - `live/`: what runs in a cluster, from watches, indexed by ref, owner and tracking mark.
 * - `desired/`: rendered objects made ready: namespaces, duplicates, unknown kinds.
 * - `compare/`: would a sync change this object? Ignore rules, and the difference for people.
 * - `operation/`: a sync as Argo CD does it: phases, waves, hooks, one step a visit.
 * - `staged/`: a server-side apply as Flux does it: all dry runs first, stage by stage.
 * - `prune/`, `health/`, `tree/`: deletion by recorded ownership, roll-up and waits, the resource tree.
 *
 * Knows no custom resource of either family: it takes objects, options and callbacks. Retries nothing and keeps
 * no state that may not be lost. Depends on: kube, controller.
 *
 * @module
 */
export * from "./live/live-state.ts";
export * from "./live/create-live-state.ts";
export * from "./live/wait-for-change.ts";
export * from "./desired/prepare.ts";
export * from "./compare/comparison.ts";
export * from "./compare/ignore-rules.ts";
export * from "./compare/create-comparer.ts";
export * from "./compare/apply-rules.ts";
export * from "./compare/jq.ts";
export * from "./compare/normalize.ts";
export * from "./compare/difference.ts";
export * from "./compare/field-ownership.ts";
export * from "./apply/three-way.ts";
export * from "./json/fingerprint.ts";
export * from "./operation/operation.ts";
export * from "./health/roll-up.ts";
export * from "./staged/staged-apply.ts";
export * from "./staged/control.ts";
export * from "./staged/drift-memory.ts";
export * from "./staged/ignore-paths.ts";
export * from "./staged/stages.ts";
export * from "./prune/prune.ts";
export * from "./operation/advance-operation.ts";
export * from "./operation/apply-object.ts";
export * from "./operation/order.ts";
export * from "./operation/sync-options.ts";
