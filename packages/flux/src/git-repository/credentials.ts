import type { KubeObject } from "@hawser/kube";
import type { Credentials } from "@hawser/source";
import type { LiveState } from "@hawser/sync";
import type { GitRepository } from "../api/git-repository.ts";

/** How a repository is entered, from its Secret. Throws when the Secret is missing or says nothing of use. */
export async function credentialsFor(repository: GitRepository, live: LiveState): Promise<Credentials | undefined> {
  const name = repository.spec.secretRef?.name;
  if (name === undefined) return undefined;
  const namespace = repository.metadata.namespace ?? "";
  const secret = await live.fetch({ group: "", version: "v1", kind: "Secret", namespace, name });
  if (!secret) throw new Error(`failed to get secret '${namespace}/${name}': secrets "${name}" not found`);
  return read(secret);
}

function read(secret: KubeObject): Credentials {
  const data = (secret.data ?? {}) as Record<string, string>;
  const value = (...keys: string[]): string | undefined => {
    const key = keys.find((one) => data[one] !== undefined);
    return key === undefined ? undefined : Buffer.from(data[key] ?? "", "base64").toString("utf8");
  };
  const found: Record<keyof Credentials, string | undefined | boolean> = {
    username: value("username"),
    password: value("password"),
    bearerToken: value("bearerToken"),
    sshPrivateKey: value("identity"),
    sshKnownHosts: value("known_hosts"),
    ca: value("ca.crt", "caFile"),
    tlsClientCert: value("tls.crt"),
    tlsClientKey: value("tls.key"),
    ignoreHostKey: undefined,
    insecure: undefined,
  };
  return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined)) as Credentials;
}
