import type { LiveState } from "@hawser/sync";
import type { CommitInfo } from "../types.ts";

/** What a row is made from beside its object. */
export interface RowContext {
  live: LiveState;
  /** What is known of a commit now. */
  commitOf(repoURL: string, sha: string): CommitInfo | undefined;
}

/** The latest of some RFC 3339 times; empty when there is none. */
export function latest(...times: (string | null | undefined)[]): string {
  let found = "";
  for (const time of times) {
    if (typeof time === "string" && (found === "" || Date.parse(time) > Date.parse(found))) found = time;
  }
  return found;
}
