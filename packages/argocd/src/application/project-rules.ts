import type { ObjectRef } from "@hawser/kube";
import type { AppProject, GroupKind } from "../api/app-project.ts";
import type { Application, ApplicationDestination, ApplicationSource } from "../api/application.ts";

const LOCAL: Required<Pick<ApplicationDestination, "server" | "name">> = {
  server: "https://kubernetes.default.svc",
  name: "in-cluster",
};

/** The project that an Application belongs to; nothing said means `default`. */
export function projectNameOf(app: Application): string {
  return app.spec.project === "" ? "default" : app.spec.project;
}

/** Why a project does not permit an Application's source or destination, in Argo CD's words. */
export function projectProblem(
  project: AppProject,
  source: ApplicationSource,
  destination: ApplicationDestination,
): string | undefined {
  const { name } = project.metadata;
  if (!permits(project.spec.sourceRepos ?? [], (pattern) => matches(pattern, source.repoURL, normalisedUrl)))
    return `application repo ${source.repoURL} is not permitted in project '${name}'`;
  if (!permitsDestination(project, destination.namespace ?? "")) {
    return `application destination server '${destination.server ?? destination.name ?? ""}' and namespace '${destination.namespace ?? ""}' do not match any of the allowed destinations in project '${name}'`;
  }
  return undefined;
}

/** Why a project does not permit an object, or undefined. What `OperationInput.forbidden` asks. */
export function forbiddenBy(project: AppProject): (ref: ObjectRef, namespaced: boolean) => string | undefined {
  const { spec, metadata } = project;
  return (ref, namespaced) => {
    const listed = (list: readonly GroupKind[] | undefined): boolean =>
      (list ?? []).some(
        ({ group, kind, name }) =>
          glob(group, ref.group) && glob(kind, ref.kind) && (name === undefined || glob(name, ref.name)),
      );
    const allowed = namespaced
      ? (spec.namespaceResourceWhitelist === undefined || listed(spec.namespaceResourceWhitelist)) &&
        !listed(spec.namespaceResourceBlacklist)
      : listed(spec.clusterResourceWhitelist) && !listed(spec.clusterResourceBlacklist);
    if (!allowed) return `Resource ${ref.group}:${ref.kind} is not permitted in project ${metadata.name}.`;
    if (namespaced && !permitsDestination(project, ref.namespace))
      return `namespace ${ref.namespace} is not permitted in project '${metadata.name}'`;
    return undefined;
  };
}

function permitsDestination(project: AppProject, namespace: string): boolean {
  return permits(project.spec.destinations ?? [], (pattern) => {
    const byServer = pattern.server === undefined || pattern.server === "" || verdict(pattern.server, LOCAL.server);
    const byName = pattern.name === undefined || pattern.name === "" || verdict(pattern.name, LOCAL.name);
    const byNamespace = verdict(pattern.namespace ?? "", namespace);
    const verdicts = [byServer, byName, byNamespace];
    if (verdicts.includes("denied")) return "denied";
    return verdicts.every((one) => one === true) ? "allowed" : "other";
  });
}

type Verdict = "allowed" | "denied" | "other";

/** A matching deny wins over everything. */
function permits<T>(patterns: readonly T[], judge: (pattern: T) => Verdict): boolean {
  const verdicts = patterns.map(judge);
  return verdicts.includes("allowed") && !verdicts.includes("denied");
}

function matches(pattern: string, value: string, normalise: (text: string) => string): Verdict {
  if (pattern === "*") return "allowed";
  if (pattern.startsWith("!")) return segments(normalise(pattern.slice(1)), normalise(value)) ? "denied" : "other";
  return segments(normalise(pattern), normalise(value)) ? "allowed" : "other";
}

/** One field of a destination: a pattern that begins with `!` takes away what it names, and allows the rest. */
function verdict(pattern: string, value: string): boolean | "denied" {
  if (pattern.startsWith("!")) return glob(pattern.slice(1), value) ? "denied" : true;
  return glob(pattern, value);
}

const glob = (pattern: string, value: string): boolean => compiled(pattern, ".*").test(value);
/** As `glob`, but `*` ends at a slash and `**` does not. */
const segments = (pattern: string, value: string): boolean => compiled(pattern, "[^/]*").test(value);

function compiled(pattern: string, star: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*|\?)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? star : part === "?" ? "." : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
    );
  return new RegExp(`^${source.join("")}$`);
}

function normalisedUrl(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
