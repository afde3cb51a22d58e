import { Command } from "commander";
import { printLine } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, parseAppName } from "./application-calls.ts";

/** `app terminate-op`: ends the running operation. */
export function terminateCommand(open: OpenSession): Command {
  return new Command("terminate-op")
    .description("Terminate the running operation of an application")
    .argument("<name>", "the application, as [namespace/]name")
    .action(async (nameText: string, _flags: unknown, command: Command) => {
      const { api } = open(command);
      const name = parseAppName(nameText);
      await api.send("DELETE", applicationPath(name, "operation"), undefined, name.query);
      await api.close();
      printLine(`Application '${name.name}' operation terminating`);
    });
}
