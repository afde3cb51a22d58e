import type { Client } from "@hawser/kube";
import type { Credentials } from "@hawser/source";
import type { LiveState } from "@hawser/sync";

const SECRET = { group: "", version: "v1", kind: "Secret" };
const LABEL = "argocd.argoproj.io/secret-type";
const KNOWN_HOSTS = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  namespace: "argocd",
  name: "argocd-ssh-known-hosts-cm",
};

/** The credentials of a repository from Argo CD's repository Secrets: its own, else the longest prefix of `repo-creds`. */
export async function repositoryCredentials(client: Client, repoURL: string): Promise<Credentials | undefined> {
  const { items } = await client.list(SECRET, {
    namespace: "argocd",
    labelSelector: `${LABEL} in (repository,repo-creds)`,
  });
  const url = normalised(repoURL);
  const found = items
    .map(({ metadata, data }) => ({ type: metadata.labels?.[LABEL], values: decoded(data) }))
    .filter(({ type, values }) =>
      type === "repository" ? normalised(values.url ?? "") === url : url.startsWith(normalised(values.url ?? "\0")),
    )
    .sort((a, b) =>
      a.type === b.type ? (b.values.url ?? "").length - (a.values.url ?? "").length : a.type === "repository" ? -1 : 1,
    )[0];
  if (!found) return undefined;
  const credentials = credentialsOf(found.values);
  if (credentials.sshPrivateKey !== undefined && credentials.ignoreHostKey !== true) {
    const hosts = await client.get(KNOWN_HOSTS);
    const lines = (hosts?.data as Record<string, string> | undefined)?.ssh_known_hosts;
    if (lines !== undefined && lines !== "") credentials.sshKnownHosts = lines;
  }
  return Object.keys(credentials).length === 0 ? undefined : credentials;
}

/** `repositoryCredentials`, asked once per URL until a Secret or ConfigMap beside them changes. */
export function rememberCredentials(
  client: Client,
  live: LiveState,
): (repoURL: string) => Promise<Credentials | undefined> {
  const known = new Map<string, Promise<Credentials | undefined>>();
  live.onChange(({ ref: { group, kind, namespace } }) => {
    if (group === "" && namespace === KNOWN_HOSTS.namespace && (kind === "Secret" || kind === "ConfigMap"))
      known.clear();
  });
  return (repoURL) => {
    // Without word of changes, an answer may not be kept.
    if (!live.holds(SECRET) || !live.holds(KNOWN_HOSTS)) return repositoryCredentials(client, repoURL);
    let found = known.get(repoURL);
    if (!found) {
      found = repositoryCredentials(client, repoURL);
      known.set(repoURL, found);
      found.catch(() => known.delete(repoURL));
    }
    return found;
  };
}

/** What Argo CD's keys of a repository Secret mean. */
function credentialsOf(values: Record<string, string | undefined>): Credentials {
  const credentials: Credentials = {};
  const { username, password, bearerToken, sshPrivateKey, tlsClientCertData, tlsClientCertKey } = values;
  if (username !== undefined) credentials.username = username;
  if (password !== undefined) credentials.password = password;
  if (bearerToken) credentials.bearerToken = bearerToken;
  if (sshPrivateKey) credentials.sshPrivateKey = sshPrivateKey;
  if (tlsClientCertData) credentials.tlsClientCert = tlsClientCertData;
  if (tlsClientCertKey) credentials.tlsClientKey = tlsClientCertKey;
  if (values.insecure === "true") credentials.insecure = true;
  if (values.insecure === "true" || values.insecureIgnoreHostKey === "true") credentials.ignoreHostKey = true;
  return credentials;
}

function decoded(data: unknown): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString("utf8"),
    ]),
  );
}

function normalised(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
