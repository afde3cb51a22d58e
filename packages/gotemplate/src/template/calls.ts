import { GoError } from "../values/values.ts";
import { TemplateError } from "./errors.ts";
import { LimitReached, limitReason } from "./limits.ts";
import type { Node } from "./nodes.ts";
import type { Frame } from "./run.ts";

/** What an item of a list or map counts, in characters. */
const ITEM_SIZE = 32;

/** Counts what a function made. */
export function account(result: unknown, frame: Frame): void {
  if (typeof result === "string") frame.run.account(result.length, frame);
  else if (Array.isArray(result)) frame.run.account(result.length * ITEM_SIZE, frame);
  else if (result instanceof Map) frame.run.account(result.size * ITEM_SIZE, frame);
}

/** What the error of a function is for the template: an error at the place of the call. */
export function callError(error: unknown, name: string, node: Node, frame: Frame): unknown {
  if (error instanceof GoError) {
    frame.node = node;
    return frame.error("execute", `error calling ${name}: ${error.message}`, error);
  }
  if (error instanceof TemplateError) {
    if (error.code === "limit" || error.code === "stopped") return error;
    frame.node = node;
    return frame.error("execute", `error calling ${name}: ${error.message}`, error);
  }
  if (error instanceof LimitReached) {
    frame.node = node;
    const reason = limitReason(error.limit, frame.run.limits[error.limit]);
    return frame.error("limit", `error calling ${name}: ${reason}`, error);
  }
  if (error instanceof RangeError && /Invalid (string|array|typed array) length/.test(error.message)) {
    frame.node = node;
    return frame.error("limit", `error calling ${name}: the value is too large`, error);
  }
  return error;
}
