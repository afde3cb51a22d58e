import { Command } from "commander";
import { kustomizeCommand } from "../commands/kustomize.ts";
import { printLine } from "../output/print.ts";

/** The release of Kustomize whose behaviour `build` has. */
const KUSTOMIZE_VERSION = "v5.8.1";

/** `kustomize …`: what the real one is called with in pipelines, as far as it is built. */
export function kustomizeProgram(): Command {
  return new Command("kustomize")
    .description("Manages declarative configuration of Kubernetes (answered by Hawser)")
    .addCommand(kustomizeCommand())
    .addCommand(
      new Command("version").description("Print the version").action(() => {
        printLine(KUSTOMIZE_VERSION);
      }),
    );
}
