import type { ArgoApi } from "../../api/argo-api.ts";

/** Tells where a repository URL leads on this Hawser; a plain argocd-server maps nothing. */
export async function repositoryMappings(api: ArgoApi): Promise<(repoURL: string) => string | undefined> {
  try {
    const { items } = await api.get<{ items: { from: string; to: string }[] }>("/api/hawser/v1/mappings");
    const longestFirst = [...items].sort((a, b) => b.from.length - a.from.length);
    return (repoURL) => {
      const mapping = longestFirst.find(({ from }) => repoURL.startsWith(from));
      return mapping && mapping.to + repoURL.slice(mapping.from.length);
    };
  } catch {
    return () => undefined;
  }
}
