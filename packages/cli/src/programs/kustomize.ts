import type { GoCommand } from "../cobra/command.ts";
import { runOnTerminal } from "./run-on-terminal.ts";

/**
 * `kustomize …`, by the name it is called with: `kustomize` or `hawser kustomize`.
 *
 * What a command needs is loaded when it is called, so that `edit` does not pay for `build`.
 */
export function kustomizeProgram(name: string): GoCommand {
  return {
    name,
    short: "",
    long: "Customize Kubernetes objects without templates. (This is Hawser's Kustomize.)",
    persistentFlags: [{ name: "stack-trace", type: "bool", usage: "print a stack trace with an error" }],
    commands: [
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
      // Answered before commands are looked for.
      { name: "help", short: "Help about any command" },
      {
        name: "localize",
        short: "Copy a kustomization with all that it names",
        load: async () => (await import("../commands/kustomize/localize.ts")).localizeCommand(),
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
      {
        name: "why",
        short: "Say which file, patch or transformer gave a field its value",
        load: async () => (await import("../commands/kustomize/why.ts")).whyCommand(),
      },
    ],
  };
}

/** Runs `kustomize …`. Answers with the exit code. */
export function runKustomize(name: string, words: readonly string[]): Promise<number> {
  return runOnTerminal(kustomizeProgram(name), words);
}
