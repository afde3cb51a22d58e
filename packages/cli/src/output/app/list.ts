import type { Application } from "@hawser/argocd";
import { writeTable } from "../tab-writer.ts";
import { qualifiedName, syncPolicyShort } from "./summary.ts";

/** What `app list` prints. */
export function applicationList(apps: readonly Application[]): string {
  const header = [
    "NAME",
    "CLUSTER",
    "NAMESPACE",
    "PROJECT",
    "STATUS",
    "HEALTH",
    "SYNCPOLICY",
    "CONDITIONS",
    "REPO",
    "PATH",
    "TARGET",
  ];
  return writeTable([header, ...apps.map(row)]);
}

function row(app: Application): string[] {
  const source = app.spec.source ?? app.spec.sources?.[0];
  return [
    qualifiedName(app),
    app.spec.destination?.server ?? app.spec.destination?.name ?? "",
    app.spec.destination?.namespace ?? "",
    app.spec.project ?? "default",
    app.status?.sync?.status ?? "",
    app.status?.health?.status ?? "",
    syncPolicyShort(app),
    conditionWords(app),
    source?.repoURL ?? "",
    source?.path ?? "",
    source?.targetRevision ?? "",
  ];
}

/** `<none>`, or each condition type once with its count: `SyncError(2),SharedResourceWarning`. */
export function conditionWords(app: Application): string {
  const counts = new Map<string, number>();
  for (const { type } of app.status?.conditions ?? []) counts.set(type, (counts.get(type) ?? 0) + 1);
  if (counts.size === 0) return "<none>";
  return [...counts].map(([type, count]) => (count > 1 ? `${type}(${count})` : type)).join(",");
}
