import type { ApplicationSet } from "@hawser/argocd";
import { Command } from "commander";
import { print, printObject } from "../../output/print.ts";
import { labelled } from "../../output/app/summary.ts";
import { writeTable } from "../../output/tab-writer.ts";
import type { OpenSession } from "../../session.ts";

/** `argocd appset …`. */
export function appsetCommand(open: OpenSession): Command {
  return new Command("appset")
    .description("ApplicationSets")
    .addCommand(listCommand(open))
    .addCommand(getCommand(open));
}

function listCommand(open: OpenSession): Command {
  return new Command("list")
    .description("List ApplicationSets")
    .option("-o, --output <format>", "wide, name, json or yaml", "wide")
    .action(async (flags: { output: string }, command: Command) => {
      const { api } = open(command);
      const items = (await api.get<{ items?: ApplicationSet[] | null }>("/api/v1/applicationsets")).items ?? [];
      await api.close();
      if (flags.output === "json" || flags.output === "yaml") return printObject(items, flags.output);
      if (flags.output === "name")
        return print(items.map((set) => `${set.metadata.namespace}/${set.metadata.name}\n`).join(""));
      const rows = items.map((set) => {
        const { project, source } = set.spec.template.spec;
        return [
          `${set.metadata.namespace}/${set.metadata.name}`,
          project ?? "default",
          "nil",
          set.status?.health?.status ?? "",
          conditionTypes(set),
          source?.repoURL ?? "",
          source?.path ?? "",
          source?.targetRevision ?? "",
        ];
      });
      return print(
        writeTable([["NAME", "PROJECT", "SYNCPOLICY", "HEALTH", "CONDITIONS", "REPO", "PATH", "TARGET"], ...rows]),
      );
    });
}

function getCommand(open: OpenSession): Command {
  return new Command("get")
    .description("Show one ApplicationSet")
    .argument("<name>", "the ApplicationSet")
    .option("-o, --output <format>", "wide, json or yaml", "wide")
    .action(async (name: string, flags: { output: string }, command: Command) => {
      const { api } = open(command);
      const set = await api.get<ApplicationSet>(`/api/v1/applicationsets/${encodeURIComponent(name)}`);
      await api.close();
      if (flags.output === "json" || flags.output === "yaml") return printObject(set, flags.output);
      const { project, destination, source } = set.spec.template.spec;
      print(labelled("Name:", `${set.metadata.namespace}/${set.metadata.name}`));
      print(labelled("Project:", project ?? "default"));
      print(labelled("Server:", destination.server ?? destination.name ?? ""));
      print(labelled("Namespace:", destination.namespace ?? ""));
      if (source) {
        print(
          "Source:\n" +
            labelled("- Repo:", source.repoURL) +
            labelled("  Target:", source.targetRevision ?? "") +
            labelled("  Path:", source.path ?? ""),
        );
      }
      const conditions = (set.status?.conditions ?? []).map((c) => [
        c.type,
        c.status,
        c.message,
        c.lastTransitionTime ?? "",
      ]);
      if (conditions.length > 0)
        print(`\n${writeTable([["CONDITION", "STATUS", "MESSAGE", "LAST TRANSITION"], ...conditions])}`);
    });
}

function conditionTypes(set: ApplicationSet): string {
  const conditions = set.status?.conditions ?? [];
  return conditions.length === 0 ? "<none>" : JSON.stringify(conditions.map(({ type, status }) => `${type}=${status}`));
}
