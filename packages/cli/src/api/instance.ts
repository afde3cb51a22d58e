import fs from "node:fs";
import path from "node:path";
import { CliError } from "../cli-error.ts";

/** `DIR/endpoints.json`: where a running Hawser answers. */
export interface Endpoints {
  api: string;
  ui: string;
  git: string;
  metrics: string;
  repositories: Record<string, string>;
  pid: number;
}

/** The data folder that a command means: the flag, else HAWSER_DATA, else `./.hawser`. */
export function dataFolderPath(flag: string | undefined): string {
  return path.resolve(flag ?? process.env["HAWSER_DATA"] ?? ".hawser");
}

/** Reads the endpoints of the Hawser that runs on a data folder; throws `CliError` when none does. */
export function readEndpoints(dataFolder: string): Endpoints {
  try {
    return JSON.parse(fs.readFileSync(path.join(dataFolder, "endpoints.json"), "utf8")) as Endpoints;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new CliError(
        `No Hawser runs on ${dataFolder}. Start one with \`hawser up\`, or name its folder with --data.`,
      );
    }
    throw new CliError(`Cannot read ${path.join(dataFolder, "endpoints.json")}: ${(error as Error).message}`);
  }
}
