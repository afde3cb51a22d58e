import { Agent, request as httpRequest } from "undici";
import type { ApiRequest, ApiResponse, Transport } from "./client.ts";

/** How to reach a server and who we are there. */
export interface HttpTransportOptions {
  /** Such as `https://127.0.0.1:6443`. A path in it is put before every request's. */
  server: string;
  /** PEM. */
  ca?: string;
  insecureSkipTlsVerify?: boolean;
  tlsServerName?: string;
  clientCertificate?: { cert: string; key: string };
  username?: string;
  password?: string;
  /** Asked at every request: tokens may change. */
  token?: () => string | undefined | Promise<string | undefined>;
  /** Sockets kept open for requests; each watch has one of its own. Default 16. */
  connections?: number;
}

/** Requests over the network, with keep-alive. */
export function httpTransport(options: HttpTransportOptions): Transport {
  const { ca, clientCertificate, tlsServerName } = options;
  const settings = {
    pipelining: 1,
    keepAliveTimeout: 60_000,
    bodyTimeout: 0,
    headersTimeout: 120_000,
    connect: {
      rejectUnauthorized: options.insecureSkipTlsVerify !== true,
      ...(ca === undefined ? {} : { ca }),
      ...(clientCertificate ?? {}),
      ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
    },
  };
  const agent = new Agent({ ...settings, connections: options.connections ?? 16 });
  // Watches hold their sockets for good: among the others they would leave none for requests.
  const streaming = new Agent(settings);
  const base = new URL(options.server);
  const prefix = base.pathname.replace(/\/$/, "");

  async function authorization(): Promise<Record<string, string>> {
    const token = await options.token?.();
    if (token !== undefined) return { authorization: `Bearer ${token}` };
    if (options.username === undefined) return {};
    return {
      authorization: `Basic ${Buffer.from(`${options.username}:${options.password ?? ""}`).toString("base64")}`,
    };
  }

  return {
    async send(request: ApiRequest): Promise<ApiResponse> {
      const query = request.query?.toString() ?? "";
      const path = prefix + encodeURI(request.path) + (query === "" ? "" : `?${query}`);
      const body =
        request.body === undefined || request.body instanceof Uint8Array ? request.body : JSON.stringify(request.body);
      const isStream = request.query?.get("watch") === "true" || request.query?.get("follow") === "true";
      const response = await httpRequest(base.origin + path, {
        dispatcher: isStream ? streaming : agent,
        method: request.method,
        headers: { ...(await authorization()), ...request.headers },
        ...(body === undefined ? {} : { body }),
        ...(request.signal ? { signal: request.signal } : {}),
      });
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(", ") : (value ?? ""),
        ]),
      );
      const { statusCode: status } = response;
      const isJson = (headers["content-type"] ?? "").startsWith("application/json");
      if (isJson && request.query?.get("watch") === "true" && status < 300) {
        return { status, headers, stream: jsonLines(response.body) };
      }
      if (request.query?.get("follow") === "true" && status < 300) return { status, headers, stream: response.body };
      if (isJson) return { status, headers, json: await response.body.json() };
      return { status, headers, bytes: await response.body.bytes() };
    },
    close: async () => {
      await Promise.all([agent.destroy(), streaming.destroy()]);
    },
  };
}

/** The JSON values of a stream that has one in each line. */
async function* jsonLines(body: AsyncIterable<Uint8Array>): AsyncIterable<unknown> {
  let rest: Buffer[] = [];
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      rest.push(Buffer.from(chunk.buffer, chunk.byteOffset + start, end - start));
      const line = Buffer.concat(rest).toString("utf8");
      rest = [];
      start = end + 1;
      if (line !== "") yield JSON.parse(line);
    }
    if (start < chunk.length) rest.push(Buffer.from(chunk.subarray(start)));
  }
}
