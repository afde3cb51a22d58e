import { buildCommand } from "../commands/kustomize/build.ts";
import { kustomizeRoot } from "./kustomize-root.ts";
import { runOnTerminal } from "./run-on-terminal.ts";

export { buildToText } from "../commands/kustomize/build-to-text.ts";

/** `kustomize build` alone: a bundle of its own, because most of the time of a small run is that of loading. */
export function runKustomizeBuild(name: string, words: readonly string[]): Promise<number> {
  return runOnTerminal(
    kustomizeRoot(name, [{ name: "build", short: "Build a kustomization from a folder or URL", ...buildCommand() }]),
    words,
  );
}
