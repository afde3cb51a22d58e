import { readYaml, writeYaml } from "@hawser/goyaml";
import { Command } from "commander";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import type { ResourceDiff } from "../../api/argo-api.ts";
import { normalDiff } from "../../output/normal-diff.ts";
import { print } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { getApplication, managedResources, parseAppName } from "./application-calls.ts";

interface Flags {
  refresh?: boolean;
  hardRefresh?: boolean;
  exitCode: boolean;
  diffExitCode: number;
  revision?: string;
}

/** `app diff`. Ends with 1 (or `--diff-exit-code`) when there are differences. Secrets are left out. */
export function diffCommand(open: OpenSession): Command {
  return new Command("diff")
    .description("Show how the cluster differs from Git")
    .argument("<name>", "the application, as [namespace/]name")
    .option("--refresh", "look at Git and the cluster first")
    .option("--hard-refresh", "the same, and forget what was rendered before")
    .option("--revision <revision>", "compare with this revision instead of the target revision")
    .option("--no-exit-code", "end with 0 even when there are differences")
    .option("--diff-exit-code <code>", "exit code when there are differences", Number, 1)
    .action(async (nameText: string, flags: Flags, command: Command) => {
      const { api } = open(command);
      const name = parseAppName(nameText);
      const refresh = flags.hardRefresh === true ? "hard" : flags.refresh === true ? "normal" : undefined;
      await getApplication(api, name, refresh);
      const resources = await managedResources(api, name, flags.revision);
      await api.close();

      const differences = resources.flatMap(predictedDifference);
      for (const { resource, live, target } of differences) {
        print(`\n===== ${resource.group ?? ""}/${resource.kind} ${resource.namespace ?? ""}/${resource.name} ======\n`);
        print(normalDiff(live, target));
      }
      if (differences.length > 0 && flags.exitCode) throw new CliError("", flags.diffExitCode);
    });
}

interface Difference {
  resource: Pick<ResourceDiff, "group" | "kind" | "namespace" | "name">;
  live: string;
  target: string;
}

/** Live against what a sync would make of it, as the server predicts; what a rule hides is no difference. */
function predictedDifference(resource: ResourceDiff): Difference[] {
  if (resource.hook === true || resource.modified === false) return [];
  if (resource.kind === "Secret" && (resource.group ?? "") === "") return [];
  const live = yamlOf(resource.normalizedLiveState ?? resource.liveState);
  const target =
    resource.targetState === undefined || resource.targetState === "null"
      ? ""
      : yamlOf(resource.predictedLiveState ?? resource.targetState);
  return live === target ? [] : [{ resource, live, target }];
}

function yamlOf(state: string | undefined): string {
  if (state === undefined || state === "" || state === "null") return "";
  const [value] = readYaml(state);
  if (value === undefined)
    throw new CliError(`the server answered a state that is no object: ${state.slice(0, 80)}`, GENERIC_FAILURE);
  return writeYaml(withoutServerFields(value));
}

/** What only the server writes differs between any two moments, and says nothing about Git. */
function withoutServerFields(value: unknown): unknown {
  const { status: _status, metadata, ...rest } = value as { metadata?: Record<string, unknown>; status?: unknown };
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...kept } = metadata ?? {};
  return { ...rest, metadata: kept };
}
