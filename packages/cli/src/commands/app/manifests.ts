import { writeYaml } from "@hawser/goyaml";
import { Command } from "commander";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { print, printLine } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, managedResources, parseAppName } from "./application-calls.ts";

interface Flags {
  revision?: string;
  source: string;
}

/** `app manifests`: what Git says, or with `--source live` what the cluster has. */
export function manifestsCommand(open: OpenSession): Command {
  return new Command("manifests")
    .description("Print the manifests of an application")
    .argument("<name>", "the application, as [namespace/]name")
    .option("--revision <revision>", "of this revision instead of the target revision")
    .option("--source <source>", "git or live", "git")
    .action(async (nameText: string, flags: Flags, command: Command) => {
      const { api } = open(command);
      const name = parseAppName(nameText);
      let manifests: string[];
      if (flags.source === "git") {
        const query = { ...name.query, ...(flags.revision === undefined ? {} : { revision: flags.revision }) };
        manifests =
          (await api.get<{ manifests?: string[] }>(applicationPath(name, "manifests"), query)).manifests ?? [];
      } else if (flags.source === "live") {
        manifests = (await managedResources(api, name)).flatMap(({ liveState }) =>
          liveState && liveState !== "null" ? [liveState] : [],
        );
      } else {
        throw new CliError(`Unknown source type '${flags.source}'`, GENERIC_FAILURE);
      }
      await api.close();
      for (const manifest of manifests) {
        printLine("---");
        print(writeYaml(JSON.parse(manifest)));
      }
    });
}
