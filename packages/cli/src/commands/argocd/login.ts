import { Command } from "commander";
import tls from "node:tls";
import { argoConfigPath, readArgoConfig, saveLogin, writeArgoConfig } from "../../api/argo-config.ts";
import { createArgoApi } from "../../api/argo-api.ts";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { printLine, print } from "../../output/print.ts";
import { writeTable } from "../../output/tab-writer.ts";
import { ask, askPassword, confirm } from "../../prompt.ts";
import type { ArgoGlobalOptions } from "../../session.ts";

interface LoginFlags extends ArgoGlobalOptions {
  username?: string;
  password?: string;
  name?: string;
}

/** `argocd login`: trades a password for a session token and stores it as a context. */
export function loginCommand(): Command {
  return new Command("login")
    .description("Log in to an Argo CD server")
    .argument("<server>", "host:port")
    .option("--username <name>", "account")
    .option("--password <password>", "its password")
    .option("--name <name>", "name of the context (default: the server)")
    .option("--skip-test-tls", "accepted, and not needed")
    .action(async (server: string, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<LoginFlags>();
      const plainText = flags.plaintext ?? false;
      let insecure = flags.insecure ?? false;
      if (!plainText && !insecure) {
        const problem = await certificateProblem(server);
        if (problem !== undefined) {
          const proceed = await confirm(`WARNING: server certificate had error: ${problem}. Proceed insecurely?`);
          if (!proceed) throw new CliError(`server certificate had error: ${problem}`, GENERIC_FAILURE);
          insecure = true;
        }
      }
      const username = flags.username ?? (await ask("Username: "));
      const password = flags.password ?? (await askPassword("Password: "));
      const api = createArgoApi({ url: `${plainText ? "http" : "https"}://${server}`, token: "", insecure });
      const { token } = await api.send<{ token: string }>("POST", "/api/v1/session", { username, password });
      await api.close();

      const file = argoConfigPath(flags.config);
      const context = flags.name ?? server;
      writeArgoConfig(file, saveLogin(readArgoConfig(file), context, { server, insecure, plainText, token }));
      printLine(`'${username}:login' logged in successfully`);
      printLine(`Context '${context}' updated`);
    });
}

/** `argocd logout`. */
export function logoutCommand(): Command {
  return new Command("logout")
    .description("Forget the token of a context")
    .argument("<context>", "the context")
    .action((name: string, _flags: unknown, command: Command) => {
      const file = argoConfigPath(command.optsWithGlobals<ArgoGlobalOptions>().config);
      const config = readArgoConfig(file);
      if (!config.contexts.some((context) => context.name === name)) {
        throw new CliError(`Nothing to logout from`, GENERIC_FAILURE);
      }
      writeArgoConfig(file, { ...config, users: config.users.filter((user) => user.name !== name) });
      printLine(`Logged out from '${name}'`);
    });
}

/** `argocd context`: lists the contexts, or switches to one. */
export function contextCommand(): Command {
  return new Command("context")
    .description("Switch between contexts")
    .argument("[name]", "the context to switch to")
    .option("--delete", "delete the context instead")
    .action((name: string | undefined, flags: { delete?: boolean }, command: Command) => {
      const file = argoConfigPath(command.optsWithGlobals<ArgoGlobalOptions>().config);
      const config = readArgoConfig(file);
      if (name === undefined) {
        const rows = config.contexts.map((c) => [c.name === config["current-context"] ? "*" : "", c.name, c.server]);
        return print(writeTable([["CURRENT", "NAME", "SERVER"], ...rows]));
      }
      if (!config.contexts.some((context) => context.name === name)) {
        throw new CliError(`Context '${name}' undefined`, GENERIC_FAILURE);
      }
      if (flags.delete === true) {
        writeArgoConfig(file, {
          ...config,
          contexts: config.contexts.filter((c) => c.name !== name),
          users: config.users.filter((u) => u.name !== name),
        });
        return printLine(`Context '${name}' deleted`);
      }
      writeArgoConfig(file, { ...config, "current-context": name });
      return printLine(`Switched to context '${name}'`);
    });
}

/** Why the server's certificate cannot be trusted, or undefined. */
function certificateProblem(server: string): Promise<string | undefined> {
  const [host, port] = server.split(":");
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      host: host ?? server,
      port: Number(port ?? 443),
      servername: host ?? server,
      rejectUnauthorized: false,
    });
    socket.setTimeout(10_000, () => socket.destroy(new Error("no answer within 10 s")));
    socket.once("secureConnect", () => {
      resolve(
        socket.authorized
          ? undefined
          : `x509: ${socket.authorizationError?.message ?? String(socket.authorizationError)}`,
      );
      socket.destroy();
    });
    socket.once("error", (error) => reject(new CliError(`dial ${server}: ${error.message}`, GENERIC_FAILURE)));
  });
}
