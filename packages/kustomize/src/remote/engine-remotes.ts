import {
  assertPublicHost,
  assertRemoteUrl,
  createCommitStore,
  createWebGet,
  type Credentials,
  type GitAccess,
  type GitEntry,
  type GitHost,
  type GitSource,
  mapUrl,
  originOf,
  type UrlMapping,
  type WebGet,
} from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { openRepository, rememberFiles } from "./fetching.ts";
import type { RemoteRepository, RemoteSources } from "./remote-sources.ts";
import type { RepoSpec } from "./repo-spec.ts";

export interface EngineRemotesOptions {
  host: GitHost;
  /** Where fetched commits are kept. A cache: may be deleted at any time. */
  cacheFolder: string;
  /** Where URLs really lead; what is mapped may be anywhere. */
  mappings: readonly UrlMapping[];
  /** Opens what is mapped to the embedded Git. */
  git: GitSource;
  /** How long the commit of a branch, and the answer of a web address, are taken for what they are now. */
  maxAgeMs?: number;
  /** What one fetch may bring. */
  maxFetchBytes?: number;
}

/** The repository that is being rendered. */
export interface OwnRepository {
  url: string;
  credentials?: Credentials | undefined;
}

/** Remotes for what other people's kustomizations name. */
export interface EngineRemotes {
  /**
   * With the credentials of the repository that is being rendered, for repositories on the same server only: no other
   * server is told them, and no other Secret is used.
   */
  sources(own?: OwnRepository): RemoteSources;
  close(): void;
}

const EMBEDDED = "embedded:";
const MAX_AGE_MS = 60_000;
const MAX_TIMEOUT_MS = 90_000;
const MAX_FETCH_BYTES = 1024 * 1024 * 1024;

/**
 * Opens remotes where the one who names them is not the one whose machine asks: `file:` and other local transports,
 * this machine and its link are refused, unless a mapping leads there; also where a name or a redirect leads there.
 */
export function engineRemotes(options: EngineRemotesOptions): EngineRemotes {
  const { host, cacheFolder, mappings, git, maxAgeMs = MAX_AGE_MS, maxFetchBytes = MAX_FETCH_BYTES } = options;
  const store = createCommitStore({ host, cacheFolder, maxAgeMs, maxFetchBytes });
  const mappedOrigins = new Set(mappings.map(({ to }) => originOf(to)));
  const get = createWebGet({ mayReachLocal: ({ origin }) => mappedOrigins.has(origin) });
  const guarded = createWebGet();
  const file = rememberFiles(async (url) => {
    const mapped = mapUrl(url, mappings);
    if (mapped?.startsWith(EMBEDDED) === true)
      throw new KustomizeError("unsupported", `${url}: the embedded Git serves repositories, no single files`);
    return mapped === undefined ? guarded(url) : get(mapped);
  }, maxAgeMs);

  function accessOf(own: OwnRepository | undefined): GitAccess {
    const ownTarget = own && (mapUrl(own.url, mappings) ?? own.url);
    const isOwnServer = (url: string): boolean => ownTarget !== undefined && originOf(url) === originOf(ownTarget);
    return {
      key: JSON.stringify([ownTarget === undefined ? "" : originOf(ownTarget), own?.credentials ?? {}]),
      enter: (url) => {
        const mapped = mapUrl(url, mappings);
        const target = mapped ?? url;
        assertRemoteUrl(target);
        const credentials = isOwnServer(target) ? own?.credentials : undefined;
        const entry = { url: target, ...(credentials ? { credentials } : {}) };
        // Somebody chose the mappings, and the server of the repository that is rendered.
        return mapped !== undefined || isOwnServer(target) ? entry : publicEntry(entry, guarded);
      },
    };
  }

  return {
    sources(own) {
      const access = accessOf(own);
      return {
        repository: (spec, signal) =>
          mapUrl(spec.cloneUrl, mappings)?.startsWith(EMBEDDED) === true
            ? openEmbedded(git, spec, signal)
            : openRepository(store, { ...spec, timeout: Math.min(spec.timeout, MAX_TIMEOUT_MS) }, access, signal),
        file,
      };
    },
    close: () => store.close(),
  };
}

/** An entry to what must be a public server, each time that it is asked, and wherever it redirects. */
function publicEntry(entry: GitEntry, get: WebGet): GitEntry {
  const { url } = entry;
  return {
    ...entry,
    prepare: async () => {
      const addresses = await assertPublicHost(url);
      const settings: [string, string][] = [["http.followRedirects", "false"]];
      const [, scheme = "", host = "", port] = /^(https?):\/\/(?:[^/@]*@)?([\w.-]+)(?::(\d+))?\//.exec(url) ?? [];
      // Git would ask the name server again, which may answer something else then.
      if (host !== "" && addresses.length > 0) {
        const pinned = addresses.map((address) => (address.includes(":") ? `[${address}]` : address)).join(",");
        settings.push(["http.curloptResolve", `${host}:${port ?? (scheme === "http" ? 80 : 443)}:${pinned}`]);
      }
      return settings;
    },
    redirected: async () => {
      const listing = "/info/refs?service=git-upload-pack";
      const { url: final } = await get(`${url.replace(/\/$/, "")}${listing}`);
      if (!final.endsWith(listing)) throw new Error(`the redirect of ${url} leads to no repository`);
      const target = final.slice(0, -listing.length);
      assertRemoteUrl(target);
      const { credentials } = entry;
      const moved = { url: target, ...(credentials && originOf(target) === originOf(url) ? { credentials } : {}) };
      return { ...moved, prepare: publicEntry(moved, get).prepare } as GitEntry;
    },
  };
}

async function openEmbedded(git: GitSource, spec: RepoSpec, signal?: AbortSignal): Promise<RemoteRepository> {
  try {
    const repository = git.repository(spec.cloneUrl);
    await repository.fetch(signal);
    return await repository.artifact(await repository.resolve(spec.ref));
  } catch (error) {
    signal?.throwIfAborted();
    throw new KustomizeError("not-found", (error as Error).message, { cause: error });
  }
}
