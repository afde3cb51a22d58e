import { Command } from "commander";
import { accountCommand } from "../commands/argocd/account.ts";
import { appsetCommand } from "../commands/argocd/appset.ts";
import { contextCommand, loginCommand, logoutCommand } from "../commands/argocd/login.ts";
import { projCommand } from "../commands/argocd/proj.ts";
import { versionCommand } from "../commands/argocd/version.ts";
import { appCommand } from "../commands/app/command.ts";
import { openArgoContext } from "../session.ts";

/** `argocd …`: the command lines of the real client, as far as Hawser answers them. */
export function argocdProgram(): Command {
  return new Command("argocd")
    .description("Controls an Argo CD server (answered by Hawser)")
    .option("--server <host:port>", "server address")
    .option("--auth-token <token>", "authentication token")
    .option("--argocd-context <name>", "login context")
    .option("--config <file>", "path to the config file")
    .option("--insecure", "skip server certificate verification")
    .option("--plaintext", "no TLS")
    .option("--grpc-web", "accepted, and not needed")
    .option("--grpc-web-root-path <path>", "accepted, and not needed")
    .addCommand(appCommand(openArgoContext))
    .addCommand(appsetCommand(openArgoContext))
    .addCommand(projCommand(openArgoContext))
    .addCommand(accountCommand(openArgoContext))
    .addCommand(loginCommand())
    .addCommand(logoutCommand())
    .addCommand(contextCommand())
    .addCommand(versionCommand(openArgoContext));
}
