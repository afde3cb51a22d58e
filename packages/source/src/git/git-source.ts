import { createHash } from "node:crypto";
import type { GitHost } from "./git-command.ts";
import { type Credentials, type GitRepository, openRepository } from "./git-repository.ts";
import { mapUrl, type UrlMapping } from "./url-mapping.ts";

const EMBEDDED = "embedded:";

export interface GitSourceOptions {
  host: GitHost;
  /** Holds one bare mirror for each repository. A cache: may be deleted when nothing runs. */
  cacheFolder: string;
  mappings: readonly UrlMapping[];
  /** The bare folder of an embedded repository by name, or undefined when there is none. */
  embedded(name: string): string | undefined;
}

/** All repositories that anybody uses: one mirror each, however many use it. */
export interface GitSource {
  /** Throws for a URL that no transport can reach. */
  repository(url: string, credentials?: Credentials): GitRepository;
  /** Where a URL really leads; undefined when it is not mapped. */
  mappedTo(url: string): string | undefined;
  close(): void;
}

export function createGitSource(options: GitSourceOptions): GitSource {
  const { host, cacheFolder, mappings } = options;
  const open = new Map<string, GitRepository>();
  return {
    repository(url, credentials) {
      const target = mapUrl(url, mappings) ?? url;
      const key = `${target}\0${credentials?.username ?? ""}\0${credentials?.password ?? ""}`;
      let found = open.get(key);
      if (found) return found;
      if (target.startsWith(EMBEDDED)) {
        const name = target
          .slice(EMBEDDED.length)
          .replace(/\/+$/, "")
          .replace(/\.git$/, "");
        const folder = options.embedded(name);
        // Not remembered: a push may make it at any moment.
        if (folder === undefined)
          throw new Error(
            `failed to list refs: repository not found: ${url} (mapped to the embedded Git, which has no repository "${name}"; push to it to make it)`,
          );
        found = openRepository(folder, host);
      } else {
        if (!/^(https?|ssh|git):\/\/|^[\w.-]+@[\w.-]+:/.test(target))
          throw new Error(`failed to list refs: unsupported repository URL ${url}; use https, ssh or git`);
        const folder = `${cacheFolder}/${createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
        found = openRepository(folder, host, { url: target, ...(credentials ? { credentials } : {}) });
      }
      open.set(key, found);
      return found;
    },
    mappedTo: (url) => mapUrl(url, mappings),
    close: () => {
      for (const repository of open.values()) repository.close();
    },
  };
}
