import yaml from "js-yaml";
import type { HttpTransportOptions } from "./http-transport.ts";

/** What a kubeconfig may ask of the machine it is read on. */
export interface KubeconfigHost {
  /** Reads a file named in the kubeconfig; relative names are relative to the kubeconfig's folder. */
  readFile(path: string): string;
  /** Runs a credential plugin and answers what it printed. Absent: such users are refused. */
  run?(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string>;
  now?(): number;
}

interface Kubeconfig {
  "current-context"?: string;
  clusters?: { name: string; cluster: Record<string, unknown> }[];
  contexts?: { name: string; context: { cluster: string; user?: string; namespace?: string } }[];
  users?: { name: string; user: Record<string, unknown> }[];
}

interface ExecConfig {
  apiVersion: string;
  command: string;
  args?: string[];
  env?: { name: string; value: string }[];
  installHint?: string;
}

/** Reads a kubeconfig's text: the named context, or the current one. Throws with the entry's name in the message. */
export function loadKubeconfig(
  text: string,
  host: KubeconfigHost,
  contextName?: string,
): { transport: HttpTransportOptions; namespace: string } {
  const config = yaml.load(text) as Kubeconfig | null;
  const name = contextName ?? config?.["current-context"] ?? "";
  const context = config?.contexts?.find((entry) => entry.name === name)?.context;
  if (!context) throw new Error(`kubeconfig: context "${name}" does not exist`);
  const cluster = config?.clusters?.find((entry) => entry.name === context.cluster)?.cluster;
  if (!cluster) throw new Error(`kubeconfig: cluster "${context.cluster}" of context "${name}" does not exist`);
  const user = config?.users?.find((entry) => entry.name === context.user)?.user ?? {};

  const text64 = (data: unknown, file: unknown): string | undefined => {
    if (typeof data === "string") return Buffer.from(data, "base64").toString("utf8");
    return typeof file === "string" ? host.readFile(file) : undefined;
  };
  const string = (value: unknown): string | undefined =>
    typeof value === "string" && value !== "" ? value : undefined;

  const server = string(cluster["server"]);
  if (server === undefined) throw new Error(`kubeconfig: cluster "${context.cluster}" has no server`);
  const ca = text64(cluster["certificate-authority-data"], cluster["certificate-authority"]);
  const cert = text64(user["client-certificate-data"], user["client-certificate"]);
  const key = text64(user["client-key-data"], user["client-key"]);
  const token = tokenSource(user, host);
  const tlsServerName = string(cluster["tls-server-name"]);
  const username = string(user["username"]);
  const password = string(user["password"]);
  return {
    namespace: context.namespace ?? "default",
    transport: {
      server,
      insecureSkipTlsVerify: cluster["insecure-skip-tls-verify"] === true,
      ...(ca === undefined ? {} : { ca }),
      ...(tlsServerName === undefined ? {} : { tlsServerName }),
      ...(cert !== undefined && key !== undefined ? { clientCertificate: { cert, key } } : {}),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(token === undefined ? {} : { token }),
    },
  };
}

function tokenSource(
  user: Record<string, unknown>,
  host: KubeconfigHost,
): (() => string | Promise<string>) | undefined {
  const { token, tokenFile, exec } = user as { token?: string; tokenFile?: string; exec?: ExecConfig };
  if (typeof token === "string") return () => token;
  if (typeof tokenFile === "string") return () => host.readFile(tokenFile).trim();
  return exec ? pluginToken(exec, host) : undefined;
}

/** Asks a credential plugin, and again when its answer expires. */
function pluginToken(exec: ExecConfig, host: KubeconfigHost): () => Promise<string> {
  const now = (): number => host.now?.() ?? Date.now();
  let current: { token: string; expires: number } | undefined;
  return async () => {
    if (current && current.expires > now() + 10_000) return current.token;
    if (!host.run) throw new Error(`kubeconfig: the credential plugin ${exec.command} may not be run here`);
    const env = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]));
    env["KUBERNETES_EXEC_INFO"] = JSON.stringify({
      apiVersion: exec.apiVersion,
      kind: "ExecCredential",
      spec: { interactive: false },
    });
    let printed: string;
    try {
      printed = await host.run(exec.command, exec.args ?? [], env);
    } catch (error) {
      throw new Error(
        `kubeconfig: the credential plugin ${exec.command} failed${exec.installHint ? `. ${exec.installHint}` : ""}`,
        { cause: error },
      );
    }
    const { status } = JSON.parse(printed) as { status?: { token?: string; expirationTimestamp?: string } };
    if (status?.token === undefined)
      throw new Error(`kubeconfig: the credential plugin ${exec.command} answered no token`);
    current = {
      token: status.token,
      expires: status.expirationTimestamp ? Date.parse(status.expirationTimestamp) : Infinity,
    };
    return current.token;
  };
}
