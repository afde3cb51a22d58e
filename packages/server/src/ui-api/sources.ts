import type { Application } from "@hawser/argocd";
import type { GitRepository } from "@hawser/flux";
import type { LiveState } from "@hawser/sync";
import { DEPLOYABLE_KINDS } from "./deployables.ts";
import { conditionOf } from "./flux-object.ts";
import { latest } from "./fleet/row-context.ts";
import type { SourceInfo } from "./types.ts";

/** Every repository that anything uses, by URL. */
export function sourcesOf(live: LiveState, mappedTo: (repoURL: string) => string | undefined): SourceInfo[] {
  const found = new Map<string, SourceInfo>();
  const note = (repository: string, user: string, error: string, fetchedAt: string | undefined): void => {
    if (repository === "") return;
    let info = found.get(repository);
    if (!info) {
      const target = mappedTo(repository);
      info = { repository, ...(target === undefined ? {} : { mappedTo: target }), error: "", usedBy: [] };
      found.set(repository, info);
    }
    const newest = latest(info.fetchedAt, fetchedAt);
    if (newest !== "") info.fetchedAt = newest;
    if (info.error === "") info.error = error;
    info.usedBy.push(user);
  };
  for (const app of live.list(DEPLOYABLE_KINDS.Application) as readonly Application[]) {
    const failure = app.status?.conditions?.find(({ type }) => type === "ComparisonError")?.message ?? "";
    const sources = [app.spec.source, ...(app.spec.sources ?? [])].flatMap((source) => source?.repoURL ?? []);
    for (const url of new Set(sources))
      note(url, `Application/${app.metadata.namespace ?? ""}/${app.metadata.name}`, failure, app.status?.reconciledAt);
  }
  for (const repository of live.list(DEPLOYABLE_KINDS.GitRepository) as readonly GitRepository[]) {
    const ready = conditionOf(repository, "Ready");
    const error = ready?.status === "False" ? (ready.message ?? "") : "";
    const user = `GitRepository/${repository.metadata.namespace ?? ""}/${repository.metadata.name}`;
    note(repository.spec.url, user, error, repository.status?.artifact?.lastUpdateTime);
  }
  return [...found.values()].sort((a, b) => (a.repository < b.repository ? -1 : 1));
}
