import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { printLine } from "../output/print.ts";

/** Only names that are answered: a link that hides a real tool and does nothing is worse than none. */
const NAMES = ["argocd", "kustomize"];

/** `hawser alias DIR`: links under which Hawser answers as the other tools, for a PATH of the user's choice. */
export function aliasCommand(): Command {
  return new Command("alias")
    .description("Make links called argocd and kustomize that lead to Hawser")
    .argument("<directory>", "where to make them")
    .option("--force", "replace what is there under these names")
    .action((directory: string, flags: { force?: boolean }) => {
      const target = fileURLToPath(new URL("../bin/hawser.js", import.meta.url));
      fs.mkdirSync(directory, { recursive: true });
      for (const name of NAMES) {
        const link = path.join(directory, name);
        if (flags.force === true) fs.rmSync(link, { force: true });
        try {
          fs.symlinkSync(target, link);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
          if (isOurs(link, target)) continue;
          throw new CliError(`${link} exists and is not Hawser's. Remove it, or use --force.`);
        }
        printLine(link);
      }
    });
}

function isOurs(link: string, target: string): boolean {
  try {
    return fs.realpathSync(link) === fs.realpathSync(target);
  } catch {
    return false;
  }
}
