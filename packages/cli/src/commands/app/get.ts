import type { Application } from "@hawser/argocd";
import { Command } from "commander";
import type { ArgoApi, ResourceDiff } from "../../api/argo-api.ts";
import { applicationSummary } from "../../output/app/summary.ts";
import { applicationTree, type TreeNode } from "../../output/app/tree.ts";
import { print, printObject, unknownFormat } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import {
  type AppName,
  applicationPath,
  getApplication,
  managedResources,
  parseAppName,
  watchApplication,
} from "./application-calls.ts";
import { repositoryMappings } from "./repository-mappings.ts";

interface Flags {
  output: string;
  refresh?: boolean;
  hardRefresh?: boolean;
  showOperation?: boolean;
  watch?: boolean;
  appNamespace?: string;
}

/** `app get`. */
export function getCommand(open: OpenSession): Command {
  return new Command("get")
    .description("Show one application: its state, its resources, and what the last operation said of them")
    .argument("<name>", "the application, as [namespace/]name")
    .option("-o, --output <format>", "wide, tree, tree=detailed, json or yaml", "wide")
    .option("--refresh", "look at Git and the cluster first")
    .option("--hard-refresh", "the same, and forget what was rendered before")
    .option("--show-operation", "show the last operation too")
    .option("-w, --watch", "print again at every change, until Ctrl-C")
    .option("-N, --app-namespace <namespace>", "the application's namespace")
    .action(async (nameText: string, flags: Flags, command: Command) => {
      const { api, url } = open(command);
      const name = parseAppName(flags.appNamespace === undefined ? nameText : `${flags.appNamespace}/${nameText}`);
      const refresh = flags.hardRefresh === true ? "hard" : flags.refresh === true ? "normal" : undefined;
      const app = await getApplication(api, name, refresh);
      await show(api, url, name, app, flags);
      if (flags.watch === true) {
        let last = fingerprint(app);
        for await (const event of watchApplication(api, name)) {
          if (event.type === "DELETED") break;
          const now = fingerprint(event.application);
          if (now === last) continue;
          last = now;
          print("\n");
          await show(api, url, name, event.application, flags);
        }
      }
      await api.close();
    });
}

async function show(api: ArgoApi, url: string, name: AppName, app: Application, flags: Flags): Promise<void> {
  if (flags.output === "json" || flags.output === "yaml") return printObject(app, flags.output);
  const mappings = await repositoryMappings(api);
  const summary = {
    url,
    mappedTo: mappings,
    hidden: hiddenDifferences(await managedResources(api, name)),
    showOperation: flags.showOperation ?? false,
  };
  if (flags.output === "wide" || flags.output === "") return print(applicationSummary(app, summary));
  if (flags.output === "tree" || flags.output === "tree=detailed") {
    const tree = await api.get<{ nodes?: TreeNode[] | null }>(applicationPath(name, "resource-tree"), name.query);
    const bare = { ...app, status: { ...app.status, resources: [] } } as unknown as Application;
    return print(
      `${applicationSummary(bare, summary)}\n${applicationTree(app, tree.nodes ?? [], flags.output !== "tree")}`,
    );
  }
  throw unknownFormat(flags.output);
}

function hiddenDifferences(resources: readonly ResourceDiff[]): { resource: string; rules: string[] }[] {
  return resources
    .filter((resource) => (resource.hiddenBy ?? []).length > 0)
    .map((resource) => ({
      resource: [resource.kind, resource.namespace ?? "", resource.name].filter((part) => part !== "").join("/"),
      rules: resource.hiddenBy ?? [],
    }));
}

/** What a watcher sees of an application: a status write that changes none of it is not printed again. */
function fingerprint(app: Application): string {
  const { sync, health, operationState, conditions, resources } = app.status ?? {};
  return JSON.stringify([
    app.spec,
    sync?.status,
    sync?.revision,
    health?.status,
    operationState?.phase,
    operationState?.message,
    conditions,
    resources,
  ]);
}
