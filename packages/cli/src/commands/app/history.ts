import { Command } from "commander";
import { goTimestamp } from "../../output/go-time.ts";
import { print, printLine } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";
import type { OpenSession } from "../../session.ts";
import { getApplication, parseAppName } from "./application-calls.ts";

/** `app history`: the syncs that can be rolled back to. */
export function historyCommand(open: OpenSession): Command {
  return new Command("history")
    .description("Show the deployments of an application")
    .argument("<name>", "the application, as [namespace/]name")
    .option("-o, --output <format>", "wide or id", "wide")
    .action(async (nameText: string, flags: { output: string }, command: Command) => {
      const { api } = open(command);
      const app = await getApplication(api, parseAppName(nameText));
      await api.close();
      const history = app.status?.history ?? [];
      if (flags.output === "id") {
        for (const entry of history) printLine(String(entry.id));
        return;
      }
      const bySource = new Map<string, string[][]>();
      for (const entry of history) {
        const sources = entry.sources && entry.sources.length > 0 ? entry.sources : entry.source ? [entry.source] : [];
        for (const [index, source] of sources.entries()) {
          const revision = entry.revisions?.[index] ?? entry.revision ?? "";
          const target = source.targetRevision ?? "";
          const words = /^[0-9a-f]{40}$/.test(revision) ? `${target} (${revision.slice(0, 7)})` : target;
          const rows = bySource.get(source.repoURL) ?? [];
          rows.push([String(entry.id), goTimestamp(new Date(entry.deployedAt)), words]);
          bySource.set(source.repoURL, rows);
        }
      }
      const blocks = [...bySource].map(([repoURL, rows]) =>
        writeTable([["SOURCE", repoURL], ["ID", "DATE", "REVISION"], ...rows]),
      );
      print(blocks.join("\n"));
    });
}
