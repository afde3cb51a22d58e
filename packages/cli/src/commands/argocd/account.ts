import { Command } from "commander";
import { argoConfigPath, readArgoConfig, writeArgoConfig } from "../../api/argo-config.ts";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { print, printLine } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";
import { askPassword } from "../../prompt.ts";
import type { ArgoGlobalOptions, OpenSession } from "../../session.ts";

interface Account {
  name: string;
  enabled: boolean;
  capabilities: string[];
}

/** `argocd account …`. */
export function accountCommand(open: OpenSession): Command {
  return new Command("account")
    .description("Accounts")
    .addCommand(updatePasswordCommand(open))
    .addCommand(
      new Command("list").description("List accounts").action(async (_flags: unknown, command: Command) => {
        const { api } = open(command);
        const { items } = await api.get<{ items: Account[] }>("/api/v1/account");
        await api.close();
        print(
          writeTable([
            ["NAME", "ENABLED", "CAPABILITIES"],
            ...items.map((a) => [a.name, String(a.enabled), a.capabilities.join(", ")]),
          ]),
        );
      }),
    )
    .addCommand(
      new Command("get-user-info")
        .description("Show who is logged in")
        .action(async (_flags: unknown, command: Command) => {
          const { api } = open(command);
          const info = await api.get<{ loggedIn: boolean; username?: string; iss?: string; groups?: string[] }>(
            "/api/v1/session/userinfo",
          );
          await api.close();
          printLine(`Logged In: ${info.loggedIn}`);
          if (info.loggedIn)
            print(`Username: ${info.username}\nIssuer: ${info.iss}\nGroups: ${(info.groups ?? []).join(",")}\n`);
        }),
    );
}

function updatePasswordCommand(open: OpenSession): Command {
  return new Command("update-password")
    .description("Change the password of the account that is logged in")
    .option("--account <name>", "another account")
    .option("--current-password <password>", "present password")
    .option("--new-password <password>", "new password")
    .action(async (flags: { account?: string; currentPassword?: string; newPassword?: string }, command: Command) => {
      const { api } = open(command);
      const info = await api.get<{ username?: string }>("/api/v1/session/userinfo");
      const user = info.username ?? "admin";
      const currentPassword =
        flags.currentPassword ?? (await askPassword(`*** Enter password of currently logged in user (${user}): `));
      const newPassword = flags.newPassword ?? (await askNewPassword(flags.account ?? user));
      await api.send("PUT", "/api/v1/account/password", { name: flags.account ?? user, currentPassword, newPassword });
      printLine("Password updated");
      await renewToken(api, command, user, newPassword, flags.account);
      await api.close();
    });
}

async function askNewPassword(account: string): Promise<string> {
  const password = await askPassword(`*** Enter new password for user ${account}: `);
  if ((await askPassword(`*** Confirm new password for user ${account}: `)) !== password) {
    throw new CliError("Passwords do not match", GENERIC_FAILURE);
  }
  return password;
}

/** A new password ends the old sessions: log in again where the password is the user's own. */
async function renewToken(
  api: ReturnType<OpenSession>["api"],
  command: Command,
  user: string,
  password: string,
  account?: string,
): Promise<void> {
  if (account !== undefined && account !== user) return;
  const flags = command.optsWithGlobals<ArgoGlobalOptions>();
  if (flags.server !== undefined || flags.authToken !== undefined) return;
  const { token } = await api.send<{ token: string }>("POST", "/api/v1/session", { username: user, password });
  const file = argoConfigPath(flags.config);
  const config = readArgoConfig(file);
  const context = config.contexts.find((c) => c.name === (flags.argocdContext ?? config["current-context"]));
  if (!context) return;
  writeArgoConfig(file, {
    ...config,
    users: [...config.users.filter((u) => u.name !== context.user), { name: context.user, "auth-token": token }],
  });
  printLine(`Context '${context.name}' updated`);
}
