import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { readYaml, writeYaml } from "@hawser/goyaml";
import { CliError, GENERIC_FAILURE } from "../cli-error.ts";

/** `~/.config/argocd/config`, in the format of the real client, so that both can use one login. */
export interface ArgoConfig {
  contexts: { name: string; server: string; user: string }[];
  "current-context": string;
  "prompts-enabled"?: boolean;
  servers: {
    server: string;
    insecure?: boolean;
    "plain-text"?: boolean;
    "grpc-web"?: boolean;
    "grpc-web-root-path"?: string;
  }[];
  users: { name: string; "auth-token"?: string }[];
}

/** One login: where and with which token. */
export interface ArgoLogin {
  server: string;
  insecure: boolean;
  plainText: boolean;
  token: string;
}

/** The config file: the flag, else ARGOCD_CONFIG_DIR, else XDG_CONFIG_HOME, else ~/.config (or ~/.argocd if it exists). */
export function argoConfigPath(flag: string | undefined): string {
  if (flag !== undefined) return flag;
  const folder = process.env["ARGOCD_CONFIG_DIR"];
  if (folder !== undefined) return path.join(folder, "config");
  const legacy = path.join(os.homedir(), ".argocd");
  if (fs.existsSync(legacy)) return path.join(legacy, "config");
  return path.join(process.env["XDG_CONFIG_HOME"] ?? path.join(os.homedir(), ".config"), "argocd", "config");
}

export function readArgoConfig(file: string): ArgoConfig {
  const empty: ArgoConfig = { contexts: [], "current-context": "", servers: [], users: [] };
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return empty;
    throw error;
  }
  const parsed = readYaml(text)[0] as Partial<ArgoConfig> | undefined;
  return {
    ...empty,
    ...parsed,
    contexts: parsed?.contexts ?? [],
    servers: parsed?.servers ?? [],
    users: parsed?.users ?? [],
  };
}

export function writeArgoConfig(file: string, config: ArgoConfig): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, writeYaml(config), { mode: 0o600 });
}

/** Stores a login as the context of the given name and makes it current. */
export function saveLogin(config: ArgoConfig, context: string, login: ArgoLogin): ArgoConfig {
  const { server, insecure, plainText, token } = login;
  const others = <T extends object>(list: T[], key: keyof T, value: unknown): T[] =>
    list.filter((item) => item[key] !== value);
  return {
    ...config,
    contexts: [...others(config.contexts, "name", context), { name: context, server, user: context }],
    "current-context": context,
    servers: [
      ...others(config.servers, "server", server),
      {
        server,
        "grpc-web-root-path": "",
        ...(insecure ? { insecure } : {}),
        ...(plainText ? { "plain-text": plainText } : {}),
      },
    ],
    users: [...others(config.users, "name", context), { name: context, "auth-token": token }],
  };
}

/** The login of a context, or of the current one. Throws `CliError` when there is none. */
export function loginOf(config: ArgoConfig, contextName?: string): ArgoLogin {
  const name = contextName ?? config["current-context"];
  const context = config.contexts.find((c) => c.name === name);
  if (!context) throw new CliError("Argo CD server address unspecified", GENERIC_FAILURE);
  const server = config.servers.find((s) => s.server === context.server);
  const user = config.users.find((u) => u.name === context.user);
  return {
    server: context.server,
    insecure: server?.insecure ?? false,
    plainText: server?.["plain-text"] ?? false,
    token: user?.["auth-token"] ?? "",
  };
}
