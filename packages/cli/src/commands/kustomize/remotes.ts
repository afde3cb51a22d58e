import os from "node:os";
import path from "node:path";
import { commandLineRemotes, type OpenRemoteSources } from "@hawser/kustomize";
import { hasProxy, proxiedGet } from "./proxied-get.ts";

/** What the user's own git and machine reach. Fetched commits are kept for the next run; the folder may be deleted. */
export function userRemotes(): OpenRemoteSources {
  const { XDG_CACHE_HOME: cache = "" } = process.env;
  const caches = cache === "" ? path.join(os.homedir(), ".cache") : cache;
  return commandLineRemotes({
    env: process.env,
    cacheFolder: path.join(caches, "hawser", "remotes"),
    ...(hasProxy(process.env) ? { get: proxiedGet(process.env) } : {}),
  });
}
