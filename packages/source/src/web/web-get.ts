import dns from "node:dns";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import { withoutCredentials } from "../git/git-command.ts";
import { isLocalAddress, isLocalName } from "./local-address.ts";

/** What a web address answered, whatever its status. */
export interface WebAnswer {
  status: number;
  /** In the words of the standard, not the server's. */
  statusText: string;
  bytes: Uint8Array;
  /** Where it was in the end. */
  url: string;
}

/** Gets what is at a web address, over redirects. Throws `WebError` where nothing answers. */
export type WebGet = (url: string, signal?: AbortSignal) => Promise<WebAnswer>;

/** Why nothing answered, in the words of Go's client. */
export class WebError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "WebError";
  }
}

export interface WebGetOptions {
  /** Whether an address of this machine or its link may be reached through this URL. Default: never. */
  mayReachLocal?: (url: URL) => boolean;
  /** For one answer, redirects included. */
  timeoutMs?: number;
  maxBytes?: number;
}

const MAX_REQUESTS = 10;

export function createWebGet({
  mayReachLocal = () => false,
  timeoutMs = 60_000,
  maxBytes = 64 * 1024 * 1024,
}: WebGetOptions = {}): WebGet {
  // Of its own: a connection that somebody else may open must not be found open here.
  const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };
  const guarded = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };

  function once(
    url: URL,
    signal: AbortSignal,
  ): Promise<{ answer: Omit<WebAnswer, "url">; location: string | undefined }> {
    if (url.protocol !== "http:" && url.protocol !== "https:")
      throw new WebError(`unsupported protocol scheme "${url.protocol.replace(/:$/, "")}"`);
    const isGuarded = !mayReachLocal(url);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isGuarded && (isLocalName(host) || (net.isIP(host) !== 0 && isLocalAddress(host)))) throw refused(host);
    const options: https.RequestOptions = {
      agent: (isGuarded ? guarded : agents)[url.protocol],
      signal,
      headers: { "user-agent": "hawser" },
      ...(isGuarded ? { lookup: lookUpPublic } : {}),
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === "https:" ? https : http).get(url, options, (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("error", reject);
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size <= maxBytes) {
            chunks.push(chunk);
            return;
          }
          reject(new WebError(`the answer has more than ${maxBytes} bytes`));
          request.destroy();
        });
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const isRedirect = [301, 302, 303, 307, 308].includes(status);
          resolve({
            answer: { status, statusText: http.STATUS_CODES[status] ?? "", bytes: Buffer.concat(chunks) },
            location: isRedirect ? response.headers.location : undefined,
          });
        });
      });
      request.on("error", reject);
    });
  }

  return async (address, signal) => {
    const expired = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([signal, expired]) : expired;
    let shown = withoutCredentials(address);
    try {
      let url = new URL(address);
      for (let count = 1; ; count++) {
        const { answer, location } = await once(url, either);
        if (location === undefined) return { ...answer, url: url.href };
        shown = location;
        if (count >= MAX_REQUESTS) throw new WebError(`stopped after ${MAX_REQUESTS} redirects`);
        url = new URL(location, url);
      }
    } catch (error) {
      signal?.throwIfAborted();
      throw new WebError(
        `Get "${withoutCredentials(shown)}": ${expired.aborted ? "context deadline exceeded" : reasonOf(error)}`,
        {
          cause: error,
        },
      );
    }
  };
}

/** Names lead only to addresses that are not local; asked while connecting, so no second answer can differ. */
const lookUpPublic: net.LookupFunction = (name, options, callback) => {
  dns.lookup(name, { ...options, all: true }, (error, addresses) => {
    const allowed = (addresses ?? []).filter(({ address }) => !isLocalAddress(address));
    const [first] = allowed;
    if (error || !first) callback(error ?? refused(name), "", 0);
    else if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

function refused(host: string): NodeJS.ErrnoException {
  return new WebError(`${host} leads to this machine or its link; map it with --map to allow that`);
}

function reasonOf(error: unknown): string {
  const { code, message, hostname, address, port, errors } = error as NodeJS.ErrnoException & {
    hostname?: string;
    address?: string;
    port?: number;
    errors?: unknown[];
  };
  // One for each address that was tried.
  if (errors?.[0] !== undefined) return reasonOf(errors[0]);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return `dial tcp: lookup ${hostname}: no such host`;
  if (address !== undefined) {
    const place = net.isIPv6(address) ? `[${address}]` : address;
    const why = code === "ECONNREFUSED" ? "connection refused" : code === "ETIMEDOUT" ? "i/o timeout" : message;
    return `dial tcp ${place}:${port}: connect: ${why}`;
  }
  return code !== undefined && /CERT|SIGNATURE|ALTNAME/.test(code)
    ? `tls: failed to verify certificate: ${message}`
    : message;
}
