import { assertRemoteUrl, createCommitStore, createWebGet, type GitAccess, type WebGet } from "@hawser/source";
import { openRepository, rememberFiles } from "./fetching.ts";
import type { OpenRemoteSources } from "./remote-sources.ts";

export interface CommandLineRemotesOptions {
  /** The environment of the user: git runs in it. */
  env: Readonly<Record<string, string | undefined>>;
  /** Where fetched commits are kept, from one run to the next. */
  cacheFolder: string;
  /** How web addresses are asked. Default: directly, wherever they lead. */
  get?: WebGet;
}

/**
 * Remotes for a user at a terminal: git runs as if the user had called it, with its credential helpers, SSH keys and
 * URL rewrites, and everything that the user's machine reaches may be reached.
 */
export function commandLineRemotes({ env, cacheFolder, get }: CommandLineRemotesOptions): OpenRemoteSources {
  const store = createCommitStore({ host: { env, asUser: true }, cacheFolder });
  const file = rememberFiles(get ?? createWebGet({ mayReachLocal: () => true }));
  const access: GitAccess = {
    key: "",
    enter: (url) => {
      if (!/^file:/.test(url)) assertRemoteUrl(url);
      return { url };
    },
  };
  return {
    repository: (spec, signal) => openRepository(store, spec, access, signal),
    file,
    close: () => store.close(),
  };
}
