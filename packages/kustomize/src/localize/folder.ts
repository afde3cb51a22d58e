import { KustomizeError } from "../kustomize-error.ts";
import { withMessage } from "../load/error-context.ts";
import type { Loader } from "../load/loader.ts";
import type { LocalizeDestination } from "./destination.ts";

/** What the folders of one copy share. */
export interface Copy {
  readonly destination: LocalizeDestination;
  readonly warnings: string[];
  /** Folders that are copied already, by where their copies lie. */
  readonly done: Set<string>;
  readonly signal: AbortSignal | undefined;
}

/** A folder on its way into the copy. */
export interface Folder {
  readonly loader: Loader;
  /** The folder of its tree that nothing may lie outside of. */
  readonly scope: string;
  /** Where its copy lies. */
  readonly target: string;
  readonly copy: Copy;
}

/** Throws for a folder that no copy has a place for. */
export function refuseOutside(loader: Loader, scope: string): void {
  if (scope === "" || loader.root === scope || loader.root.startsWith(`${scope}/`)) return;
  throw new KustomizeError(
    "security",
    `root ${JSON.stringify(loader.shownRoot)} outside localize scope ${JSON.stringify(loader.show(scope))}`,
  );
}

/** An address without a ref: what it means tomorrow is not what is copied today. */
export function missingRef(name: string): KustomizeError {
  return new KustomizeError(
    "invalid-kustomization",
    `localize remote root ${JSON.stringify(name)} missing ref query string parameter`,
  );
}

/** Runs one after the other: which of several mistakes is told must not depend on who is faster. */
export async function each<T, R>(
  values: readonly T[],
  localize: (value: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  for (const [index, value] of values.entries()) results.push(await localize(value, index));
  return results;
}

/** Says what was being done before the message of what went wrong. */
export async function within<T>(context: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw withMessage(error, (message) => `${context}: ${message}`);
  }
}

/** A path in a folder of a tree. */
export function inside(folder: string, path: string): string {
  return folder === "" ? path : path === "" ? folder : `${folder}/${path}`;
}

/** The text of a file. */
export function decode(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
