import {
  type ApiRequest,
  type ApiResponse,
  apiVersionOf,
  isJsonObject,
  type KubeObject,
  StatusError,
  type Transport,
} from "@hawser/kube";
import type { ResourceType } from "../kinds/resource-type.ts";
import { tableOf } from "../table/table.ts";
import { type ApiContext, stored, type Target } from "./context.ts";
import { toVersion } from "./conversion.ts";
import { readDeleteRequest, remove } from "./delete.ts";
import { discover, versionInfo } from "./discovery.ts";
import { type Form, negotiate } from "./negotiate.ts";
import { createOpenApi } from "./open-api.ts";
import { listPage, watchCollection } from "./read.ts";
import { answerReview } from "./reviews.ts";
import { scaleOf, withReplicas } from "./scale.ts";
import { create, patch, update, type WriteRequest, type Written } from "./write.ts";

/** Answers `pods/NAME/log`, which needs somebody who runs the containers. */
export type PodLogs = (
  pod: KubeObject,
  query: URLSearchParams,
  signal: AbortSignal | undefined,
) => AsyncIterable<Uint8Array>;

export interface ApiOptions {
  podLogs?: PodLogs;
}

/**
 * The Kubernetes API: one implementation of every verb for all kinds, custom ones included.
 *
 * path → kind → verb → admission → store. Takes requests as values and answers as values; sockets, TLS and
 * authentication are the caller's.
 */
