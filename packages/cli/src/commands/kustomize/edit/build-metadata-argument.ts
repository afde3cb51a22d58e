import { CommandError } from "../../../cobra/command.ts";

/** The one argument of the `buildmetadata` commands. */
export function buildMetadataArgument(args: readonly string[]): string {
  const [options] = args;
  if (options === undefined) throw new CommandError("must specify a buildMetadata option");
  if (args.length > 1) {
    throw new CommandError(
      `too many arguments: [${args.join(" ")}]; to provide multiple buildMetadata options, please separate options by comma`,
    );
  }
  return options;
}
