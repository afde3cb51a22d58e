import { Command } from "commander";
import { fluxGetCommand } from "../commands/get/command.ts";

/** `flux …`: as far as Hawser answers it, `flux get`. */
export function fluxProgram(): Command {
  return new Command("flux")
    .description("Command line utility for assembling Kubernetes CD pipelines (answered by Hawser)")
    .option("--kubeconfig <file>", "path to the kubeconfig (default: $KUBECONFIG, else ~/.kube/config)")
    .option("--context <name>", "context of the kubeconfig")
    .option("-n, --namespace <namespace>", "namespace", "flux-system")
    .addCommand(fluxGetCommand());
}