export function createApi(context: ApiContext, options: ApiOptions = {}): Transport {
  const openApi = createOpenApi(context.registry);

  function route(request: ApiRequest): ApiResponse | Promise<ApiResponse> {
    const { path } = request;
    if (path === "/version" || path === "/version/") return json(versionInfo());
    if (path === "/healthz" || path === "/livez" || path === "/readyz") return text("ok");
    const known =
      discover(context.registry, request) ?? (path.startsWith("/openapi/") ? openApi.answer(path) : undefined);
    if (known) return known;
    const found = locate(context, path);
    if (!found) throw new StatusError("NotFound", "the server could not find the requested resource");
    return answer(found, request);
  }

  function answer(target: Target, request: ApiRequest): ApiResponse | Promise<ApiResponse> {
    const { type, name, subresource } = target;
    const query = request.query ?? new URLSearchParams();
    if (subresource !== "") return answerSubresource(target, request, query);
    if (!type.verbs.includes("list") && !type.verbs.includes("get")) {
      if (request.method !== "POST") throw notAllowed();
      return json(answerReview(type.resource, request.body, "kubernetes-admin"), 201);
    }
    const form = negotiate(request.headers?.accept, query);
    if (form.kind === "none")
      throw new StatusError(
        "NotAcceptable",
        "only the following media types are accepted: application/json, application/yaml",
      );
    switch (request.method) {
      case "GET":
      case "HEAD":
        if (query.get("watch") === "true" || query.get("watch") === "1")
          return watch(target, query, form, request.signal);
        return name === "" ? list(target, query, form) : show(type, toVersion(type, stored(context, target)), form);
      case "POST":
        if (name !== "") throw notAllowed();
        return written(target, request, query, form, (w) => ({
          object: create(context, target, request.body, w),
          created: true,
        }));
      case "PUT":
        if (name === "") throw notAllowed();
        return written(target, request, query, form, (w) => update(context, target, request.body, w));
      case "PATCH":
        if (name === "") throw notAllowed();
        return written(target, request, query, form, (w) =>
          patch(context, target, mediaType(request), request.body, w),
        );
      case "DELETE":
        return name === "" ? deleteCollection(target, request, query) : deleteOne(target, request, query);
      default:
        throw notAllowed();
    }
  }

  function answerSubresource(target: Target, request: ApiRequest, query: URLSearchParams): ApiResponse {
    const { type, subresource } = target;
    const form: Form = { kind: "object" };
    if (subresource === "scale" && type.scale) return answerScale(target, type.scale, request, query);
    if (!type.subresources.includes(subresource) && !(subresource === "finalize" && type.bucket === "/namespaces")) {
      throw new StatusError("NotFound", "the server could not find the requested resource");
    }
    if (type.bucket === "/pods") {
      if (subresource === "log") return logs(target, query, request.signal);
      if (subresource === "binding" && request.method === "POST") return bind(target, request);
      if (subresource === "eviction" && request.method === "POST") {
        remove(context, target, { dryRun: false });
        return json(success(target), 201);
      }
      if (["exec", "attach", "portforward", "proxy"].includes(subresource))
        throw new StatusError("BadRequest", "Upgrade request required");
    }
    switch (request.method) {
      case "GET":
        return show(type, toVersion(type, stored(context, target)), form);
      case "PUT":
        return written(target, request, query, form, (w) => update(context, target, request.body, w));
      case "PATCH":
        return written(target, request, query, form, (w) =>
          patch(context, target, mediaType(request), request.body, w),
        );
      default:
        throw notAllowed();
    }
  }

  function answerScale(
    target: Target,
    paths: NonNullable<ResourceType["scale"]>,
    request: ApiRequest,
    query: URLSearchParams,
  ): ApiResponse {
    const { type } = target;
    const whole: Target = { ...target, subresource: "" };
    const current = toVersion(type, stored(context, whole));
    const scale = scaleOf(current, paths);
    if (request.method === "GET") return json(scale);
    if (request.method !== "PUT" && request.method !== "PATCH") throw notAllowed();
    const wanted = request.method === "PUT" ? request.body : patchScale(scale, mediaType(request), request.body);
    const next = withReplicas(current, wanted, paths);
    const version = isJsonObject(wanted) && isJsonObject(wanted.metadata) ? wanted.metadata.resourceVersion : undefined;
    const { resourceVersion: _current, ...metadata } = next.metadata;
    const body = {
      ...next,
      metadata: { ...metadata, ...(typeof version === "string" ? { resourceVersion: version } : {}) },
    };
    const result = update(context, whole, body, writeRequest(request, query));
    return json(scaleOf(result.object, paths));
  }

  function list(target: Target, query: URLSearchParams, form: Form): ApiResponse {
    const { type } = target;
    const page = listPage(context, target, query);
    const metadata = { ...page.metadata };
    switch (form.kind) {
      case "table":
        return json(tableOf(type, page.objects, metadata, { include: form.include, now: context.clock.now() }));
      case "metadata":
        return json({
          kind: "PartialObjectMetadataList",
          apiVersion: "meta.k8s.io/v1",
          metadata,
          items: page.objects.map((object) => ({ metadata: object.metadata })),
        });
      default: {
        // Items of built-in lists carry no apiVersion and kind on the wire; those of custom resources do.
        const items = type.custom ? page.objects : page.objects.map(({ apiVersion: _a, kind: _k, ...rest }) => rest);
        return json({ kind: `${type.kind}List`, apiVersion: apiVersionOf(type), metadata, items });
      }
    }
  }

  function watch(target: Target, query: URLSearchParams, form: Form, signal: AbortSignal | undefined): ApiResponse {
    const { type } = target;
    const events = watchCollection(context, target, query, signal);
    async function* shown(): AsyncGenerator<unknown> {
      let first = true;
      try {
        for await (const event of events) {
          if (event.type === "BOOKMARK" || form.kind === "object") yield event;
          else if (form.kind === "table") {
            const { resourceVersion } = event.object.metadata;
            const options = { include: form.include, now: context.clock.now(), withColumns: first };
            yield { type: event.type, object: tableOf(type, [event.object], { resourceVersion }, options) };
            first = false;
          } else yield { type: event.type, object: partial(event.object) };
        }
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        yield { type: "ERROR", object: error.toStatus() };
      }
    }
    return { status: 200, headers: { "content-type": "application/json" }, stream: shown() };
  }

  function show(
    type: ResourceType,
    object: KubeObject,
    form: Form,
    status = 200,
    warnings: readonly string[] = [],
  ): ApiResponse {
    const body =
      form.kind === "table"
        ? tableOf(
            type,
            [object],
            { resourceVersion: object.metadata.resourceVersion },
            { include: form.include, now: context.clock.now() },
          )
        : form.kind === "metadata"
          ? partial(object)
          : object;
    return withWarnings(json(body, status), warnings);
  }

  function written(
    target: Target,
    request: ApiRequest,
    query: URLSearchParams,
    form: Form,
    write: (w: WriteRequest) => Written,
  ): ApiResponse {
    const w = writeRequest(request, query);
    const { object, created } = write(w);
    return show(target.type, object, form, created ? 201 : 200, w.warnings);
  }

  function deleteOne(target: Target, request: ApiRequest, query: URLSearchParams): ApiResponse {
    const { object, gone } = remove(context, target, readDeleteRequest(request.body, query));
    // A Pod answers as itself, as it does on a real server; others with a Status once they are gone.
    if (!gone || target.type.bucket === "/pods") return json(toVersion(target.type, object));
    return json(success(target, object.metadata.uid));
  }

  function deleteCollection(target: Target, request: ApiRequest, query: URLSearchParams): ApiResponse {
    const options = readDeleteRequest(request.body, query);
    const { objects } = listPage(context, target, query);
    for (const { metadata } of objects)
      remove(context, { ...target, namespace: metadata.namespace ?? "", name: metadata.name }, options);
    return json({
      kind: `${target.type.kind}List`,
      apiVersion: apiVersionOf(target.type),
      metadata: { resourceVersion: String(context.store.revision) },
      items: objects,
    });
  }

  function logs(target: Target, query: URLSearchParams, signal: AbortSignal | undefined): ApiResponse {
    const pod = stored(context, { ...target, subresource: "" });
    if (!options.podLogs) throw new StatusError("NotFound", "no logs are kept here: nothing runs Pods");
    const headers = { "content-type": "text/plain" };
    if (query.get("follow") !== "true") return { status: 200, headers, stream: options.podLogs(pod, query, signal) };
    const over = new AbortController();
    const both = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
    return { status: 200, headers, stream: whilePodRuns(options.podLogs(pod, query, both), pod, over) };
  }

  /** Who follows a log is let go when its Pod has ended or is gone. */
  async function* whilePodRuns<T>(log: AsyncIterable<T>, pod: KubeObject, over: AbortController): AsyncGenerator<T> {
    const unlisten = context.store.listen("/pods", ({ type, object }) => {
      if (object.metadata.uid !== pod.metadata.uid) return;
      const { phase } = (object.status ?? {}) as { phase?: string };
      if (type === "DELETED" || phase === "Succeeded" || phase === "Failed") over.abort();
    });
    try {
      yield* log;
    } finally {
      unlisten();
    }
  }

  function bind(target: Target, request: ApiRequest): ApiResponse {
    const node = isJsonObject(request.body) && isJsonObject(request.body.target) ? request.body.target.name : undefined;
    const pod = stored(context, { ...target, subresource: "" });
    context.store.put("/pods", { ...pod, spec: { ...(pod.spec as object), nodeName: node } });
    return json(success(target), 201);
  }

  return {
    send: async (request) => {
      try {
        return await route(request);
      } catch (error) {
        if (error instanceof StatusError) return json(error.toStatus(), error.code);
        const message = error instanceof Error ? error.message : String(error);
        return json(new StatusError("InternalError", `Internal error occurred: ${message}`).toStatus(), 500);
      }
    },
    close: () => Promise.resolve(),
  };
}

