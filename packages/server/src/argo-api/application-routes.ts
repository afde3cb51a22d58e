import type { Application, ApplicationController, Operation } from "@hawser/argocd";
import { describeRule } from "@hawser/sync";
import { type Client, type KubeObject, matchesLabels, type ObjectRef, parseLabelSelector } from "@hawser/kube";
import type { GitSource } from "@hawser/source";
import type { FastifyInstance } from "fastify";
import { ArgoError, GRPC } from "./errors.ts";
import { maskSecrets } from "./masking.ts";

const REFRESH = "argocd.argoproj.io/refresh";
const REFRESH_WAIT_MS = 30_000;
const FINALIZER = "resources-finalizer.argocd.argoproj.io";

export interface RouteDeps {
  client: Client;
  applications: ApplicationController;
  git: GitSource;
}

interface Named {
  Params: { name: string };
  Querystring: Record<string, string | undefined>;
}

interface SyncBody {
  revision?: string;
  dryRun?: boolean;
  prune?: boolean;
  strategy?: { apply?: { force?: boolean }; hook?: { force?: boolean } };
  resources?: { group?: string; kind: string; name: string; namespace?: string }[];
  manifests?: string[];
  infos?: { name: string; value: string }[];
  retryStrategy?: Operation["retry"];
  syncOptions?: { items?: string[] };
}

const refOf = (name: string): ObjectRef => ({
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "Application",
  namespace: "argocd",
  name,
});

