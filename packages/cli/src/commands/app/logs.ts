import { Command } from "commander";
import { printLine } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, parseAppName } from "./application-calls.ts";

interface Flags {
  follow?: boolean;
  container?: string;
  group?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  tail?: string;
  sinceSeconds?: string;
  filter?: string;
  previous?: boolean;
}

interface LogEntry {
  content?: string;
  last?: boolean;
  podName?: string;
}

/** `app logs`: of all pods of an application, or of one resource. */
export function logsCommand(open: OpenSession): Command {
  return new Command("logs")
    .description("Print the logs of an application's pods")
    .argument("<name>", "the application, as [namespace/]name")
    .option("-f, --follow", "go on printing until Ctrl-C")
    .option("-c, --container <name>", "only this container")
    .option("--group <group>", "only pods below this resource: its group")
    .option("--kind <kind>", "… its kind")
    .option("--name <name>", "… its name")
    .option("--namespace <namespace>", "… its namespace")
    .option("--tail <lines>", "only the last lines of each pod")
    .option("-s, --since-seconds <seconds>", "only lines of the last seconds")
    .option("--filter <text>", "only lines with this text")
    .option("-p, --previous", "of the containers before the last restart")
    .action(async (nameText: string, flags: Flags, command: Command) => {
      const { api } = open(command);
      const name = parseAppName(nameText);
      const query: Record<string, string> = {
        ...name.query,
        follow: String(flags.follow ?? false),
        previous: String(flags.previous ?? false),
      };
      const renamed = {
        container: "container",
        group: "group",
        kind: "kind",
        name: "resourceName",
        namespace: "namespace",
        tail: "tailLines",
        sinceSeconds: "sinceSeconds",
        filter: "filter",
      } as const;
      for (const [flag, parameter] of Object.entries(renamed) as [keyof typeof renamed, string][]) {
        const value = flags[flag];
        if (value !== undefined) query[parameter] = value;
      }
      for await (const entry of api.stream<LogEntry>(applicationPath(name, "logs"), query)) {
        if (entry.last !== true) printLine(entry.content ?? "");
      }
      await api.close();
    });
}
