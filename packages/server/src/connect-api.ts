import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { createClient, httpTransport, type KubeconfigHost, loadKubeconfig } from "@hawser/kube";
import { loadCertificates } from "./data-folder/certificates.ts";
import { openDataFolder } from "./data-folder/data-folder.ts";
import { choosePorts } from "./data-folder/ports.ts";
import { type ApiOptions, endpointsFile, HOST, type RunningApi } from "./start-api.ts";

const run = promisify(execFile);

/**
 * Reaches another Kubernetes API with a kubeconfig, in the place of an embedded one: the data folder then holds
 * repositories and keys only. Throws `DataFolderError`, or an error that names what is wrong with the kubeconfig.
 */
export async function connectApi(options: ApiOptions & { kubeconfig: string }): Promise<RunningApi> {
  const file = path.resolve(options.kubeconfig);
  const { transport } = loadKubeconfig(fs.readFileSync(file, "utf8"), kubeconfigHost(path.dirname(file)));
  const http = httpTransport(transport);
  const folder = openDataFolder(options.dataFolder);
  try {
    await createClient(http, { userAgent: "hawser" })
      .serverVersion()
      .catch((error: unknown) => {
        throw new Error(`Cannot reach the Kubernetes API ${transport.server}: ${(error as Error).message}`, {
          cause: error,
        });
      });
    const { ports, notes } = await choosePorts(folder, options.ports, HOST, ["ui", "git", "metrics"]);
    const endpoints = endpointsFile(folder, transport.server);
    return {
      folder,
      certificates: await loadCertificates(folder),
      cluster: { client: (userAgent) => createClient(http, { userAgent }) },
      isEmbedded: false,
      url: transport.server,
      kubeconfig: file,
      ports,
      notes,
      announce: (more) => endpoints.write(more),
      answerPort: () => {},
      stop: async () => {
        endpoints.remove();
        await http.close();
        folder.release();
      },
    };
  } catch (error) {
    await http.close();
    folder.release();
    throw error;
  }
}

function kubeconfigHost(folder: string): KubeconfigHost {
  return {
    readFile: (name) => fs.readFileSync(path.resolve(folder, name), "utf8"),
    run: async (command, args, env) =>
      (await run(command, [...args], { env: { ...process.env, ...env }, encoding: "utf8" })).stdout,
  };
}
