import { Command } from "commander";
import { applicationList } from "../../output/app/list.ts";
import { qualifiedName } from "../../output/app/summary.ts";
import { print, printLine, printObject, unknownFormat } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { listApplications } from "./application-calls.ts";

interface Flags {
  output: string;
  selector?: string;
  project?: string[];
  repo?: string;
  path?: string;
  cluster?: string;
  appNamespace?: string;
}

/** `app list`. */
export function listCommand(open: OpenSession): Command {
  return new Command("list")
    .description("List applications")
    .option("-o, --output <format>", "wide, name, json or yaml", "wide")
    .option("-l, --selector <selector>", "only applications with these labels")
    .option("-p, --project <name...>", "only applications of these projects")
    .option("-r, --repo <url>", "only applications of this repository")
    .option("-P, --path <path>", "only applications of this path")
    .option("-c, --cluster <cluster>", "only applications of this cluster, by name or URL")
    .option("-N, --app-namespace <namespace>", "only applications in this namespace")
    .action(async (flags: Flags, command: Command) => {
      const { api } = open(command);
      const query = {
        ...(flags.selector === undefined ? {} : { selector: flags.selector }),
        ...(flags.repo === undefined ? {} : { repo: flags.repo }),
        ...(flags.appNamespace === undefined ? {} : { appNamespace: flags.appNamespace }),
      };
      const apps = (await listApplications(api, query)).filter(
        (app) =>
          (flags.project === undefined || flags.project.includes(app.spec.project ?? "default")) &&
          (flags.path === undefined || app.spec.source?.path === flags.path) &&
          (flags.cluster === undefined ||
            [app.spec.destination?.server, app.spec.destination?.name].includes(flags.cluster)),
      );
      if (flags.output === "json" || flags.output === "yaml") printObject(apps, flags.output);
      else if (flags.output === "name") for (const app of apps) printLine(qualifiedName(app));
      else if (flags.output === "wide" || flags.output === "") print(applicationList(apps));
      else throw unknownFormat(flags.output);
      await api.close();
    });
}
