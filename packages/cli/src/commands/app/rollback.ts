import { Command } from "commander";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { applicationSummary } from "../../output/app/summary.ts";
import { print } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, getApplication, parseAppName } from "./application-calls.ts";
import { integer } from "./sync.ts";
import { waitForApplication } from "./wait-for-application.ts";

/** `app rollback`: to the deployment before, or to a history id. */
export function rollbackCommand(open: OpenSession): Command {
  return new Command("rollback")
    .description("Roll an application back to an earlier deployment")
    .argument("<name>", "the application, as [namespace/]name")
    .argument("[id]", "the history id; absent: the deployment before the last")
    .option("--prune", "delete resources that the earlier deployment did not have")
    .option("--timeout <seconds>", "give up after this time; 0: never", integer, 0)
    .action(
      async (
        nameText: string,
        idText: string | undefined,
        flags: { prune?: boolean; timeout: number },
        command: Command,
      ) => {
        const { api, url } = open(command);
        const name = parseAppName(nameText);
        const before = await getApplication(api, name);
        const history = before.status?.history ?? [];
        const id = idText === undefined ? history.at(-2)?.id : Number(idText);
        if (id === undefined || !Number.isInteger(id)) {
          throw new CliError(
            idText === undefined
              ? `application '${name.name}' should have at least two successful deployments`
              : `Application '${name.name}' does not have deployment id '${idText}' in history`,
            GENERIC_FAILURE,
          );
        }
        if (!history.some((entry) => entry.id === id)) {
          throw new CliError(
            `Application '${name.name}' does not have deployment id '${id}' in history`,
            GENERIC_FAILURE,
          );
        }
        await api.send("POST", applicationPath(name, "rollback"), { id, prune: flags.prune ?? false }, name.query);
        const app = await waitForApplication(
          api,
          name,
          { operation: true, sync: false, health: false, suspended: false, degraded: false, delete: false },
          { timeoutSeconds: flags.timeout },
        );
        await api.close();
        if (app) print(`\n${applicationSummary(app, { url, showOperation: true })}`);
      },
    );
}
