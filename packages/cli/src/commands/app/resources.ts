import { Command } from "commander";
import type { TreeNode } from "../../output/app/tree.ts";
import { print } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, parseAppName } from "./application-calls.ts";

interface Tree {
  nodes?: TreeNode[] | null;
  orphanedNodes?: TreeNode[] | null;
}

/** `app resources`: what an application owns, and with `--orphaned` what nobody owns beside it. */
export function resourcesCommand(open: OpenSession): Command {
  return new Command("resources")
    .description("List the resources of an application")
    .argument("<name>", "the application, as [namespace/]name")
    .option("--orphaned", "only orphaned resources")
    .action(async (nameText: string, flags: { orphaned?: boolean }, command: Command) => {
      const { api } = open(command);
      const name = parseAppName(nameText);
      const tree = await api.get<Tree>(applicationPath(name, "resource-tree"), name.query);
      await api.close();
      const rows = [
        ...(flags.orphaned === true ? [] : (tree.nodes ?? []).map((node) => row(node, "No"))),
        ...(tree.orphanedNodes ?? []).map((node) => row(node, "Yes")),
      ];
      print(writeTable([["GROUP", "KIND", "NAMESPACE", "NAME", "ORPHANED"], ...rows]));
    });
}

function row(node: TreeNode, orphaned: string): string[] {
  return [node.group ?? "", node.kind, node.namespace ?? "", node.name, orphaned];
}
