import type { IncomingMessage } from "node:http";
import https from "node:https";
import type { Duplex } from "node:stream";
import { requestListener } from "@hawser/cluster";
import type { Transport } from "@hawser/kube";
import type { Certificates } from "../data-folder/certificates.ts";
import { requireToken } from "./bearer-token.ts";
import { refuseForeignPages } from "./browser-guard.ts";
import { type UpgradeOptions, upgradeListener } from "./streaming/serve-upgrades.ts";

/** The embedded API on HTTPS. Probes need no token, all else does. */
export async function serveApi(
  api: Transport,
  options: { certificates: Certificates; token: string; host: string; port: number } & Omit<
    UpgradeOptions,
    "authenticate"
  >,
): Promise<{ close(): Promise<void> }> {
  const { cert, key } = options.certificates;
  const authenticate = (request: IncomingMessage): void => {
    refuseForeignPages(request);
    const path = (request.url ?? "").split("?")[0];
    if (path !== "/healthz" && path !== "/livez" && path !== "/readyz" && path !== "/version")
      requireToken(request, options.token);
  };
  const server = https.createServer({ cert, key }, requestListener(api, { authenticate }));
  const { findPod, resolvePort } = options;
  const upgraded = new Set<Duplex>();
  const upgrade = upgradeListener({ authenticate, findPod, resolvePort });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
    upgrade(request, socket, head);
  });
  // Watches may be silent for long; the client decides when to end them.
  server.requestTimeout = 0;
  // A new TLS session costs more than most requests.
  server.keepAliveTimeout = 180_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, options.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }),
  };
}
