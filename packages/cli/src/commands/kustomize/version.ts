import type { GoCommand } from "../../cobra/command.ts";
import { print, printLine } from "../../output/print.ts";
import { VERSION } from "../../version.ts";

/** The release of Kustomize whose behaviour Hawser has. */
export const KUSTOMIZE_VERSION = "v5.8.1";

/** `kustomize version`. */
export function versionCommand(): Partial<GoCommand> {
  return {
    example: "  kustomize version -o yaml",
    flags: [
      { name: "output", short: "o", type: "string", usage: "yaml or json" },
      {
        name: "short",
        type: "bool",
        usage: "in one line",
        deprecated: "and will be removed in the future.",
      },
    ],
    run: ({ flags }) => {
      const details = {
        version: KUSTOMIZE_VERSION,
        gitCommit: `hawser-${VERSION}`,
        buildDate: "unknown",
        goOs: process.platform,
        goArch: process.arch === "x64" ? "amd64" : process.arch,
        goVersion: `node${process.versions.node}`,
      };
      if (flags.bool("short")) printLine(`{${details.version}  ${details.buildDate}   }`);
      else if (flags.text("output") === "json") printLine(JSON.stringify(details, null, 2));
      else if (flags.text("output") === "yaml")
        print(
          `${Object.entries(details)
            .map(([name, value]) => `${name}: ${value}\n`)
            .join("")}\n`,
        );
      else if (flags.text("output") === "") printLine(KUSTOMIZE_VERSION);
    },
  };
}
