import type { OpenRemoteSources } from "@hawser/kustomize";

/** The user's remotes, loaded when something is fetched: most builds need none. */
export function lazyRemotes(): OpenRemoteSources {
  let opened: OpenRemoteSources | undefined;
  const open = async (): Promise<OpenRemoteSources> => (opened ??= (await import("./remotes.ts")).userRemotes());
  return {
    repository: async (spec, signal) => (await open()).repository(spec, signal),
    file: async (url, signal) => (await open()).file(url, signal),
    close: () => opened?.close(),
  };
}
