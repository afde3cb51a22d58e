import { apiVersionOf, type GroupVersionKind, gvkOf, type KubeObject, type ObjectRef } from "../object.ts";
import { type Status, StatusError } from "../status-error.ts";
import type {
  ApiRequest,
  ApiResource,
  ApiResponse,
  Client,
  DeleteOptions,
  ListOptions,
  ObjectList,
  Patch,
  Transport,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./client.ts";
import { createDiscovery } from "./discovery.ts";

const PATCH_TYPES: Record<Patch["type"], string> = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  strategic: "application/strategic-merge-patch+json",
};

export interface ClientOptions {
  /** Shown in the server's log and used as the default field manager, such as `hawser`. */
  userAgent?: string;
  /** Milliseconds; decides how often discovery may be asked again for unknown kinds. Default `Date.now`. */
  now?: () => number;
}

/** A `Client` that speaks to a server through a transport. */
export function createClient(transport: Transport, options: ClientOptions = {}): Client {
  const headers = {
    accept: "application/json",
    ...(options.userAgent === undefined ? {} : { "user-agent": options.userAgent }),
  };

  async function send(request: ApiRequest): Promise<ApiResponse> {
    const response = await transport.send({ ...request, headers: { ...headers, ...request.headers } });
    if (response.status >= 400) throw await refusal(response);
    return response;
  }

  const discovery = createDiscovery(send, options.now ?? Date.now);

  async function pathOf(gvk: GroupVersionKind, namespace: string, name = "", subresource = ""): Promise<string> {
    const resource = await discovery.resourceFor(gvk);
    if (!resource) {
      throw new StatusError("NotFound", `no matches for kind "${gvk.kind}" in version "${apiVersionOf(gvk)}"`, {
        details: { group: gvk.group, kind: gvk.kind },
      });
    }
    return resourcePath(resource, namespace, name, subresource);
  }

  async function write<T extends KubeObject>(
    method: "POST" | "PUT" | "PATCH",
    path: string,
    body: unknown,
    { fieldManager, fieldValidation, dryRun, signal }: WriteOptions,
    extra: { contentType?: string; force?: boolean } = {},
  ): Promise<T> {
    const query = new URLSearchParams();
    if (fieldManager !== undefined) query.set("fieldManager", fieldManager);
    if (fieldValidation !== undefined) query.set("fieldValidation", fieldValidation);
    if (dryRun === true) query.set("dryRun", "All");
    if (extra.force === true) query.set("force", "true");
    const response = await send({
      method,
      path,
      query,
      headers: { "content-type": extra.contentType ?? "application/json" },
      body,
      ...(signal ? { signal } : {}),
    });
    if ((response.json as KubeObject).kind === "CustomResourceDefinition") discovery.expectNewKinds();
    return response.json as T;
  }

  return {
    resources: () => discovery.resources(),
    refreshResources: () => discovery.refresh(),
    resourceFor: (gvk) => discovery.resourceFor(gvk),
    serverVersion: async () =>
      (await send({ method: "GET", path: "/version" })).json as { gitVersion: string; major: string; minor: string },

    async get<T extends KubeObject>(
      ref: ObjectRef,
      { subresource, signal }: { subresource?: string; signal?: AbortSignal } = {},
    ) {
      const path = await pathOf(ref, ref.namespace, ref.name, subresource);
      return unlessNotFound(async () => (await send({ method: "GET", path, ...(signal ? { signal } : {}) })).json as T);
    },

    async list<T extends KubeObject>(gvk: GroupVersionKind, listOptions: ListOptions = {}) {
      const path = await pathOf(gvk, listOptions.namespace ?? "");
      const { signal } = listOptions;
      const response = await send({
        method: "GET",
        path,
        query: listQuery(listOptions),
        ...(signal ? { signal } : {}),
      });
      const list = response.json as ObjectList<T> & { items: T[] | null };
      const items = list.items ?? [];
      // The items of a list carry no apiVersion and kind on the wire; with them, an item is an object like any other.
      for (const item of items) {
        if (item.apiVersion === undefined) Object.assign(item, { apiVersion: apiVersionOf(gvk), kind: gvk.kind });
      }
      return { ...list, items };
    },

    watch: <T extends KubeObject>(gvk: GroupVersionKind, watchOptions: WatchOptions) =>
      watchEvents<T>(async () => {
        const path = await pathOf(gvk, watchOptions.namespace ?? "");
        const query = listQuery(watchOptions);
        query.set("watch", "true");
        query.set("allowWatchBookmarks", "true");
        return send({ method: "GET", path, query, signal: watchOptions.signal });
      }, watchOptions.signal),

    async create<T extends KubeObject>(object: KubeObject, writeOptions: WriteOptions = {}) {
      const name = writeOptions.subresource === undefined ? "" : object.metadata.name;
      const path = await pathOf(gvkOf(object), object.metadata.namespace ?? "", name, writeOptions.subresource);
      return write<T>("POST", path, object, writeOptions);
    },

    async update<T extends KubeObject>(object: KubeObject, writeOptions: WriteOptions = {}) {
      const path = await pathOf(
        gvkOf(object),
        object.metadata.namespace ?? "",
        object.metadata.name,
        writeOptions.subresource,
      );
      return write<T>("PUT", path, object, writeOptions);
    },

    async patch<T extends KubeObject>(ref: ObjectRef, patch: Patch, writeOptions: WriteOptions = {}) {
      const path = await pathOf(ref, ref.namespace, ref.name, writeOptions.subresource);
      return write<T>("PATCH", path, patch.body, writeOptions, { contentType: PATCH_TYPES[patch.type] });
    },

    async apply<T extends KubeObject>(
      object: KubeObject,
      applyOptions: WriteOptions & { fieldManager: string; force?: boolean },
    ) {
      const path = await pathOf(
        gvkOf(object),
        object.metadata.namespace ?? "",
        object.metadata.name,
        applyOptions.subresource,
      );
      return write<T>("PATCH", path, object, applyOptions, {
        contentType: "application/apply-patch+yaml",
        force: applyOptions.force ?? false,
      });
    },

    async delete(ref: ObjectRef, deleteOptions: DeleteOptions = {}) {
      const path = await pathOf(ref, ref.namespace, ref.name);
      const { signal, dryRun, ...body } = deleteOptions;
      return unlessNotFound(
        async () =>
          (
            await send({
              method: "DELETE",
              path,
              headers: { "content-type": "application/json" },
              body: {
                apiVersion: "v1",
                kind: "DeleteOptions",
                ...body,
                ...(dryRun === true ? { dryRun: ["All"] } : {}),
              },
              ...(signal ? { signal } : {}),
            })
          ).json as KubeObject,
      );
    },

    raw: send,
  };
}

