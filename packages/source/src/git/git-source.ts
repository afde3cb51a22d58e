import { createHash } from "node:crypto";
import type { Credentials } from "./credentials.ts";
import type { GitHost } from "./git-command.ts";
import { type GitRepository, type GitTimeouts, type OpenRepository, openRepository } from "./git-repository.ts";
import type { TreeOrigin } from "./git-tree.ts";
import { assertPublicHost, assertRemoteUrl, originOf, resolveSubmoduleUrl } from "./submodules.ts";
import { mapUrl, type UrlMapping } from "./url-mapping.ts";

const EMBEDDED = "embedded:";

export interface GitSourceOptions {
  host: GitHost;
  /** Holds one bare mirror for each repository. A cache: may be deleted when nothing runs. */
  cacheFolder: string;
  mappings: readonly UrlMapping[];
  /** The bare folder of an embedded repository by name, or undefined when there is none. */
  embedded(name: string): string | undefined;
  /** Credentials of submodules that lie on another server than the repository that names them. */
  credentialsFor?(url: string): Promise<Credentials | undefined>;
  timeouts?: GitTimeouts;
}

/** All repositories that anybody uses: one mirror each, however many use it. */
export interface GitSource {
  /** Throws for a URL that no transport can reach. */
  repository(url: string, credentials?: Credentials): GitRepository;
  /** Where a URL really leads; undefined when it is not mapped. */
  mappedTo(url: string): string | undefined;
  /** To be told after each push to an embedded repository, before anybody looks: what is known of its refs is forgotten. */
  pushed(name: string): void;
  close(): void;
}

/** Opens repositories by URL, mirrors below one folder and embedded ones where they lie. */
export function createGitSource(options: GitSourceOptions): GitSource {
  const { host, cacheFolder, mappings } = options;
  const open = new Map<string, OpenRepository>();

  function repository(url: string, credentials?: Credentials): OpenRepository {
    const target = mapUrl(url, mappings) ?? url;
    // The URL as well: what a submodule's relative URL means depends on it, wherever it is mapped to.
    const key = JSON.stringify([target, url, credentials ?? {}]);
    const known = open.get(key);
    if (known) return known;
    const openSubmodule = (path: string, commit: string): Promise<TreeOrigin> =>
      submodule(url, target, credentials, path, commit);
    let found: OpenRepository;
    if (target.startsWith(EMBEDDED)) {
      const folder = options.embedded(embeddedName(target));
      // Not remembered: a push may make it at any moment.
      if (folder === undefined)
        throw new Error(
          `failed to list refs: repository not found: ${url} (mapped to the embedded Git, which has no repository "${embeddedName(target)}"; push to it to make it)`,
        );
      found = openRepository(folder, host, { openSubmodule });
    } else {
      try {
        assertRemoteUrl(target);
      } catch (error) {
        throw new Error(`failed to list refs: ${(error as Error).message}`, { cause: error });
      }
      const digest = createHash("sha256")
        .update(JSON.stringify([target, credentials ?? {}]))
        .digest("hex");
      found = openRepository(`${cacheFolder}/${digest.slice(0, 32)}`, host, {
        remote: { url: target, ...(credentials ? { credentials } : {}) },
        openSubmodule,
        ...(options.timeouts ? { timeouts: options.timeouts } : {}),
      });
    }
    open.set(key, found);
    return found;
  }

  async function submodule(
    parent: string,
    parentTarget: string,
    parentCredentials: Credentials | undefined,
    relative: string,
    commit: string,
  ): Promise<TreeOrigin> {
    const url = resolveSubmoduleUrl(parent, relative);
    const mapped = mapUrl(url, mappings);
    const isNeighbour = originOf(url) === originOf(parent);
    // Somebody chose the parent's server and every mapping; where else a repository may send us is not its own choice.
    if (mapped === undefined && !(isNeighbour && mapUrl(parent, mappings) === undefined)) {
      assertRemoteUrl(url);
      await assertPublicHost(url);
    }
    const credentials =
      (await options.credentialsFor?.(url)) ??
      (isNeighbour && originOf(mapped ?? url) === originOf(parentTarget) ? parentCredentials : undefined);
    return repository(url, credentials).origin(commit);
  }

  return {
    repository,
    mappedTo: (url) => mapUrl(url, mappings),
    pushed: (name) => {
      for (const [key, found] of open) {
        const [target = ""] = JSON.parse(key) as string[];
        if (target.startsWith(EMBEDDED) && embeddedName(target) === name) found.invalidate();
      }
    },
    close: () => {
      for (const found of open.values()) found.close();
    },
  };
}

function embeddedName(target: string): string {
  return target
    .slice(EMBEDDED.length)
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
