import https from "node:https";
import { requestListener } from "@hawser/cluster";
import type { Transport } from "@hawser/kube";
import type { Certificates } from "../data-folder/certificates.ts";
import { requireToken } from "./bearer-token.ts";
import { refuseForeignPages } from "./browser-guard.ts";

/** The embedded API on HTTPS. Probes need no token, all else does. */
export async function serveApi(
  api: Transport,
  options: { certificates: Certificates; token: string; host: string; port: number },
): Promise<{ close(): Promise<void> }> {
  const { cert, key } = options.certificates;
  const listener = requestListener(api, {
    authenticate: (request) => {
      refuseForeignPages(request);
      const path = (request.url ?? "").split("?")[0];
      if (path !== "/healthz" && path !== "/livez" && path !== "/readyz" && path !== "/version")
        requireToken(request, options.token);
    },
  });
  const server = https.createServer({ cert, key }, listener);
  // Watches may be silent for long; the client decides when to end them.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, options.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
