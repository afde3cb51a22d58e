import { Command } from "commander";
import { aliasCommand } from "../commands/alias.ts";
import { appCommand } from "../commands/app/command.ts";
import { apiCommand } from "../commands/api.ts";
import { getCommand } from "../commands/get/get.ts";
import { upCommand } from "../commands/up.ts";
import { openInstance } from "../session.ts";
import { VERSION } from "../version.ts";

/** `hawser …`. */
export function hawserProgram(): Command {
  return new Command("hawser")
    .description("One GitOps engine for the resources of Argo CD and of Flux")
    .version(VERSION, "--version")
    .option("--data <folder>", "the data folder of the instance (default: $HAWSER_DATA, else ./.hawser)")
    .addCommand(upCommand())
    .addCommand(apiCommand())
    .addCommand(appCommand(openInstance))
    .addCommand(getCommand())
    .addCommand(kustomizeCommand())
    .addCommand(aliasCommand())
    .showHelpAfterError("(hawser --help shows the commands)");
}

/** Where something stands before the word `kustomize`; all else is answered before this program is loaded. */
function kustomizeCommand(): Command {
  return new Command("kustomize")
    .description("Kustomize, in-process")
    .argument("[words...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { runKustomize } = await import("./kustomize.ts");
      process.exitCode = await runKustomize("hawser kustomize", words);
    });
}
