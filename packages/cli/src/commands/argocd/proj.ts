import type { AppProject } from "@hawser/argocd";
import { Command } from "commander";
import { print, printObject } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";
import type { OpenSession } from "../../session.ts";

const HEADER = [
  "NAME",
  "DESCRIPTION",
  "DESTINATIONS",
  "SOURCES",
  "CLUSTER-RESOURCE-WHITELIST",
  "NAMESPACE-RESOURCE-BLACKLIST",
  "SIGNATURE-KEYS",
  "ORPHANED-RESOURCES",
  "DESTINATION-SERVICE-ACCOUNTS",
];

/** `argocd proj …`. */
export function projCommand(open: OpenSession): Command {
  return new Command("proj").description("Projects").addCommand(
    new Command("list")
      .description("List projects")
      .option("-o, --output <format>", "wide, name, json or yaml", "wide")
      .action(async (flags: { output: string }, command: Command) => {
        const { api } = open(command);
        const items = (await api.get<{ items?: AppProject[] | null }>("/api/v1/projects")).items ?? [];
        await api.close();
        if (flags.output === "json" || flags.output === "yaml") return printObject(items, flags.output);
        if (flags.output === "name") return print(items.map((project) => `${project.metadata.name}\n`).join(""));
        return print(writeTable([HEADER, ...items.map(row)]));
      }),
  );
}

function row(project: AppProject): string[] {
  const { spec } = project;
  const destinations = (spec.destinations ?? []).map((d) => `${d.server ?? d.name ?? ""},${d.namespace ?? ""}`);
  const whitelist = (spec.clusterResourceWhitelist ?? []).map((r) => `${r.group}/${r.kind}`);
  return [
    project.metadata.name,
    spec.description ?? "",
    oneOrCount(destinations, "destinations"),
    oneOrCount(spec.sourceRepos ?? [], "repos"),
    oneOrCount(whitelist, "resources"),
    oneOrCount(
      (spec.namespaceResourceBlacklist ?? []).map((r) => `${r.group}/${r.kind}`),
      "resources",
    ),
    "<none>",
    spec.orphanedResources === undefined ? "disabled" : `enabled (warn=${spec.orphanedResources.warn ?? false})`,
    "<none>",
  ];
}

function oneOrCount(values: readonly string[], what: string): string {
  if (values.length === 0) return "<none>";
  return values.length === 1 ? (values[0] ?? "") : `${values.length} ${what}`;
}
