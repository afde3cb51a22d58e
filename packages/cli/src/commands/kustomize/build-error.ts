import path from "node:path";
import { KustomizeError } from "@hawser/kustomize";
import { CommandError } from "../../cobra/command.ts";
import { tellWarnings } from "./log-line.ts";

/** The error of a build as a command tells it: the message, and where. Its file is a path in the whole file system. */
export function buildError(error: KustomizeError): CommandError {
  const { root } = path.parse(process.cwd());
  const file = error.file === undefined ? undefined : path.relative(process.cwd(), path.resolve(root, error.file));
  return errorAt(error, file);
}

/** An error in a file that is named as it is shown. */
export function errorAt(error: KustomizeError, file: string | undefined = error.file): CommandError {
  const { line, column } = error;
  const place = file === undefined ? "" : ` (${[file, line, column].filter((part) => part !== undefined).join(":")})`;
  return new CommandError(error.message + place, { cause: error });
}

/** Runs a build, whose failures are told as such. */
export async function orBuildError<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    tellWarnings(error.warnings);
    throw buildError(error);
  }
}
