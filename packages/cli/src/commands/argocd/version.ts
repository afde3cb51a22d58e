import { Command } from "commander";
import { print, printObject } from "../../output/print.ts";
import type { OpenSession } from "../../session.ts";
import { VERSION } from "../../version.ts";

/** `argocd version`. */
export function versionCommand(open: OpenSession): Command {
  return new Command("version")
    .description("Print the versions of the client and the server")
    .option("--client", "only the client")
    .option("--short", "only the version numbers")
    .option("-o, --output <format>", "wide, short, json or yaml", "wide")
    .action(async (flags: { client?: boolean; short?: boolean; output: string }, command: Command) => {
      const client = {
        Version: `v${VERSION}+hawser`,
        Platform: `${process.platform}/${process.arch === "x64" ? "amd64" : process.arch}`,
      };
      let server: Record<string, string> | undefined;
      if (flags.client !== true) {
        const { api } = open(command);
        server = await api.get<Record<string, string>>("/api/version");
        await api.close();
      }
      if (flags.output === "json" || flags.output === "yaml")
        return printObject({ client, ...(server ? { server } : {}) }, flags.output);
      const details = (value: Record<string, string>): string =>
        flags.short === true || flags.output === "short"
          ? ""
          : Object.entries(value)
              .filter(([key, text]) => key !== "Version" && text !== "")
              .map(([key, text]) => `  ${key}: ${text}\n`)
              .join("");
      print(`argocd: ${client.Version}\n${details(client)}`);
      if (server) print(`argocd-server: ${server["Version"]}\n${details(server)}`);
    });
}
