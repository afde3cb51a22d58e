import { spawn } from "node:child_process";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { createGunzip } from "node:zlib";
import { StatusError } from "@hawser/kube";
import { gitEnvironment, type GitHost } from "@hawser/source";
import { refuseForeignPages } from "../kubernetes-api/browser-guard.ts";
import { type EmbeddedRepositories, isRepositoryName } from "./embedded-repositories.ts";

type Service = "git-upload-pack" | "git-receive-pack";

const MAX_PACK_BYTES = 1024 ** 3;

export interface GitServerOptions {
  repositories: EmbeddedRepositories;
  host: GitHost;
  address: string;
  port: number;
  /** Most bytes of one push. Default 1 GiB. */
  maxPackBytes?: number;
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
  const match = /^\/(.+?)\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  if (!match) throw new StatusError("NotFound", `${url.pathname} is no repository of this server`);
  const [, encoded = "", action = ""] = match;
  const service = (action === "info/refs" ? url.searchParams.get("service") : action) ?? "";
  if (service !== "git-upload-pack" && service !== "git-receive-pack")
    throw new StatusError("Forbidden", "only smart HTTP is spoken here");
  const name = nameOf(encoded);
  const { repositories } = options;
  const isPush = service === "git-receive-pack";
  response.setHeader("cache-control", "no-cache");

  if (action === "info/refs") {
    // What a push to a new name finds is an empty repository; it is made when something arrives.
    const folder = repositories.find(name) ?? (isPush ? await repositories.empty() : undefined);
    if (folder === undefined) throw notFound(name);
    response.setHeader("content-type", `application/x-${service}-advertisement`);
    const banner = `# service=${service}\n`;
    // Protocol 2 has no banner: the client asked for it with a header.
    if (isPush || request.headers["git-protocol"] !== "version=2")
      response.write(`${(banner.length + 4).toString(16).padStart(4, "0")}${banner}0000`);
    await run(options, service, [folder, "--advertise"], request, response);
    return;
  }
  if (request.method !== "POST") throw new StatusError("MethodNotAllowed", "POST is needed here");
  const folder = isPush ? await repositories.create(name) : repositories.find(name);
  if (folder === undefined) throw notFound(name);
  response.setHeader("content-type", `application/x-${service}-result`);
  await run(options, service, [folder], request, response, isPush ? () => stored(options, name) : undefined);
}

/** The name in a path, with or without `.git`. Throws `BadRequest` for one that no repository can have. */
function nameOf(encoded: string): string {
  let name = encoded;
  try {
    name = decodeURIComponent(encoded);
  } catch {
    // Said below: no name holds a "%".
  }
  name = name.replace(/\.git$/, "");
  if (!isRepositoryName(name)) {
    const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
    throw new StatusError(
      "BadRequest",
      `${JSON.stringify(shown)} is no repository name: use up to 100 letters, digits, ".", "_" and "-", without folders`,
    );
  }
  return name;
}

function notFound(name: string): StatusError {
  return new StatusError("NotFound", `there is no repository "${name}"; push to it to make it`);
}

async function stored(options: GitServerOptions, name: string): Promise<void> {
  await options.repositories.followFirstBranch(name);
  options.onPush(name);
}

async function run(
  options: GitServerOptions,
  service: Service,
  [folder = "", advertise]: readonly string[],
  request: IncomingMessage,
  response: ServerResponse,
  done?: () => Promise<void>,
): Promise<void> {
  const settings = [
    "core.hooksPath=/dev/null",
    "gc.autoDetach=false",
    "uploadpack.allowFilter=true",
    "uploadpack.allowAnySHA1InWant=true",
    `receive.maxInputSize=${options.maxPackBytes ?? MAX_PACK_BYTES}`,
  ];
  const protocol = request.headers["git-protocol"];
  const child = spawn(
    "git",
    [
      ...settings.flatMap((setting) => ["-c", setting]),
      service.slice("git-".length),
      "--stateless-rpc",
      ...(advertise === undefined ? [] : ["--http-backend-info-refs"]),
      folder,
    ],
    {
      env: {
        ...gitEnvironment(options.host),
        ...(typeof protocol === "string" && /^version=\d$/.test(protocol) ? { GIT_PROTOCOL: protocol } : {}),
      } as NodeJS.ProcessEnv,
      stdio: ["pipe", "pipe", "ignore"],
    },
  );
  // A push that has arrived is finished whether the client waits or not; one that has not sees its input end.
  response.once("close", () => (done ? child.stdin.destroy() : child.kill()));
  child.stdin.on("error", () => {});
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (advertise === undefined) {
    const body = request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
    body.on("error", () => child.stdin.destroy());
    body.pipe(child.stdin);
  } else child.stdin.end();
  child.stdout.pipe(response, { end: false });
  const code = await ended;
  // Told before the client hears that it is done, so that whoever looks after the push sees it; also when git failed
  // late, because some refs may have been written.
  await done?.();
  if (code !== 0 && !response.headersSent) throw new StatusError("InternalError", `${service} failed in ${folder}`);
  response.end();
}
