import { CommandError, type GoCommand } from "../../cobra/command.ts";
import { printLine } from "../../output/print.ts";

/** `kustomize openapi`. */
export function openapiCommand(): Partial<GoCommand> {
  return {
    commands: [
      {
        name: "fetch",
        short: "Not here: it needs a cluster",
        flags: [{ name: "format", type: "string", default: "json", usage: "json or yaml" }],
        run: () => {
          throw new CommandError("cannot fetch the OpenAPI of a cluster. Use: kubectl get --raw /openapi/v2");
        },
      },
      {
        name: "info",
        short: "Print which OpenAPI schema builds use",
        run: () => {
          printLine("{title:Kubernetes,version:v1.21.2}");
        },
      },
    ],
  };
}
