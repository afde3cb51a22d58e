import { STATUS_CODES } from "node:http";
import type { WebGet } from "@hawser/source";
import { EnvHttpProxyAgent, request, interceptors } from "undici";

const MAX_REDIRECTIONS = 9;
const MAX_BYTES = 64 * 1024 * 1024;

/** Gets web addresses through the proxies that the environment names. */
export function proxiedGet(env: Readonly<Record<string, string | undefined>>): WebGet {
  const named = (name: string): string => env[name.toLowerCase()] ?? env[name.toUpperCase()] ?? "";
  const [httpProxy, httpsProxy, noProxy] = [named("http_proxy"), named("https_proxy"), named("no_proxy")];
  const dispatcher = new EnvHttpProxyAgent({
    noProxy,
    ...(httpProxy === "" ? {} : { httpProxy }),
    ...(httpsProxy === "" ? {} : { httpsProxy }),
  }).compose(interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS }));
  return async (url, signal) => {
    try {
      const { statusCode, headers, body } = await request(url, { dispatcher, ...(signal ? { signal } : {}) });
      if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined)
        throw new Error(`stopped after ${MAX_REDIRECTIONS + 1} redirects`);
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_BYTES) throw new Error(`the answer has more than ${MAX_BYTES} bytes`);
        chunks.push(chunk);
      }
      return { status: statusCode, statusText: STATUS_CODES[statusCode] ?? "", bytes: Buffer.concat(chunks), url };
    } catch (error) {
      signal?.throwIfAborted();
      throw new Error(`Get ${JSON.stringify(url)}: ${(error as Error).message}`, { cause: error });
    }
  };
}

/** Whether the environment names a proxy. */
export function hasProxy(env: Readonly<Record<string, string | undefined>>): boolean {
  return ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].some((name) => (env[name] ?? "") !== "");
}
