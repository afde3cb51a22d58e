import type { Application } from "@hawser/argocd";
import { goDuration, goTimestamp } from "../go-time.ts";
import { writeTable } from "../tab-writer.ts";
import { operationResources, resourceRows } from "./resources.ts";

export interface SummaryOptions {
  /** The UI's base URL, without a trailing slash. */
  url: string;
  /** Where a repository URL is mapped to, or undefined when it is not. */
  mappedTo?: (repoURL: string) => string | undefined;
  /** `kind/namespace/name` of objects with a rule that hides a difference, each with its rules. */
  hidden?: readonly { resource: string; rules: readonly string[] }[];
  showOperation?: boolean;
  now?: Date;
}

/** What `app get` prints. */
export function applicationSummary(app: Application, options: SummaryOptions): string {
  const blocks = [header(app, options)];
  if (options.showOperation === true && app.status?.operationState) blocks.push(`\n${operationBlock(app)}`);
  const conditions = app.status?.conditions ?? [];
  if (conditions.length > 0) {
    const rows = conditions.map((c) => [c.type, c.message, c.lastTransitionTime ?? "<nil>"]);
    blocks.push(`\n${writeTable([["CONDITION", "MESSAGE", "LAST TRANSITION"], ...rows])}\n`);
  }
  const rows = resourceRows(app, operationResources(app));
  if (rows.length > 0) {
    blocks.push(
      `\n${writeTable([["GROUP", "KIND", "NAMESPACE", "NAME", "STATUS", "HEALTH", "HOOK", "MESSAGE"], ...rows])}`,
    );
  }
  for (const { resource, rules } of options.hidden ?? []) {
    blocks.push(`\nHidden difference in ${resource}, by ignoreDifferences: ${rules.join(", ")}\n`);
  }
  return blocks.join("");
}

/** The block that ends `app sync`, `app wait` and `app rollback`. */
export function operationBlock(app: Application, now: Date = new Date()): string {
  const state = app.status?.operationState;
  if (!state) return "";
  const started = new Date(state.startedAt ?? now);
  const finished = state.finishedAt === undefined ? now : new Date(state.finishedAt);
  const seconds = Math.round((finished.getTime() - started.getTime()) / 1000);
  const result = state.syncResult;
  const lines = [
    labelled("Operation:", operationKind(app)),
    ...(result ? [labelled("Sync Revision:", result.revision ?? (result.revisions ?? []).join(","))] : []),
    labelled("Phase:", state.phase ?? ""),
    labelled("Start:", goTimestamp(started)),
    ...(state.finishedAt === undefined ? [] : [labelled("Finished:", goTimestamp(finished))]),
    labelled("Duration:", goDuration(seconds)),
    ...(state.message === undefined || state.message === "" ? [] : [labelled("Message:", state.message)]),
  ];
  return lines.join("");
}

function header(app: Application, options: SummaryOptions): string {
  const { spec, status } = app;
  const sources = spec.sources && spec.sources.length > 0 ? spec.sources : spec.source ? [spec.source] : [];
  const lines = [
    labelled("Name:", qualifiedName(app)),
    labelled("Project:", spec.project === "" || spec.project === undefined ? "default" : spec.project),
    labelled("Server:", spec.destination?.server ?? spec.destination?.name ?? ""),
    labelled("Namespace:", spec.destination?.namespace ?? ""),
    labelled("URL:", `${options.url}/applications/${qualifiedName(app)}`),
    sources.length > 1 ? "Sources:\n" : "Source:\n",
  ];
  for (const source of sources) {
    lines.push(labelled("- Repo:", source.repoURL));
    const mapped = options.mappedTo?.(source.repoURL);
    if (mapped !== undefined) lines.push(labelled("  Mapped to:", mapped));
    lines.push(labelled("  Target:", source.targetRevision ?? ""));
    if (source.path !== undefined && source.path !== "") lines.push(labelled("  Path:", source.path));
    if (source.chart !== undefined) lines.push(labelled("  Chart:", source.chart));
    if (source.ref !== undefined) lines.push(labelled("  Ref:", source.ref));
    if (source.helm?.valueFiles) lines.push(labelled("  Helm Values:", source.helm.valueFiles.join(",")));
    if (source.kustomize?.namePrefix) lines.push(labelled("  Name Prefix:", source.kustomize.namePrefix));
  }
  lines.push(labelled("SyncWindow:", "Sync Allowed"), labelled("Sync Policy:", syncPolicyWords(app)));
  lines.push(labelled("Sync Status:", syncStatusWords(app)));
  const health = status?.health;
  lines.push(labelled("Health Status:", `${health?.status ?? ""}${health?.message ? ` (${health.message})` : ""}`));
  return lines.join("");
}

/** `argocd/shopapi-dev`. */
export function qualifiedName(app: Application): string {
  return `${app.metadata.namespace ?? "argocd"}/${app.metadata.name}`;
}

/** `Manual`, `Automated` or `Automated (Prune)`. */
export function syncPolicyWords(app: Application): string {
  const automated = app.spec.syncPolicy?.automated;
  if (!automated || automated.enabled === false) return "Manual";
  return automated.prune === true ? "Automated (Prune)" : "Automated";
}

/** The same for lists: `Manual`, `Auto` or `Auto-Prune`. */
export function syncPolicyShort(app: Application): string {
  return syncPolicyWords(app).replace("Automated (Prune)", "Auto-Prune").replace("Automated", "Auto");
}

function syncStatusWords(app: Application): string {
  const status = app.status?.sync?.status ?? "Unknown";
  const target = app.spec.source?.targetRevision ?? "";
  const revision = app.status?.sync?.revision ?? "";
  if (app.spec.sources && app.spec.sources.length > 0) return status;
  const short = /^[0-9a-f]{40}$/.test(revision) ? ` (${revision.slice(0, 7)})` : "";
  const words: Record<string, string> = { Synced: "Synced to", OutOfSync: "OutOfSync from" };
  return words[status] === undefined ? status : `${words[status]} ${target}${short}`;
}

function operationKind(app: Application): string {
  const operation = app.status?.operationState?.operation;
  return operation?.sync ? "Sync" : "";
}

/** Labels fill 20 columns. */
export function labelled(label: string, value: string): string {
  return `${label.padEnd(20)}${value}\n`;
}