function locate({ registry }: ApiContext, path: string): Target | undefined {
  const parts = path.split("/").slice(1);
  const core = parts[0] === "api";
  if (!core && parts[0] !== "apis") return undefined;
  const [group = "", version = "", ...rest] = core ? ["", ...parts.slice(1)] : parts.slice(1);
  const at = (
    resource: string | undefined,
    namespace: string,
    name = "",
    subresource = "",
    ...more: string[]
  ): Target | undefined => {
    if (resource === undefined) return undefined;
    const type = registry.byPath(group, version, resource);
    if (!type) return undefined;
    const deep = more.length === 0 ? subresource : [subresource, ...more].join("/");
    return { type, namespace, name, subresource: deep };
  };
  const [first, second, third, ...more] = rest;
  if (first === "namespaces" && second !== undefined && third !== undefined) {
    if (third === "status" || third === "finalize") {
      if (core) return at("namespaces", "", second, third, ...more);
    }
    const found = at(third, second, ...more);
    return found?.type.namespaced === true ? found : undefined;
  }
  const found = at(first, "", second, third, ...more);
  // Without a namespace, objects of a namespaced kind are only listed together, or reviewed.
  if (found?.type.namespaced === true && found.name !== "") return undefined;
  return found;
}

function mediaType(request: ApiRequest): string {
  return (request.headers?.["content-type"] ?? "application/json").split(";")[0]?.trim() ?? "";
}

