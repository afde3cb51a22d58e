import { Command } from "commander";
import { CliError } from "../../cli-error.ts";
import { confirm } from "../../prompt.ts";
import { printLine } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, getApplication, parseAppName } from "./application-calls.ts";

interface Flags {
  cascade: string;
  propagationPolicy: string;
  yes?: boolean;
}

/** `app delete`. Says what a cascade removes and asks, unless `--yes` is given. */
export function deleteCommand(open: OpenSession): Command {
  return new Command("delete")
    .description("Delete applications, and with them (by default) what they deployed")
    .argument("<names...>", "applications, as [namespace/]name")
    .option("--cascade [bool]", "delete what they deployed too", "true")
    .option("-p, --propagation-policy <policy>", "foreground, background or orphan", "foreground")
    .option("-y, --yes", "do not ask")
    .action(async (names: string[], flags: Flags, command: Command) => {
      const { api } = open(command);
      const cascade = flags.cascade !== "false";
      for (const nameText of names) {
        const name = parseAppName(nameText);
        const app = await getApplication(api, name);
        const count = (app.status?.resources ?? []).length;
        const consequence = cascade
          ? `and the ${count} objects that it deployed`
          : "and keep the objects that it deployed";
        if (flags.yes !== true && !(await confirm(`Delete application '${name.name}' ${consequence}?`))) {
          throw new CliError(
            `Nothing was deleted: '${name.name}' was not confirmed. Use --yes where nobody can answer.`,
          );
        }
        await api.send("DELETE", applicationPath(name), undefined, {
          ...name.query,
          cascade: String(cascade),
          propagationPolicy: flags.propagationPolicy,
        });
        printLine(`application '${name.name}' deleted`);
      }
      await api.close();
    });
}
