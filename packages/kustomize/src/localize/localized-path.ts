import path from "node:path";
import type { RepoSpec } from "../remote/repo-spec.ts";

/** The folder that holds what was fetched, in the folder of the kustomization that names it. */
export const LOCALIZED_FILES = "localized-files";

const FILE_SCHEMED = "file-schemed";

/** Where the copy of a web file lies: `localized-files/<host>/<path>`. Queries and ports do not count. */
export function localizedFilePath(url: string): string {
  const { hostname } = new URL(url);
  // As it is written: what is escaped stays escaped.
  const pathname = /^\w+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? "";
  return join(LOCALIZED_FILES, bareHost(hostname), pathname);
}

/** Where the copy of a repository lies: `localized-files/<host>/<repository>/<ref>`. */
export function localizedRepositoryPath({ cloneUrl, ref }: RepoSpec): string {
  const file = /^file:\/\/(.*)$/s.exec(cloneUrl)?.[1];
  if (file !== undefined) return join(LOCALIZED_FILES, FILE_SCHEMED, withoutSuffix(file), ref);
  const [, host = "", repository = ""] =
    /^\w+:\/\/(?:[^/]*@)?(\[[^\]]*\]|[^/:]*)(?::[^/]*)?\/(.*)$/s.exec(cloneUrl) ??
    /^(?:[^/]*@)?(\[[^\]]*\]|[^/:]*)[:/](.*)$/s.exec(cloneUrl) ??
    [];
  return join(LOCALIZED_FILES, bareHost(host), withoutSuffix(repository), ref);
}

/** What a copy is called where nobody names it: after the folder, and after the ref of a repository. */
export function defaultDestination(folder: string, spec: RepoSpec | undefined): string {
  if (!spec) return `localized-${path.posix.basename(folder)}`;
  const name = spec.path === "" ? path.posix.basename(withoutSuffix(spec.cloneUrl)) : path.posix.basename(spec.path);
  return `localized-${name}-${spec.ref.replaceAll("/", "-")}`;
}

/** The way from one folder of a tree to another, as a kustomization writes it. */
export function relativeTo(folder: string, target: string): string {
  return path.posix.relative(`/${folder}`, `/${target}`) || ".";
}

/** Joins paths of a tree; each part is a path from a root of its own, so none leads out of those before it. */
function join(...parts: readonly string[]): string {
  return parts
    .map((part) => path.posix.join("/", part).replace(/^\/+|\/+$/g, ""))
    .filter((part) => part !== "")
    .join("/");
}

function withoutSuffix(repository: string): string {
  return repository.replace(/\/+$/, "").replace(/\.git$/, "");
}

function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}
