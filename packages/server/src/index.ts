/**
 * One process: the HTTP faces of Hawser, the embedded Git, the engine and the embedded cluster, wired together.
 *
 * @module
 */
export type * from "./ui-api/types.ts";
export * from "./data-folder/data-folder.ts";
export * from "./start-api.ts";
export { createLogger } from "./log/logger.ts";
export * from "./start-hawser.ts";
