import type { Application, ApplicationController } from "@hawser/argocd";
import { describeRule, type LiveState } from "@hawser/sync";
import { type Client, type KubeObject, matchesLabels, type ObjectRef, parseLabelSelector } from "@hawser/kube";
import type { GitSource } from "@hawser/source";
import type { FastifyInstance } from "fastify";
import {
  deleteApplication,
  REFRESH_ANNOTATION,
  requestRefresh,
  type RollbackRequest,
  startRollback,
  startSync,
  type SyncRequest,
} from "./application-actions.ts";
import { ArgoError, GRPC } from "./errors.ts";
import { logRoutes } from "./log-routes.ts";
import { treeRoutes } from "./tree-routes.ts";
import { maskSecrets } from "./masking.ts";

const REFRESH_WAIT_MS = 30_000;

export interface RouteDeps {
  client: Client;
  live: LiveState;
  applications: ApplicationController;
  git: GitSource;
}

interface Named {
  Params: { name: string };
  Querystring: Record<string, string | undefined>;
}

const refOf = (name: string): ObjectRef => ({
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "Application",
  namespace: "argocd",
  name,
});

/** `/api/v1/applications`: what `argocd app …` and `hawser app …` call. Parse, act, answer. */
export function applicationRoutes(server: FastifyInstance, { client, live, applications, git }: RouteDeps): void {
  async function find(name: string): Promise<Application> {
    const app = await client.get<Application>(refOf(name));
    // A missing Application fails like a forbidden one: another answer would reveal which names exist.
    if (!app) throw new ArgoError(GRPC.permissionDenied, "permission denied");
    return app;
  }

  logRoutes(server, client, find);
  treeRoutes(server, live, find);

  server.get<{ Querystring: { selector?: string; projects?: string | string[] } }>(
    "/api/v1/applications",
    async ({ query }) => {
      const { items, metadata } = await client.list<Application>(refOf(""), { namespace: "argocd" });
      const labels = parseLabelSelector(query.selector ?? "");
      const projects = query.projects === undefined ? undefined : [query.projects].flat();
      const chosen = items.filter(
        (app) => matchesLabels(labels, app.metadata.labels) && (projects?.includes(app.spec.project) ?? true),
      );
      return { metadata: { resourceVersion: metadata.resourceVersion }, items: chosen };
    },
  );

  server.post<{ Body: Application; Querystring: { upsert?: string } }>(
    "/api/v1/applications",
    async ({ body, query }) => {
      const existing = await client.get<Application>(refOf(body.metadata.name));
      const object = {
        ...body,
        apiVersion: "argoproj.io/v1alpha1",
        kind: "Application",
        metadata: { ...body.metadata, namespace: "argocd" },
      };
      if (!existing) return client.create(object, { fieldManager: "argocd-server" });
      if (query.upsert !== "true")
        throw new ArgoError(
          GRPC.invalidArgument,
          "existing application spec is different, use upsert flag to force update",
        );
      return client.update({ ...existing, spec: body.spec }, { fieldManager: "argocd-server" });
    },
  );

  server.get<Named>("/api/v1/applications/:name", async ({ params, query }) => {
    const app = await find(params.name);
    if (query.refresh !== "normal" && query.refresh !== "hard") return app;
    await requestRefresh(client, app, query.refresh);
    return untilRefreshed(client, params.name);
  });

  server.put<Named & { Body: Application["spec"] }>("/api/v1/applications/:name/spec", async ({ params, body }) => {
    const app = await find(params.name);
    const updated = await client.update<Application>({ ...app, spec: body }, { fieldManager: "argocd-server" });
    return updated.spec;
  });

  server.delete<Named>("/api/v1/applications/:name", async ({ params, query }) => {
    const background = query.propagationPolicy === "background";
    await deleteApplication(client, await find(params.name), { cascade: query.cascade !== "false", background });
    return {};
  });

  server.post<Named & { Body: SyncRequest | null }>("/api/v1/applications/:name/sync", async ({ params, body }) =>
    startSync(client, await find(params.name), body ?? {}),
  );

  server.post<Named & { Body: RollbackRequest | null }>(
    "/api/v1/applications/:name/rollback",
    async ({ params, body }) => startRollback(client, await find(params.name), body ?? {}),
  );

  server.delete<Named>("/api/v1/applications/:name/operation", async ({ params }) => {
    const app = await find(params.name);
    if (app.status?.operationState?.phase !== "Running")
      throw new ArgoError(GRPC.invalidArgument, "Unable to terminate operation. No operation is in progress");
    await client.patch(refOf(params.name), {
      type: "merge",
      body: { status: { operationState: { phase: "Terminating" } } },
    });
    return {};
  });

  server.get<Named>("/api/v1/applications/:name/managed-resources", async ({ params, query }) => {
    const items = (await applications.differences(await find(params.name), query.revision)).map(
      ({ ref, desired, live, predicted, hidden, status }) => {
        const [target, current] = maskSecrets(desired, live);
        const [, after] = maskSecrets(desired, predicted);
        const text = (object: KubeObject | undefined): string => (object ? JSON.stringify(object) : "null");
        return {
          group: ref.group,
          kind: ref.kind,
          namespace: ref.namespace,
          name: ref.name,
          targetState: text(target),
          liveState: text(current),
          normalizedLiveState: text(current),
          predictedLiveState: text(after),
          modified: status === "OutOfSync",
          ...(hidden.length > 0 ? { hiddenBy: [...new Set(hidden.map(({ rule }) => describeRule(rule)))] } : {}),
        };
      },
    );
    return { items };
  });

  server.get<Named>("/api/v1/applications/:name/manifests", async ({ params, query }) => {
    const app = await find(params.name);
    const target = await applications.targetAt(app, query.revision);
    const objects = target.objects.map((object) => maskSecrets(object, undefined)[0]);
    return {
      manifests: objects.map((object) => JSON.stringify(object)),
      namespace: app.spec.destination.namespace ?? "",
      server: app.spec.destination.server ?? "",
      revision: target.revision,
      sourceType: app.status?.sourceType ?? "",
    };
  });

  server.get<{ Params: { name: string; revision: string } }>(
    "/api/v1/applications/:name/revisions/:revision/metadata",
    async ({ params }) => {
      const app = await find(params.name);
      const { author, date, message } = await git.repository(app.spec.source?.repoURL ?? "").commit(params.revision);
      return { author, date, message, tags: [] };
    },
  );

  server.get<{ Querystring: { name?: string; resourceVersion?: string } }>(
    "/api/v1/stream/applications",
    (request, reply) => {
      const aborter = new AbortController();
      request.raw.on("close", () => aborter.abort());
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "application/json" });
      const { name } = request.query;
      const send = async (): Promise<void> => {
        const options = {
          namespace: "argocd",
          signal: aborter.signal,
          ...(name === undefined ? {} : { fieldSelector: `metadata.name=${name}` }),
        };
        for await (const event of client.watch<Application>(refOf(""), options)) {
          if (event.type !== "BOOKMARK")
            reply.raw.write(`${JSON.stringify({ result: { type: event.type, application: event.object } })}\n`);
        }
        reply.raw.end();
      };
      send().catch(() => reply.raw.destroy());
    },
  );
}

/** The Application once the controller took the request off; as it is when that takes too long. */
async function untilRefreshed(client: Client, name: string): Promise<Application> {
  const signal = AbortSignal.timeout(REFRESH_WAIT_MS);
  for await (const event of client.watch<Application>(refOf(""), {
    namespace: "argocd",
    fieldSelector: `metadata.name=${name}`,
    signal,
  })) {
    if (event.type !== "BOOKMARK" && event.object.metadata.annotations?.[REFRESH_ANNOTATION] === undefined)
      return event.object;
  }
  const app = await client.get<Application>(refOf(name));
  if (!app) throw new ArgoError(GRPC.notFound, `applications.argoproj.io "${name}" not found`);
  return app;
}
