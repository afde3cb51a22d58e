import path from "node:path";
import { build, type BuildOptions, type BuildResult, KustomizeError } from "@hawser/kustomize";
import { directoryTree } from "@hawser/source";

export interface BuiltText {
  readonly text: string;
  readonly warnings: readonly string[];
  readonly error?: string;
}

/** Builds a folder of this machine. */
export function buildFolder(folder: string, options: BuildOptions = {}): Promise<BuildResult> {
  // Bases may lie anywhere above: the tree is the whole file system, and the loader applies Kustomize's own limits.
  const full = path.resolve(folder);
  const { root } = path.parse(full);
  return build(directoryTree(root), path.relative(root, full).split(path.sep).join("/"), options);
}

/** Builds a folder; that it cannot be built is told with the result. */
export async function buildToText(folder: string): Promise<BuiltText> {
  try {
    const result = await buildFolder(folder);
    return { text: result.yaml(), warnings: result.warnings };
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    return { text: "", warnings: [], error: error.message };
  }
}
