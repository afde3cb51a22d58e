import type { Client } from "@hawser/kube";
import type { Credentials } from "@hawser/source";

const SECRET = { group: "", version: "v1", kind: "Secret" };
const LABEL = "argocd.argoproj.io/secret-type";

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
  const { username, password } = found.values;
  if (username === undefined && password === undefined) return undefined;
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
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
