import type { ApplicationController } from "@hawser/argocd";
import { type Logger, errorFields } from "@hawser/controller";
import type { FluxControllers } from "@hawser/flux";
import type { Client } from "@hawser/kube";
import type { GitSource } from "@hawser/source";
import { createComparer, type LiveState } from "@hawser/sync";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ArgoError, GRPC } from "../argo-api/errors.ts";
import { repositoryCredentials } from "../engine/repository-credentials.ts";
import { act, isAction } from "./actions.ts";
import { createCommitCache } from "./commit-cache.ts";
import type { DetailDeps } from "./detail/detail-deps.ts";
import { followDetail } from "./detail/follow-detail.ts";
import { createTimeline } from "./detail/timeline.ts";
import { type DeployableParams, deployableRef, findDeployable } from "./deployables.ts";
import { createFleetFeed } from "./fleet/fleet-feed.ts";
import { deletionPreview, syncPreview } from "./previews.ts";
import { resourceDetail, type ResourceQuery } from "./resource/resource-detail.ts";
import { sourcesOf } from "./sources.ts";
import { type EventStream, openEventStream } from "./streams/event-stream.ts";
import { type LogQuery, openPodLog, sendLog } from "./streams/pod-log.ts";
import type { ActionRequest, FleetKind } from "./types.ts";

/** What the UI's routes stand on. */
export interface UiOptions {
  client: Client;
  live: LiveState;
  applications: ApplicationController;
  flux: FluxControllers;
  git: GitSource;
  logger: Logger;
  /** Where the embedded Git server answers. */
  gitUrl: string;
  simulated: boolean;
  /** Whether the session that a request came with still holds. */
  isSignedIn(request: FastifyRequest): Promise<boolean>;
}

const BASE = "/api/hawser/v1";
const OBJECT = `${BASE}/objects/:kind/:namespace/:name`;
const EMBEDDED = "embedded:";

/** `/api/hawser/v1`: what the web UI calls, as `types.ts` describes it. Answers what ends it. */
export function uiRoutes(server: FastifyInstance, options: UiOptions): { stop(): void } {
  const { client, live, applications, git, logger, gitUrl } = options;
  const onError = (error: unknown): void => logger.warn("cannot tell the UI", errorFields(error));
  const commits = createCommitCache(async (repoURL) =>
    git.repository(repoURL, await repositoryCredentials(client, repoURL)),
  );
  const timeline = createTimeline(client);
  const mappedTo = (repoURL: string): string | undefined => {
    const target = git.mappedTo(repoURL);
    if (!target?.startsWith(EMBEDDED)) return target;
    const name = target.slice(EMBEDDED.length).replace(/\/+$/, "");
    return `${gitUrl}/${name.replace(/\.git$/, "")}.git`;
  };
  const open = (request: FastifyRequest, reply: FastifyReply): EventStream =>
    openEventStream(request, reply, () => options.isSignedIn(request));
  const fleet = createFleetFeed({ live, commits, simulated: options.simulated, onError });
  const deps: DetailDeps = {
    live,
    applications,
    comparer: createComparer({ client }),
    builtObjects: (namespace, name) => options.flux.kustomizations.objects(namespace, name),
    commits,
    timeline,
    mappedTo,
  };

  server.get(`${BASE}/fleet/stream`, { exposeHeadRoute: false }, async (request, reply) => {
    await live.whenSynced();
    fleet.follow(open(request, reply));
  });

  server.get<{ Params: DeployableParams }>(`${OBJECT}/stream`, { exposeHeadRoute: false }, async (request, reply) => {
    await live.whenSynced();
    deployableRef(request.params);
    await followDetail(request.params, open(request, reply), deps, onError).catch((error: unknown) => {
      onError(error);
      // The client comes back and asks again.
      reply.raw.destroy();
    });
  });

  server.get<{ Params: DeployableParams; Querystring: ResourceQuery }>(`${OBJECT}/resource`, ({ params, query }) =>
    resourceDetail(params, query, client, deps),
  );

  server.get<{ Params: DeployableParams; Querystring: { cascade?: string } }>(
    `${OBJECT}/deletion`,
    ({ params, query }) =>
      Promise.resolve(
        deletionPreview(params.kind as FleetKind, findDeployable(live, params), query.cascade !== "false", live),
      ),
  );

  server.get<{ Params: DeployableParams }>(`${OBJECT}/sync-preview`, async ({ params }) => {
    return syncPreview(params.kind as FleetKind, findDeployable(live, params), deps);
  });

  server.post<{ Params: DeployableParams & { action: string }; Body: ActionRequest | null }>(
    `${OBJECT}/:action`,
    async ({ params, body }) => {
      if (!isAction(params.action)) throw new ArgoError(GRPC.notFound, `there is no action ${params.action}`);
      return { message: await act(params.action, params, body ?? {}, client, deps) };
    },
  );

  server.get<{ Querystring: LogQuery }>(`${BASE}/logs`, { exposeHeadRoute: false }, async (request, reply) => {
    const gone = new AbortController();
    request.raw.on("close", () => gone.abort());
    const lines = await openPodLog(client, request.query, gone.signal);
    await sendLog(lines, open(request, reply)).catch((error: unknown) => {
      if (gone.signal.aborted) return;
      onError(error);
      reply.raw.destroy();
    });
  });

  server.get(`${BASE}/sources`, () => Promise.resolve(sourcesOf(live, mappedTo)));

  return {
    stop: () => {
      fleet.stop();
      timeline.stop();
    },
  };
}
