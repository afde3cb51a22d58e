import { writeYaml } from "@hawser/goyaml";
import { CliError, GENERIC_FAILURE } from "../cli-error.ts";

export function print(text: string): void {
  process.stdout.write(text);
}

export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** `-o json` and `-o yaml`. */
export function printObject(value: unknown, format: "json" | "yaml"): void {
  print(format === "json" ? `${JSON.stringify(value, null, 2)}\n` : writeYaml(value));
}

/** The complaint about any other `-o`. */
export function unknownFormat(format: string): CliError {
  return new CliError(`unknown output format: ${format}`, GENERIC_FAILURE);
}
