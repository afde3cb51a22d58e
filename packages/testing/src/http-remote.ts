import { spawn } from "node:child_process";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A Git server over HTTP on the loopback interface, whose behaviour a test changes as it runs. */
export interface HttpRemote {
  url: string;
  /** Every request so far: method, path and what it asked git for. */
  requests: string[];
  /** The `Authorization` headers that arrived. */
  authorizations: (string | undefined)[];
  /** Demanded of each request. */
  authorization: string | undefined;
  /** Where every request is sent instead. */
  redirect: string | undefined;
  /** True: nothing is ever answered. */
  silent: boolean;
  close(): Promise<void>;
}

/** Serves the repositories below a folder with `git http-backend`. */
export async function httpRemote(root: string): Promise<HttpRemote> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    remote.requests.push(`${request.method} ${url.pathname}`);
    remote.authorizations.push(request.headers.authorization);
    if (remote.silent) return;
    if (remote.redirect !== undefined) {
      response.writeHead(302, { location: `${remote.redirect}${request.url}` }).end();
      return;
    }
    if (remote.authorization !== undefined && request.headers.authorization !== remote.authorization) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
      return;
    }
    const backend = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        PATH_INFO: url.pathname,
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    request.pipe(backend.stdin);
    const out: Buffer[] = [];
    backend.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    backend.once("close", () => {
      const answer = Buffer.concat(out);
      const end = answer.indexOf("\r\n\r\n");
      const headers = answer.toString("latin1", 0, end).split("\r\n");
      let status = 200;
      for (const header of headers) {
        const [name = "", value = ""] = header.split(": ");
        if (name === "Status") status = Number.parseInt(value, 10);
        else response.setHeader(name, value);
      }
      response.writeHead(status).end(answer.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const remote: HttpRemote = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    authorizations: [],
    authorization: undefined,
    redirect: undefined,
    silent: false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return remote;
}
