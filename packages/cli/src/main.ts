/**
 * The command line: `hawser …`; under the names argocd, flux and kustomize it answers as those.
 *
 * The program is chosen by the name it was called with, its commands are loaded when they are called. Depends on:
 * server (up, api), kustomize, and over HTTP on a running Hawser.
 *
 * @module
 */
import path from "node:path";
import { CommanderError } from "commander";
import { CliError } from "./cli-error.ts";

const name = path.basename(process.argv[1] ?? "hawser").replace(/\.js$/, "");

async function program(): Promise<import("commander").Command> {
  switch (name) {
    case "argocd":
      return (await import("./programs/argocd.ts")).argocdProgram();
    case "kustomize":
      return (await import("./programs/kustomize.ts")).kustomizeProgram();
    case "flux":
    case "helm":
      throw new CliError(`${name}: this version of Hawser does not answer as ${name} yet`);
    default:
      return (await import("./programs/hawser.ts")).hawserProgram();
  }
}

// A reader that closes early (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  const command = await program();
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
  await command.parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}

function overrideExit(command: import("commander").Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof CliError) {
    if (error.message !== "") console.error(name === "argocd" ? argoLogLine(error.message) : `Error: ${error.message}`);
    return error.exitCode;
  }
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 70;
}

/** The real client reports as a line of JSON; scripts look for its words. */
function argoLogLine(message: string): string {
  return JSON.stringify({ level: "fatal", msg: message, time: new Date().toISOString().replace(/\.\d+Z$/, "Z") });
}
