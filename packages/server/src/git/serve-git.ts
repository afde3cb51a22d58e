import { spawn } from "node:child_process";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { createGunzip } from "node:zlib";
import { StatusError } from "@hawser/kube";
import { gitEnvironment, type GitHost } from "@hawser/source";
import { refuseForeignPages } from "../kubernetes-api/browser-guard.ts";
import type { EmbeddedRepositories } from "./embedded-repositories.ts";

type Service = "git-upload-pack" | "git-receive-pack";

export interface GitServerOptions {
  repositories: EmbeddedRepositories;
  host: GitHost;
  address: string;
  port: number;
  /** Told after a push was stored. */
  onPush(repository: string): void;
}

/** Git over HTTP, for any git client: `git` itself speaks the protocol, this hands it the requests. */
export async function serveGit(options: GitServerOptions): Promise<{ close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const status = error instanceof StatusError ? error.code : 500;
      return response
        .writeHead(status, { "content-type": "text/plain" })
        .end(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, options.address, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(options: GitServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  refuseForeignPages(request);
  const url = new URL(request.url ?? "/", "http://localhost");
  const match = /^\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (!match) throw new StatusError("NotFound", `${url.pathname} is no repository of this server`);
  const [, name = "", action = ""] = match;
  const service = (action === "info/refs" ? url.searchParams.get("service") : action) ?? "";
  if (service !== "git-upload-pack" && service !== "git-receive-pack")
    throw new StatusError("Forbidden", "only smart HTTP is spoken here");
  const folder =
    options.repositories.find(name) ?? (service === "git-receive-pack" ? await create(options, name) : undefined);
  if (folder === undefined)
    throw new StatusError("NotFound", `there is no repository "${name}"; push to it to make it`);

  response.setHeader("cache-control", "no-cache");
  if (action === "info/refs") {
    response.writeHead(200, { "content-type": `application/x-${service}-advertisement` });
    const banner = `# service=${service}\n`;
    // Protocol 2 has no banner: the client asked for it with a header.
    if (service === "git-receive-pack" || request.headers["git-protocol"] !== "version=2")
      response.write(`${(banner.length + 4).toString(16).padStart(4, "0")}${banner}0000`);
    await run(options, service, [folder, "--advertise"], request, response);
    return;
  }
  if (request.method !== "POST") throw new StatusError("MethodNotAllowed", "POST is needed here");
  response.writeHead(200, { "content-type": `application/x-${service}-result` });
  await run(
    options,
    service,
    [folder],
    request,
    response,
    service === "git-receive-pack" ? () => options.onPush(name) : undefined,
  );
}

async function create({ repositories }: GitServerOptions, name: string): Promise<string> {
  try {
    return await repositories.create(name);
  } catch (error) {
    throw new StatusError("BadRequest", (error as Error).message);
  }
}

async function run(
  options: GitServerOptions,
  service: Service,
  [folder = "", advertise]: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
  stored?: () => void,
): Promise<void> {
  const args = [
    service.slice("git-".length),
    "--stateless-rpc",
    ...(advertise === undefined ? [] : ["--http-backend-info-refs"]),
    folder,
  ];
  const protocol = request.headers["git-protocol"];
  const child = spawn("git", ["-c", "core.hooksPath=/dev/null", "-c", "http.receivepack=true", ...args], {
    env: {
      ...gitEnvironment(options.host),
      ...(typeof protocol === "string" ? { GIT_PROTOCOL: protocol } : {}),
    } as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "ignore"],
  });
  response.once("close", () => child.kill());
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (advertise === undefined) {
    const input = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
    input.pipe(child.stdin);
  } else child.stdin.end();
  child.stdout.pipe(response, { end: false });
  const code = await ended;
  // Stored before the client hears that it is done: whoever looks after the push sees it.
  if (code === 0) stored?.();
  response.end();
}
