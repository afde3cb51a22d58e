import type { Application, ApplicationSet, AppProject } from "@hawser/argocd";
import { Agent, type Dispatcher, request } from "undici";
import { CliError, GENERIC_FAILURE } from "../cli-error.ts";

/** Names of gRPC codes, for the words in which the real client reports a failure. */
const GRPC_CODES: Record<number, string> = {
  1: "Canceled",
  2: "Unknown",
  3: "InvalidArgument",
  4: "DeadlineExceeded",
  5: "NotFound",
  6: "AlreadyExists",
  7: "PermissionDenied",
  8: "ResourceExhausted",
  9: "FailedPrecondition",
  10: "Aborted",
  11: "OutOfRange",
  12: "Unimplemented",
  13: "Internal",
  14: "Unavailable",
  15: "DataLoss",
  16: "Unauthenticated",
};

/** A refusal of the API, in the words of the real client. */
export class ArgoApiError extends CliError {
  readonly code: number;
  readonly description: string;

  constructor(code: number, description: string) {
    super(`rpc error: code = ${GRPC_CODES[code] ?? "Unknown"} desc = ${description}`, GENERIC_FAILURE);
    this.name = "ArgoApiError";
    this.code = code;
    this.description = description;
  }
}

export interface ArgoApiOptions {
  /** Such as `https://localhost:8080`. */
  url: string;
  token: string;
  insecure: boolean;
}

export interface ResourceDiff {
  group?: string;
  kind: string;
  namespace?: string;
  name: string;
  targetState?: string;
  liveState?: string;
  normalizedLiveState?: string;
  predictedLiveState?: string;
  hook?: boolean;
  modified?: boolean;
  /** Rules that hide a difference; absent where nothing is hidden. */
  hiddenBy?: string[];
}

export interface WatchEvent {
  type: "ADDED" | "MODIFIED" | "DELETED";
  application: Application;
}

/** The REST API of argocd-server, as far as the CLI uses it. Every method throws `ArgoApiError`. */
export interface ArgoApi {
  readonly url: string;
  get<T>(path: string, query?: Record<string, string>): Promise<T>;
  send<T>(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
    query?: Record<string, string>,
  ): Promise<T>;
  /** Yields the `result` of each line of a stream until it ends or the signal fires. */
  stream<T>(path: string, query: Record<string, string>, signal?: AbortSignal): AsyncIterable<T>;
  close(): Promise<void>;
}

export function createArgoApi(options: ArgoApiOptions): ArgoApi {
  const dispatcher = new Agent({
    connect: { rejectUnauthorized: !options.insecure },
    bodyTimeout: 0,
    headersTimeout: 120_000,
  });

  async function call(
    method: Dispatcher.HttpMethod,
    path: string,
    body: unknown,
    query: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const url = new URL(path, options.url);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    let response: Dispatcher.ResponseData;
    try {
      response = await request(url, {
        method,
        dispatcher,
        headers: {
          ...(options.token === "" ? {} : { authorization: `Bearer ${options.token}` }),
          ...(method === "GET" ? {} : { "content-type": "application/json" }),
        },
        ...(method === "GET" ? {} : { body: JSON.stringify(body ?? {}) }),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      throw new CliError(`Failed to reach ${options.url}: ${(error as Error).message}`, GENERIC_FAILURE);
    }
    if (response.statusCode >= 300) throw await refusal(response);
    return response;
  }

  return {
    url: options.url,
    get: async <T>(path: string, query: Record<string, string> = {}) =>
      (await (await call("GET", path, undefined, query)).body.json()) as T,
    send: async <T>(
      method: "POST" | "PUT" | "PATCH" | "DELETE",
      path: string,
      body?: unknown,
      query: Record<string, string> = {},
    ) => (await (await call(method, path, body, query)).body.json()) as T,
    stream: async function* <T>(path: string, query: Record<string, string>, signal?: AbortSignal) {
      const response = await call("GET", path, undefined, query, signal);
      let rest = "";
      for await (const chunk of response.body.setEncoding("utf8") as AsyncIterable<string>) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line.trim() !== "") yield readLine<T>(line);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

function readLine<T>(line: string): T {
  const message = JSON.parse(line) as { result?: T; error?: { code?: number; grpc_code?: number; message?: string } };
  if (message.result !== undefined) return message.result;
  throw new ArgoApiError(
    message.error?.grpc_code ?? message.error?.code ?? 2,
    message.error?.message ?? "the stream broke",
  );
}

async function refusal(response: Dispatcher.ResponseData): Promise<ArgoApiError> {
  const text = await response.body.text();
  try {
    const body = JSON.parse(text) as { code?: number; message?: string; error?: string };
    return new ArgoApiError(body.code ?? 2, body.message ?? body.error ?? text);
  } catch {
    return new ArgoApiError(response.statusCode === 401 ? 16 : 2, text || `the server answered ${response.statusCode}`);
  }
}

export type { Application, ApplicationSet, AppProject };
