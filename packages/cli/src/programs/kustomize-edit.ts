import { editCommand } from "../commands/kustomize/edit/command.ts";
import { kustomizeRoot } from "./kustomize-root.ts";
import { runOnTerminal } from "./run-on-terminal.ts";

/** `kustomize edit` alone: a bundle of its own, because most of the time of a small run is that of loading. */
export function runKustomizeEdit(name: string, words: readonly string[]): Promise<number> {
  return runOnTerminal(
    kustomizeRoot(name, [{ name: "edit", short: "Edit a kustomization file", ...editCommand() }]),
    words,
  );
}
