import type { GoCommand } from "../cobra/command.ts";

/** The program itself, with these commands. */
export function kustomizeRoot(name: string, commands: readonly GoCommand[]): GoCommand {
  return {
    name,
    short: "",
    long: "Customize Kubernetes objects without templates. (This is Hawser's Kustomize.)",
    persistentFlags: [{ name: "stack-trace", type: "bool", usage: "print a stack trace with an error" }],
    commands,
  };
}
