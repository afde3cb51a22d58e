import { type Command, CommanderError } from "commander";
import { CliError } from "../cli-error.ts";

/** Runs `hawser …`, or `argocd …` by the name it is called with. Answers with the exit code. */
export async function runCommander(name: string, argv: readonly string[]): Promise<number> {
  try {
    const command = await program(name);
    overrideExit(command);
    await command.parseAsync(argv);
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return report(name, error);
  }
}

async function program(name: string): Promise<Command> {
  switch (name) {
    case "argocd":
      return (await import("./argocd.ts")).argocdProgram();
    case "flux":
    case "helm":
      throw new CliError(`${name}: this version of Hawser does not answer as ${name} yet`);
    default:
      return (await import("./hawser.ts")).hawserProgram();
  }
}

function overrideExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

function report(name: string, error: unknown): number {
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
