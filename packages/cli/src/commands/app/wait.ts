import { Command } from "commander";
import { CliError } from "../../cli-error.ts";
import { applicationSummary } from "../../output/app/summary.ts";
import { print } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { parseAppName } from "./application-calls.ts";
import { parseResourceSelectors, resourceFilter } from "./resource-selector.ts";
import { integer } from "./sync.ts";
import { waitForApplication } from "./wait-for-application.ts";

interface Flags {
  sync?: boolean;
  health?: boolean;
  operation?: boolean;
  suspended?: boolean;
  degraded?: boolean;
  delete?: boolean;
  timeout: number;
  resource?: string[];
}

/** `app wait`. Without flags it waits for sync, health and the end of the operation. */
export function waitCommand(open: OpenSession): Command {
  return new Command("wait")
    .description("Wait until applications are synced and healthy")
    .argument("[names...]", "applications, as [namespace/]name")
    .option("--sync", "wait for Synced")
    .option("--health", "wait for Healthy")
    .option("--operation", "wait for the end of the operation")
    .option("--suspended", "wait for Suspended")
    .option("--degraded", "wait for Degraded")
    .option("--delete", "wait for the deletion")
    .option("--timeout <seconds>", "give up after this time; 0: never", integer, 0)
    .option("--resource <selector...>", "only these resources: GROUP:KIND:[NAMESPACE/]NAME")
    .action(async (names: string[], flags: Flags, command: Command) => {
      if (names.length === 0) throw new CliError("Cannot wait: name an application");
      const { api, url } = open(command);
      const chosen = {
        sync: flags.sync ?? false,
        health: flags.health ?? false,
        operation: flags.operation ?? false,
        suspended: flags.suspended ?? false,
        degraded: flags.degraded ?? false,
        delete: flags.delete ?? false,
      };
      const conditions = Object.values(chosen).some(Boolean)
        ? chosen
        : { ...chosen, sync: true, health: true, operation: true };
      const selectors = parseResourceSelectors(flags.resource ?? []);
      const filter = selectors.length > 0 ? resourceFilter(selectors) : undefined;
      for (const name of names) {
        const app = await waitForApplication(api, parseAppName(name), conditions, {
          timeoutSeconds: flags.timeout,
          ...(filter ? { filter } : {}),
        });
        if (app) print(`\n${applicationSummary(app, { url, showOperation: true })}`);
        else print(`application '${name}' deleted\n`);
      }
      await api.close();
    });
}
