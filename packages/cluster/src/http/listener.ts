import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { readYaml, writeYaml, YamlError } from "@hawser/goyaml";
import {
  type ApiRequest,
  type ApiResponse,
  decodeProtobuf,
  PROTOBUF_MEDIA_TYPE,
  StatusError,
  type Transport,
} from "@hawser/kube";

/** As much as a real server takes. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

export interface ListenerOptions {
  /** Throws `StatusError` for whom it does not let in. */
  authenticate(request: IncomingMessage): void;
}

/** Puts an API behind an HTTP server. */
export function requestListener(api: Transport, options: ListenerOptions): RequestListener {
  return (request, response) => {
    const aborter = new AbortController();
    response.on("close", () => aborter.abort());
    serve(api, options, request, response, aborter.signal).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else send(response, refusal(error));
    });
  };
}

async function serve(
  api: Transport,
  options: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  options.authenticate(request);
  const url = new URL(request.url ?? "/", "http://localhost");
  const body = await readBody(request);
  const answer = await api.send({
    method: (request.method ?? "GET") as ApiRequest["method"],
    path: decodePath(url.pathname),
    query: url.searchParams,
    headers: singleHeaders(request),
    ...(body.length > 0 ? { body: decode(body, request.headers["content-type"]) } : {}),
    signal,
  });
  if (answer.stream) await stream(response, answer, answer.stream);
  else if (answer.json !== undefined && wantsYaml(request)) {
    response.writeHead(answer.status, { ...answer.headers, "content-type": "application/yaml" });
    response.end(writeYaml(answer.json));
  } else send(response, answer);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new StatusError("BadRequest", `the path ${path} is not properly escaped`);
  }
}

function wantsYaml(request: IncomingMessage): boolean {
  return (request.headers.accept ?? "").split(",")[0]?.split(";")[0]?.trim() === "application/yaml";
}

function send(response: ServerResponse, answer: ApiResponse): void {
  const bytes = answer.bytes ?? Buffer.from(`${JSON.stringify(answer.json ?? {})}\n`);
  response.writeHead(answer.status, { ...answer.headers, "content-length": bytes.length });
  response.end(bytes);
}

/** Watch events go out as one line each; log text as it is. */
async function stream(response: ServerResponse, answer: ApiResponse, chunks: AsyncIterable<unknown>): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    const data = chunk instanceof Uint8Array ? chunk : `${JSON.stringify(chunk)}\n`;
    if (!response.write(data)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          response.off("drain", go);
          response.off("close", go);
          resolve();
        };
        response.on("drain", go);
        response.on("close", go);
      });
    }
  }
  response.end();
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new StatusError("RequestEntityTooLarge", `Request entity too large: limit is ${MAX_BODY_BYTES}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(body: Buffer, contentType = "application/json"): unknown {
  const media = contentType.split(";")[0]?.trim() ?? "";
  if (media === PROTOBUF_MEDIA_TYPE) return decodeProtobuf(body);
  const text = body.toString("utf8");
  if (media.endsWith("yaml")) {
    try {
      const [document] = readYaml(text, { dialect: "v2" });
      return document;
    } catch (error) {
      if (error instanceof YamlError) throw new StatusError("BadRequest", `error decoding YAML: ${error.message}`);
      throw error;
    }
  }
  if (media !== "" && !media.endsWith("json")) {
    throw new StatusError(
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StatusError("BadRequest", `couldn't decode the body as JSON: ${(error as Error).message}`);
  }
}

function singleHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

function refusal(error: unknown): ApiResponse {
  const status =
    error instanceof StatusError
      ? error
      : new StatusError("InternalError", error instanceof Error ? error.message : String(error));
  return { status: status.code, headers: { "content-type": "application/json" }, json: status.toStatus() };
}
