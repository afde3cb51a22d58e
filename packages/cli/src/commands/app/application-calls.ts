import type { Application } from "@hawser/argocd";
import type { ArgoApi, ResourceDiff, WatchEvent } from "../../api/argo-api.ts";

/** `[namespace/]name` as given on the command line. */
export interface AppName {
  name: string;
  query: Record<string, string>;
}

export function parseAppName(text: string): AppName {
  const slash = text.indexOf("/");
  return slash < 0
    ? { name: text, query: {} }
    : { name: text.slice(slash + 1), query: { appNamespace: text.slice(0, slash) } };
}

const base = "/api/v1/applications";

export function getApplication(api: ArgoApi, app: AppName, refresh?: "normal" | "hard"): Promise<Application> {
  return api.get(`${base}/${encodeURIComponent(app.name)}`, { ...app.query, ...(refresh ? { refresh } : {}) });
}

export async function listApplications(api: ArgoApi, query: Record<string, string>): Promise<Application[]> {
  return (await api.get<{ items?: Application[] | null }>(base, query)).items ?? [];
}

/** Every object, desired beside live; with a revision, as it would be there. */
export async function managedResources(api: ArgoApi, app: AppName, revision?: string): Promise<ResourceDiff[]> {
  const path = `${base}/${encodeURIComponent(app.name)}/managed-resources`;
  const query = { ...app.query, ...(revision === undefined ? {} : { revision }) };
  return (await api.get<{ items?: ResourceDiff[] | null }>(path, query)).items ?? [];
}

/** Every state of one application, the present one first, until the signal fires. */
export async function* watchApplication(api: ArgoApi, app: AppName, signal?: AbortSignal): AsyncIterable<WatchEvent> {
  yield* api.stream<WatchEvent>("/api/v1/stream/applications", { name: app.name, ...app.query }, signal);
}

export function applicationPath(app: AppName, ...parts: string[]): string {
  return [base, encodeURIComponent(app.name), ...parts].join("/");
}
