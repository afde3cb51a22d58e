import fs from "node:fs";
import path from "node:path";
import { type Client, createClient, httpTransport, loadKubeconfig } from "@hawser/kube";
import { CliError } from "../cli-error.ts";
import { readEndpoints } from "./instance.ts";

/** A client for the cluster of the Hawser that runs on a data folder. Throws `CliError` when none does. */
export function clusterClient(dataFolder: string): Client {
  readEndpoints(dataFolder);
  const file = [path.join(dataFolder, "kubeconfig"), process.env["KUBECONFIG"]].find(
    (candidate) => candidate !== undefined && fs.existsSync(candidate),
  );
  if (file === undefined) throw new CliError("There is no kubeconfig: set KUBECONFIG to the cluster's");
  const { transport } = loadKubeconfig(fs.readFileSync(file, "utf8"), {
    readFile: (name) => fs.readFileSync(path.resolve(path.dirname(file), name), "utf8"),
  });
  return createClient(httpTransport(transport));
}
