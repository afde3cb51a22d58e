import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** How a repository is entered: what a repository Secret of Argo CD or Flux holds. */
export interface Credentials {
  username?: string;
  password?: string;
  bearerToken?: string;
  /** A private key in OpenSSH or PEM form, without passphrase. */
  sshPrivateKey?: string;
  /** Lines as in `known_hosts`; without them those of the user who runs Hawser count. */
  sshKnownHosts?: string;
  /** Any host key will do: Argo CD's `insecure` and `insecureIgnoreHostKey`. */
  ignoreHostKey?: boolean;
  /** Any server certificate will do. */
  insecure?: boolean;
  /** PEM certificates to trust. */
  ca?: string;
  tlsClientCert?: string;
  tlsClientKey?: string;
}

/**
 * Runs `use` with the environment in which git enters a remote.
 *
 * Nothing secret is in arguments or URLs, so neither the process list nor a message shows it. Keys lie in files of
 * their owner alone, and are gone when `use` ends.
 */
export async function withCredentials<T>(
  url: string,
  credentials: Credentials | undefined,
  use: (env: Record<string, string>) => Promise<T>,
): Promise<T> {
  if (!credentials) return use({});
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "git-keys-"));
  const file = async (name: string, text: string): Promise<string> => {
    const target = path.join(folder, name);
    await fs.writeFile(target, text.endsWith("\n") ? text : `${text}\n`, { mode: 0o600 });
    return target;
  };
  try {
    const settings: [key: string, value: string][] = [];
    const env: Record<string, string> = {};
    const origin = /^(https?:\/\/)(?:[^/@]*@)?([^/]+)/.exec(url);
    if (credentials.bearerToken !== undefined && credentials.bearerToken !== "") {
      settings.push(["http.extraHeader", `Authorization: Bearer ${credentials.bearerToken}`]);
      // Git would send the header to wherever a redirect leads.
      settings.push(["http.followRedirects", "false"]);
    } else if (origin && (credentials.username !== undefined || credentials.password !== undefined)) {
      // A helper for this host alone: where a redirect leads elsewhere, nobody is told.
      env.HAWSER_GIT_USERNAME = oneLine(credentials.username ?? "");
      env.HAWSER_GIT_PASSWORD = oneLine(credentials.password ?? "");
      settings.push([
        `credential.${origin[1]}${origin[2]}.helper`,
        `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$HAWSER_GIT_USERNAME" "$HAWSER_GIT_PASSWORD"; }; f`,
      ]);
    }
    if (credentials.insecure === true) settings.push(["http.sslVerify", "false"]);
    if (credentials.ca) settings.push(["http.sslCAInfo", await file("ca.pem", credentials.ca)]);
    if (credentials.tlsClientCert) settings.push(["http.sslCert", await file("client.pem", credentials.tlsClientCert)]);
    if (credentials.tlsClientKey) settings.push(["http.sslKey", await file("client.key", credentials.tlsClientKey)]);
    if (credentials.sshPrivateKey || credentials.sshKnownHosts || credentials.ignoreHostKey === true)
      env.GIT_SSH_COMMAND = await sshCommand(credentials, file);
    env.GIT_CONFIG_COUNT = String(settings.length);
    for (const [index, [key, value]] of settings.entries()) {
      env[`GIT_CONFIG_KEY_${index}`] = key;
      env[`GIT_CONFIG_VALUE_${index}`] = value;
    }
    return await use(env);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function sshCommand(
  { sshPrivateKey, sshKnownHosts, ignoreHostKey }: Credentials,
  file: (name: string, text: string) => Promise<string>,
): Promise<string> {
  const words = ["ssh", "-o", "BatchMode=yes"];
  if (sshPrivateKey) words.push("-o", "IdentitiesOnly=yes", "-i", quoted(await file("identity", sshPrivateKey)));
  if (ignoreHostKey === true) words.push("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null");
  else {
    words.push("-o", "StrictHostKeyChecking=yes");
    if (sshKnownHosts) words.push("-o", quoted(`UserKnownHostsFile=${await file("known_hosts", sshKnownHosts)}`));
  }
  return words.join(" ");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Git's helpers speak in lines; a value of two would say more than its own. */
function oneLine(value: string): string {
  return value.split(/[\r\n\0]/, 1)[0] ?? "";
}