function writeRequest(request: ApiRequest, query: URLSearchParams): WriteRequest {
  const agent = (request.headers?.["user-agent"] ?? "unknown").split("/")[0] ?? "unknown";
  const manager = query.get("fieldManager") ?? "";
  if (mediaType(request).startsWith("application/apply-patch") && manager === "") {
    throw new StatusError(
      "BadRequest",
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const validation = query.get("fieldValidation") ?? "Warn";
  if (validation !== "Ignore" && validation !== "Warn" && validation !== "Strict") {
    throw new StatusError(
      "BadRequest",
      `fieldValidation: Unsupported value: ${JSON.stringify(validation)}: supported values: "Ignore", "Strict", "Warn"`,
    );
  }
  return {
    fieldManager: manager === "" ? agent : manager,
    fieldValidation: validation,
    dryRun: query.getAll("dryRun").includes("All"),
    force: query.get("force") === "true",
    warnings: [],
  };
}

function patchScale(scale: KubeObject, contentType: string, body: unknown): unknown {
  if (contentType === "application/json-patch+json") {
    const operations = Array.isArray(body) ? (body as { op: string; path: string; value: unknown }[]) : [];
    const replicas = operations.findLast(({ path }) => path === "/spec/replicas")?.value;
    return { ...scale, spec: { replicas: replicas ?? (scale.spec as { replicas: number }).replicas } };
  }
  const spec = isJsonObject(body) && isJsonObject(body.spec) ? body.spec : {};
  return { spec: { ...(scale.spec as object), ...spec }, metadata: isJsonObject(body) ? body.metadata : undefined };
}

function partial(object: KubeObject): unknown {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata: object.metadata };
}

function success({ type, name }: Target, uid?: string): unknown {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    details: {
      name,
      ...(type.group === "" ? {} : { group: type.group }),
      kind: type.resource,
      ...(uid === undefined ? {} : { uid }),
    },
  };
}

function json(body: unknown, status = 200): ApiResponse {
  return { status, headers: { "content-type": "application/json" }, json: body };
}

function text(body: string): ApiResponse {
  return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, bytes: Buffer.from(body) };
}

function withWarnings(response: ApiResponse, warnings: readonly string[]): ApiResponse {
  if (warnings.length === 0) return response;
  const header = warnings.map((warning) => `299 - ${JSON.stringify(warning)}`).join(", ");
  return { ...response, headers: { ...response.headers, warning: header } };
}

function notAllowed(): StatusError {
  return new StatusError("MethodNotAllowed", "the server does not allow this method on the requested resource");
}
