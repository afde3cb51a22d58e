import type { GoCommand } from "../cobra/command.ts";
import { kustomizeRoot } from "./kustomize-root.ts";
import { runOnTerminal } from "./run-on-terminal.ts";

/**
 * `kustomize …`, by the name it is called with: `kustomize` or `hawser kustomize`.
 *
 * What a command needs is loaded when it is called, so that `edit` does not pay for `build`.
 */
export function kustomizeProgram(name: string): GoCommand {
  return kustomizeRoot(name, [
    {
      name: "build",
      short: "Build a kustomization from a folder or URL",
      load: async () => (await import("../commands/kustomize/build.ts")).buildCommand(),
    },
    {
      name: "completion",
      short: "Print a script for the completion of a shell",
      load: async () => (await import("../commands/kustomize/completion.ts")).completionCommand(),
    },
    {
      name: "create",
      aliases: ["init"],
      short: "Create a kustomization in the current folder",
      load: async () => (await import("../commands/kustomize/create.ts")).createCommand(),
    },
    {
      name: "edit",
      short: "Edit a kustomization file",
      load: async () => (await import("../commands/kustomize/edit/command.ts")).editCommand(),
    },
    {
      name: "openapi",
      short: "About the OpenAPI schema",
      hidden: true,
      load: async () => (await import("../commands/kustomize/openapi.ts")).openapiCommand(),
    },
    {
      name: "version",
      short: "Print the version",
      load: async () => (await import("../commands/kustomize/version.ts")).versionCommand(),
    },
  ]);
}

/** Runs `kustomize …`. Answers with the exit code. */
export function runKustomize(name: string, words: readonly string[]): Promise<number> {
  return runOnTerminal(kustomizeProgram(name), words);
}
