import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { argoConfigPath, loginOf, readArgoConfig } from "./api/argo-config.ts";
import { type ArgoApi, createArgoApi } from "./api/argo-api.ts";
import { dataFolderPath, readEndpoints } from "./api/instance.ts";

/** What a command that talks to a running Hawser (or argocd-server) needs. */
export interface Session {
  api: ArgoApi;
  /** The UI's base URL, for links in output. */
  url: string;
}

/** How the program finds its server: `hawser` by data folder, `argocd` by login context. */
export type OpenSession = (command: Command) => Session;

/** The session of `hawser …`: the running instance, with the token that lies in its data folder. */
export function openInstance(command: Command): Session {
  const folder = dataFolderPath(command.optsWithGlobals<{ data?: string }>().data);
  const endpoints = readEndpoints(folder);
  const token = fs.readFileSync(path.join(folder, "token"), "utf8").trim();
  return { api: createArgoApi({ url: endpoints.ui, token, insecure: false }), url: endpoints.ui };
}

export interface ArgoGlobalOptions {
  server?: string;
  authToken?: string;
  argocdContext?: string;
  config?: string;
  insecure?: boolean;
  plaintext?: boolean;
}

/** The session of `argocd …`: the flags, else the environment, else the current login context. */
export function openArgoContext(command: Command): Session {
  const flags = command.optsWithGlobals<ArgoGlobalOptions>();
  const server = flags.server ?? process.env["ARGOCD_SERVER"];
  const token = flags.authToken ?? process.env["ARGOCD_AUTH_TOKEN"];
  const stored = (): ReturnType<typeof loginOf> =>
    loginOf(readArgoConfig(argoConfigPath(flags.config)), flags.argocdContext);
  const login =
    server === undefined
      ? stored()
      : { server, insecure: flags.insecure ?? false, plainText: flags.plaintext ?? false, token: "" };
  const url = `${(flags.plaintext ?? login.plainText) ? "http" : "https"}://${login.server}`;
  return {
    api: createArgoApi({ url, token: token ?? login.token, insecure: flags.insecure ?? login.insecure }),
    url,
  };
}