/** `/api/v1/applications`: what `argocd app …` and `hawser app …` call. Parse, act, answer. */
export function applicationRoutes(server: FastifyInstance, { client, applications, git }: RouteDeps): void {
  async function find(name: string): Promise<Application> {
    const app = await client.get<Application>(refOf(name));
    // A missing Application fails like a forbidden one: another answer would reveal which names exist.
    if (!app) throw new ArgoError(GRPC.permissionDenied, "permission denied");
    return app;
  }

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
    await client.patch(refOf(params.name), {
      type: "merge",
      body: { metadata: { annotations: { [REFRESH]: query.refresh } } },
    });
    return untilRefreshed(client, params.name);
  });

  server.put<Named & { Body: Application["spec"] }>("/api/v1/applications/:name/spec", async ({ params, body }) => {
    const app = await find(params.name);
    const updated = await client.update<Application>({ ...app, spec: body }, { fieldManager: "argocd-server" });
    return updated.spec;
  });

  server.delete<Named>("/api/v1/applications/:name", async ({ params, query }) => {
    const app = await find(params.name);
    const cascade = query.cascade !== "false";
    const policy = query.propagationPolicy;
    const others = (app.metadata.finalizers ?? []).filter((finalizer) => !finalizer.startsWith(FINALIZER));
    const own = cascade ? [policy === "background" ? `${FINALIZER}/background` : FINALIZER] : [];
    await client.patch(refOf(params.name), { type: "merge", body: { metadata: { finalizers: [...others, ...own] } } });
    await client.delete(refOf(params.name));
    return {};
  });

  server.post<Named & { Body: SyncBody | null }>("/api/v1/applications/:name/sync", async ({ params, body }) => {
    const app = await find(params.name);
    const request = body ?? {};
    const automated = isAutomated(app);
    const target = app.spec.source?.targetRevision ?? "";
    if (request.manifests && automated && request.dryRun !== true)
      throw new ArgoError(
        GRPC.failedPrecondition,
        "cannot use local sync when Automatic Sync Policy is enabled unless for dry run",
      );
    if (request.manifests) throw new ArgoError(GRPC.invalidArgument, "a sync of local manifests is not supported yet");
    if (app.metadata.deletionTimestamp !== undefined)
      throw new ArgoError(GRPC.failedPrecondition, "application is deleting");
    const revision = request.revision ?? "";
    if (automated && revision !== "" && revision !== target && request.dryRun !== true) {
      throw new ArgoError(GRPC.failedPrecondition, `Cannot sync to ${revision}: auto-sync currently set to ${target}`);
    }
    return begin(app, {
      sync: {
        ...(revision === "" ? {} : { revision }),
        ...(request.prune === undefined ? {} : { prune: request.prune }),
        ...(request.dryRun === undefined ? {} : { dryRun: request.dryRun }),
        ...(request.resources ? { resources: request.resources } : {}),
        ...(request.strategy ? { syncStrategy: request.strategy } : {}),
        syncOptions: request.syncOptions?.items ?? app.spec.syncPolicy?.syncOptions ?? [],
      },
      initiatedBy: { username: "admin" },
      ...(request.infos ? { info: request.infos } : {}),
      ...(request.retryStrategy ? { retry: request.retryStrategy } : {}),
    });
  });

  server.post<Named & { Body: { id?: number | string; dryRun?: boolean; prune?: boolean } }>(
    "/api/v1/applications/:name/rollback",
    async ({ params, body }) => {
      const app = await find(params.name);
      if (app.metadata.deletionTimestamp !== undefined)
        throw new ArgoError(GRPC.failedPrecondition, "application is deleting");
      if (isAutomated(app)) {
        const owner = app.metadata.ownerReferences?.find(({ kind }) => kind === "ApplicationSet");
        const why = owner ? ` (the ApplicationSet ${owner.name} keeps it enabled)` : "";
        throw new ArgoError(GRPC.failedPrecondition, `rollback cannot be initiated when auto-sync is enabled${why}`);
      }
      const entry = app.status?.history?.find(({ id }) => id === Number(body.id));
      if (!entry)
        throw new ArgoError(
          GRPC.invalidArgument,
          `application ${params.name} does not have deployment with id ${body.id ?? ""}`,
        );
      return begin(app, {
        sync: {
          revision: entry.revision,
          ...(entry.source ? { source: entry.source } : {}),
          prune: body.prune === true,
          ...(body.dryRun === undefined ? {} : { dryRun: body.dryRun }),
          syncOptions: app.spec.syncPolicy?.syncOptions ?? [],
        },
        initiatedBy: { username: "admin" },
      });
    },
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

  server.get<Named>("/api/v1/applications/:name/managed-resources", async ({ params }) => {
    const items = (await applications.differences(await find(params.name))).map(
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

  server.get<Named>("/api/v1/applications/:name/manifests", async ({ params }) => {
    const app = await find(params.name);
    const objects = applications
      .targetObjects("argocd", params.name)
      .map((object) => maskSecrets(object, undefined)[0]);
    return {
      manifests: objects.map((object) => JSON.stringify(object)),
      namespace: app.spec.destination.namespace ?? "",
      server: app.spec.destination.server ?? "",
      revision: app.status?.sync?.revision ?? "",
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

  async function begin(app: Application, operation: Operation): Promise<Application> {
    if (app.operation || app.status?.operationState?.phase === "Running")
      throw new ArgoError(GRPC.failedPrecondition, "another operation is already in progress");
    return client.patch<Application>(refOf(app.metadata.name), { type: "merge", body: { operation } });
  }
}

function isAutomated(app: Application): boolean {
  const automated = app.spec.syncPolicy?.automated;
  return automated !== undefined && automated.enabled !== false;
}

/** The Application once the controller took the request off; as it is when that takes too long. */
async function untilRefreshed(client: Client, name: string): Promise<Application> {
  const signal = AbortSignal.timeout(REFRESH_WAIT_MS);
  for await (const event of client.watch<Application>(refOf(""), {
    namespace: "argocd",
    fieldSelector: `metadata.name=${name}`,
    signal,
  })) {
    if (event.type !== "BOOKMARK" && event.object.metadata.annotations?.[REFRESH] === undefined) return event.object;
  }
  const app = await client.get<Application>(refOf(name));
  if (!app) throw new ArgoError(GRPC.notFound, `applications.argoproj.io "${name}" not found`);
  return app;
}
