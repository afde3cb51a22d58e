import path from "node:path";
import {
  KustomizeError,
  build,
  buildAddress,
  type BuildOptions,
  type BuildResult,
  parseRepoSpec,
} from "@hawser/kustomize";
import { directoryTree } from "@hawser/source";
import { lazyRemotes } from "./lazy-remotes.ts";

/** What a build came to, as texts. */
export interface BuiltText {
  readonly text: string;
  readonly warnings: readonly string[];
  readonly error?: string;
}

/** Builds a folder of this machine, or one of a repository. Throws `KustomizeError`. */
export async function buildTarget(target: string, options: BuildOptions = {}): Promise<BuildResult> {
  const remotes = lazyRemotes();
  const all = { ...options, remotes, version: "v5.8.1" };
  try {
    if (parseRepoSpec(target)) return await buildAddress(target, all);
    // Bases may lie anywhere above: the tree is the whole file system, and the loader applies Kustomize's own limits.
    const full = path.resolve(target);
    const { root } = path.parse(full);
    const folder = path.relative(root, full).split(path.sep).join("/");
    return await build(directoryTree(root), folder, { ...all, shownRoot: root });
  } finally {
    remotes.close();
  }
}

/** Builds a folder; that it cannot be built is told with the result. */
export async function buildToText(folder: string): Promise<BuiltText> {
  try {
    const result = await buildTarget(folder);
    return { text: result.yaml(), warnings: result.warnings };
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    return { text: "", warnings: error.warnings, error: error.message };
  }
}
