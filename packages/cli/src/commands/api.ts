import { createLogger, DataFolderError, type RunningApi, startApi } from "@hawser/server";
import { Command } from "commander";
import { dataFolderPath } from "../api/instance.ts";
import { CliError } from "../cli-error.ts";
import { printLine } from "../output/print.ts";
import { parsePort, untilStopped } from "./process.ts";

interface Flags {
  data?: string;
  apiPort?: string;
  workloads: boolean;
  logLevel: string;
}

/** `hawser api`: the embedded Kubernetes API alone, without the engine. */
export function apiCommand(): Command {
  return new Command("api")
    .description("Run the embedded Kubernetes API, without the engine")
    .option("--api-port <port>", "port of the API (default: 6443, or the next free one; kept in the data folder)")
    .option("--no-workloads", "no built-in controllers and no simulated nodes")
    .option("--log-level <level>", "debug, info, warn or error", "warn")
    .action(async (_options: unknown, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const began = performance.now();
      const running = await start(flags);
      for (const note of running.notes) printLine(note);
      printLine(`Kubernetes API ready on ${running.url} after ${((performance.now() - began) / 1000).toFixed(2)} s`);
      printLine(`  export KUBECONFIG=${running.kubeconfig}`);
      printLine("Containers are simulated: nothing runs in the Pods. Ctrl-C stops.");
      await untilStopped();
      await running.stop();
    });
}

async function start(flags: Flags): Promise<RunningApi> {
  try {
    return await startApi({
      dataFolder: dataFolderPath(flags.data),
      ports: flags.apiPort === undefined ? {} : { api: parsePort("--api-port", flags.apiPort) },
      logger: createLogger({ level: flags.logLevel }),
      workloads: flags.workloads,
    });
  } catch (error) {
    if (error instanceof DataFolderError || (error instanceof Error && error.name === "StorageError"))
      throw new CliError(error.message);
    throw error;
  }
}
