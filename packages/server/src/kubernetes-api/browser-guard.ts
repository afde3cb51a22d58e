import type { IncomingMessage } from "node:http";
import { StatusError } from "@hawser/kube";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/**
 * Keeps web pages out of a local server: whoever names it by another host (DNS rebinding) or sends an Origin that is
 * not its own is refused. Clients that are no browsers send no Origin.
 */
export function refuseForeignPages(request: IncomingMessage, otherHosts: readonly string[] = []): void {
  const host = request.headers.host ?? "";
  const known = (name: string): boolean => LOOPBACK.test(name) || otherHosts.includes(name);
  if (!known(host))
    throw new StatusError("Forbidden", `the host "${host}" is not served here; use localhost or 127.0.0.1`);
  const { origin } = request.headers;
  if (origin === undefined) return;
  // "null" is a page without an origin, such as a file or a sandboxed frame: foreign as well.
  const sameHost = URL.canParse(origin) && new URL(origin).host === host;
  if (!sameHost) throw new StatusError("Forbidden", `pages of ${origin} may not use this server`);
}
