import { engineRemotes } from "@hawser/render";
import { createGitSource, type GitHost, mapUrl, type UrlMapping } from "@hawser/source";
import { openAccounts } from "./accounts/accounts.ts";
import { serveArgoApi } from "./argo-api/serve-argo-api.ts";
import { connectApi } from "./connect-api.ts";
import { answerInstalledPorts } from "./engine/installed-ports.ts";
import { installOnce } from "./engine/installed-workloads.ts";
import { repositoryCredentials } from "./engine/repository-credentials.ts";
import { type Engine, startEngine } from "./engine/start-engine.ts";
import { EmbeddedRepositories } from "./git/embedded-repositories.ts";
import { serveGit } from "./git/serve-git.ts";
import { announceComponents, ComponentLogs } from "./log/component-logs.ts";
import { createRegistry, serveMetrics } from "./metrics/serve-metrics.ts";
import { type ApiOptions, HOST, type RunningApi, startApi } from "./start-api.ts";

/** Well before a session token expires. */
const TOKEN_RENEWAL_MS = 6 * 60 * 60 * 1000;

export interface HawserOptions extends ApiOptions {
  /** A kubeconfig file: the engine works on that cluster, and none is embedded. */
  kubeconfig?: string;
  git: GitHost;
  mappings: readonly UrlMapping[];
  /** The built web UI, served at `/`. */
  uiFolder?: string;
}

/** A running Hawser: cluster, Git server and engine in one process. */
export interface RunningHawser {
  api: RunningApi;
  engine: Engine;
  repositories: EmbeddedRepositories;
  /** `http://127.0.0.1:7080`: the REST API. */
  uiUrl: string;
  /** `http://127.0.0.1:7081`. */
  gitUrl: string;
  cloneUrl(repository: string): string;
  /** Writes `endpoints.json` again, after a repository was made. */
  announce(): void;
  stop(): Promise<void>;
}

/** Starts everything on a data folder, as `hawser up` does. */
export async function startHawser(options: HawserOptions): Promise<RunningHawser> {
  const logs = new ComponentLogs();
  const logger = logs.recording(options.logger);
  const api =
    options.kubeconfig === undefined
      ? await startApi({ ...options, containerLog: ({ metadata }) => logs.ofPod(metadata) })
      : await connectApi({ ...options, kubeconfig: options.kubeconfig });
  try {
    const { folder, ports, cluster } = api;
    const repositories = new EmbeddedRepositories(folder.path("repositories"), options.git);
    const source = createGitSource({
      host: options.git,
      cacheFolder: folder.path("mirrors"),
      mappings: options.mappings,
      embedded: (name) => repositories.find(name),
      credentialsFor: (url) => repositoryCredentials(cluster.client("argocd-controller"), url),
    });
    const remotes = engineRemotes({
      host: options.git,
      cacheFolder: folder.path("remotes"),
      mappings: options.mappings,
      git: source,
    });
    const registry = createRegistry();
    const engine = await startEngine({
      client: cluster.client("argocd-controller"),
      git: source,
      remotes,
      logger,
      registry,
    });
    if (api.isEmbedded) await installOnce(folder, cluster.client("hawser"));
    announceComponents(logger);
    const accounts = await openAccounts(cluster.client("argocd-server"));
    folder.writeSecret("token", `${await accounts.issue("admin")}\n`);
    const renew = setInterval(() => {
      accounts
        .issue("admin")
        .then((token) => folder.writeSecret("token", `${token}\n`))
        .catch((error: unknown) => logger.warn("cannot renew the command line's token", { error: String(error) }));
    }, TOKEN_RENEWAL_MS).unref();
    const rest = await serveArgoApi({
      client: cluster.client("argocd-server"),
      applications: engine.applications,
      flux: engine.flux,
      live: engine.live,
      git: source,
      logger,
      gitUrl: `http://${HOST}:${ports.git}`,
      simulated: api.isEmbedded,
      uiFolder: options.uiFolder,
      accounts,
      mappings: options.mappings,
      host: HOST,
      port: ports.ui,
    });
    answerInstalledPorts(api);
    const uiUrl = `http://${HOST}:${ports.ui}`;
    const gitUrl = `http://${HOST}:${ports.git}`;
    const isEmbedded = (url: string, name: string): boolean => {
      const target = (mapUrl(url, options.mappings) ?? url).replace(/\/+$/, "").replace(/\.git$/, "");
      return target === `embedded:${name}`;
    };
    const metrics = await serveMetrics({ registry, host: HOST, port: ports.metrics });
    const cloneUrl = (name: string): string => `${gitUrl}/${name}.git`;
    const announce = (): void =>
      api.announce({
        ui: uiUrl,
        git: gitUrl,
        metrics: `http://${HOST}:${ports.metrics}/metrics`,
        repositories: Object.fromEntries(repositories.names().map((name) => [name, cloneUrl(name)])),
      });
    const git = await serveGit({
      repositories,
      host: options.git,
      address: HOST,
      port: ports.git,
      onPush: (name) => {
        source.pushed(name);
        const isUsed = (url: string): boolean => isEmbedded(url, name);
        engine.applications.repositoryChanged(isUsed);
        engine.flux.repositoryChanged(isUsed);
        try {
          announce();
        } catch (error) {
          // The push is stored; a full disk must not make it look refused.
          logger.warn("cannot write endpoints.json", { error: String(error) });
        }
      },
    });
    announce();
    return {
      api,
      engine,
      repositories,
      uiUrl,
      gitUrl,
      cloneUrl,
      announce,
      stop: async () => {
        clearInterval(renew);
        await git.close();
        await metrics.close();
        await rest.close();
        await engine.stop();
        remotes.close();
        source.close();
        await api.stop();
      },
    };
  } catch (error) {
    await api.stop();
    throw error;
  }
}
