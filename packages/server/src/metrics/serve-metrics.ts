import http from "node:http";
import { StatusError } from "@hawser/kube";
import { collectDefaultMetrics, Registry } from "prom-client";
import { refuseForeignPages } from "../kubernetes-api/browser-guard.ts";

/** A registry that knows the process: CPU, memory, event loop. */
export function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Answers `/metrics` in Prometheus' text format, and `/healthz`. */
export async function serveMetrics(options: {
  registry: Registry;
  host: string;
  port: number;
}): Promise<{ close(): Promise<void> }> {
  const { registry } = options;
  const server = http.createServer((request, response) => {
    const answer = async (): Promise<void> => {
      refuseForeignPages(request);
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      if (pathname === "/healthz") return void response.end("ok");
      if (pathname !== "/metrics") throw new StatusError("NotFound", "404 page not found");
      response.setHeader("content-type", registry.contentType);
      response.end(await registry.metrics());
    };
    answer().catch((error: unknown) => {
      response.statusCode = error instanceof StatusError ? error.code : 500;
      response.setHeader("content-type", "text/plain");
      response.end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
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
