import type { GroupVersionKind, KubeObject, ObjectRef } from "../object.ts";

/** What discovery says of one kind. */
export interface ApiResource extends GroupVersionKind {
  /** Plural name in URLs, such as `deployments`. */
  resource: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  verbs: readonly string[];
  /** Names of its subresources, such as `status` and `scale`. */
  subresources: readonly string[];
}

export interface ListOptions {
  /** Empty or absent: all namespaces. */
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  limit?: number;
  continue?: string;
  resourceVersion?: string;
  signal?: AbortSignal;
}

export interface ObjectList<T extends KubeObject = KubeObject> {
  apiVersion: string;
  kind: string;
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  items: T[];
}

export interface WatchOptions extends Omit<ListOptions, "limit" | "continue"> {
  signal: AbortSignal;
}

export type WatchEvent<T extends KubeObject = KubeObject> =
  | { type: "ADDED" | "MODIFIED" | "DELETED"; object: T }
  | { type: "BOOKMARK"; resourceVersion: string };

export interface WriteOptions {
  fieldManager?: string;
  fieldValidation?: "Ignore" | "Warn" | "Strict";
  dryRun?: boolean;
  /** `status`, `scale` … */
  subresource?: string;
  signal?: AbortSignal;
}

export interface DeleteOptions {
  propagationPolicy?: "Foreground" | "Background" | "Orphan";
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
  signal?: AbortSignal;
}

export type Patch =
  | { type: "json"; body: readonly JsonPatchOperation[] }
  | { type: "merge"; body: unknown }
  | { type: "strategic"; body: unknown };

export type JsonPatchOperation =
  | { op: "add" | "replace" | "test"; path: string; value: unknown }
  | { op: "remove"; path: string }
  | { op: "move" | "copy"; path: string; from: string };

/**
 * A Kubernetes API, embedded or remote.
 *
 * Objects come back as the server sent them and are shared with caches: treat them as frozen.
 * Every method throws `StatusError` for what the server refuses; `get` and `delete` answer
 * `undefined` for NotFound.
 */
export interface Client {
  /** The served kinds, from discovery; cached, and read again by `refreshResources` or when a kind is unknown. */
  resources(): Promise<readonly ApiResource[]>;
  refreshResources(): Promise<readonly ApiResource[]>;
  /** How a kind is served, or undefined when the server does not know it (after one fresh look). */
  resourceFor(gvk: GroupVersionKind): Promise<ApiResource | undefined>;
  serverVersion(): Promise<{ gitVersion: string; major: string; minor: string }>;

  get<T extends KubeObject = KubeObject>(ref: ObjectRef, options?: GetOptions): Promise<T | undefined>;
  list<T extends KubeObject = KubeObject>(gvk: GroupVersionKind, options?: ListOptions): Promise<ObjectList<T>>;
  /** Ends when the signal fires or the server closes; throws `Expired` or `Gone` when the version is too old. */
  watch<T extends KubeObject = KubeObject>(gvk: GroupVersionKind, options: WatchOptions): AsyncIterable<WatchEvent<T>>;
  create<T extends KubeObject = KubeObject>(object: KubeObject, options?: WriteOptions): Promise<T>;
  update<T extends KubeObject = KubeObject>(object: KubeObject, options?: WriteOptions): Promise<T>;
  patch<T extends KubeObject = KubeObject>(ref: ObjectRef, patch: Patch, options?: WriteOptions): Promise<T>;
  /** Server-side apply. `fieldManager` is required by the API. */
  apply<T extends KubeObject = KubeObject>(
    object: KubeObject,
    options: WriteOptions & { fieldManager: string; force?: boolean },
  ): Promise<T>;
  /** Answers with the object that still waits for finalizers, a Status object, or undefined when it did not exist. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<KubeObject | undefined>;
  /** Any other request: logs, OpenAPI, metrics. Throws `StatusError` for codes of 400 and above. */
  raw(request: ApiRequest): Promise<ApiResponse>;
}

export interface GetOptions {
  subresource?: string;
  signal?: AbortSignal;
}

/** One request to a Kubernetes API, before any socket. */
export interface ApiRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
  /** Decoded path without query, such as `/api/v1/namespaces/dev/pods`. */
  path: string;
  query?: URLSearchParams;
  /** Lower-case names. */
  headers?: Readonly<Record<string, string>>;
  /** A JSON value, or bytes with a `content-type` header. */
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * The answer to an `ApiRequest`. Exactly one of `json`, `bytes` and `stream` is set.
 * `stream` yields chunks as they come: watch events as JSON values, log text as bytes.
 */
export interface ApiResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  json?: unknown;
  bytes?: Uint8Array;
  stream?: AsyncIterable<unknown>;
}

/**
 * Carries requests to a server: `httpTransport` over the network, the embedded cluster's own by a function
 * call. A server's refusal is a response, not an exception; only a broken connection throws.
 */
export interface Transport {
  send(request: ApiRequest): Promise<ApiResponse>;
  close(): Promise<void>;
}
