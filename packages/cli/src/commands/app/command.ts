import { Command } from "commander";
import type { OpenSession } from "../../session.ts";
import { deleteCommand } from "./delete.ts";
import { diffCommand } from "./diff.ts";
import { getCommand } from "./get.ts";
import { historyCommand } from "./history.ts";
import { listCommand } from "./list.ts";
import { logsCommand } from "./logs.ts";
import { manifestsCommand } from "./manifests.ts";
import { resourcesCommand } from "./resources.ts";
import { rollbackCommand } from "./rollback.ts";
import { setCommand } from "./set.ts";
import { syncCommand } from "./sync.ts";
import { terminateCommand } from "./terminate-op.ts";
import { waitCommand } from "./wait.ts";

/** `app …`, of `hawser` and of `argocd`. */
export function appCommand(open: OpenSession): Command {
  const app = new Command("app").description("Applications");
  const commands = [
    listCommand,
    getCommand,
    syncCommand,
    diffCommand,
    manifestsCommand,
    historyCommand,
    rollbackCommand,
    setCommand,
    waitCommand,
    deleteCommand,
    logsCommand,
    resourcesCommand,
    terminateCommand,
  ];
  for (const command of commands) app.addCommand(command(open));
  return app;
}