/** The URL path of a resource, an object of it, or a subresource of that. */
export function resourcePath(resource: ApiResource, namespace: string, name = "", subresource = ""): string {
  const root = resource.group === "" ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`;
  const scope = resource.namespaced && namespace !== "" ? `/namespaces/${namespace}` : "";
  return `${root}${scope}/${resource.resource}${name === "" ? "" : `/${name}`}${subresource === "" ? "" : `/${subresource}`}`;
}

function listQuery(options: ListOptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const key of ["labelSelector", "fieldSelector", "limit", "continue", "resourceVersion"] as const) {
    const value = options[key];
    if (value !== undefined && value !== "") query.set(key, String(value));
  }
  return query;
}

async function* watchEvents<T extends KubeObject>(
  open: () => Promise<ApiResponse>,
  signal: AbortSignal,
): AsyncIterable<WatchEvent<T>> {
  if (signal.aborted) return;
  try {
    const response = await open();
    for await (const line of response.stream ?? []) {
      const event = line as { type: string; object: unknown };
      if (event.type === "ERROR") throw StatusError.fromStatus(event.object as Partial<Status>, 500);
      if (event.type === "BOOKMARK") {
        yield { type: "BOOKMARK", resourceVersion: (event.object as KubeObject).metadata.resourceVersion ?? "" };
      } else {
        yield { type: event.type as "ADDED" | "MODIFIED" | "DELETED", object: event.object as T };
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function unlessNotFound<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    // A missing kind is not a missing object: only the server's own 404 about an object counts.
    if (error instanceof StatusError && error.reason === "NotFound" && !error.message.startsWith("no matches for kind"))
      return undefined;
    throw error;
  }
}

async function refusal(response: ApiResponse): Promise<StatusError> {
  let body = response.json;
  if (body === undefined) {
    let text = response.bytes ? Buffer.from(response.bytes).toString("utf8") : "";
    for await (const chunk of response.stream ?? [])
      text += chunk instanceof Uint8Array ? Buffer.from(chunk).toString("utf8") : JSON.stringify(chunk);
    try {
      body = JSON.parse(text);
    } catch {
      body = { message: text };
    }
  }
  return StatusError.fromStatus((body ?? {}) as Partial<Status>, response.status);
}
