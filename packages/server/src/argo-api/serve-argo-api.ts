import type { UrlMapping } from "@hawser/source";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import type { Accounts } from "../accounts/accounts.ts";
import { refuseForeignPages } from "../kubernetes-api/browser-guard.ts";
import { serveStaticUi } from "../ui-api/serve-static-ui.ts";
import { type UiOptions, uiRoutes } from "../ui-api/ui-routes.ts";
import { accountRoutes } from "./account-routes.ts";
import { applicationRoutes, type RouteDeps } from "./application-routes.ts";
import { answerOf, ArgoError, GRPC } from "./errors.ts";

/** What nobody has to sign in for. */
const OPEN = new Set(["/api/version", "/api/v1/session", "/healthz", "/api/v1/session/userinfo"]);
const COOKIE = "argocd.token";
/** No answer is read as something that it is not, or put into another site's page. */
const ANSWERS_FOR_OWN_PAGES = {
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
};
const API_VERSION = "v3.6.0+hawser";

export interface ArgoApiOptions extends RouteDeps, Omit<UiOptions, "isSignedIn"> {
  /** The built web UI; undefined when there is none. */
  uiFolder: string | undefined;
  accounts: Accounts;
  mappings: readonly UrlMapping[];
  host: string;
  port: number;
}

/** The REST API of Argo CD and the web UI, on plain HTTP on the loopback interface. */
export async function serveArgoApi(options: ArgoApiOptions): Promise<{ close(): Promise<void> }> {
  const server = fastify({ forceCloseConnections: true });
  // Clients send empty bodies with a JSON content type.
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, body === "" ? null : JSON.parse(body as string));
    } catch (error) {
      done(new ArgoError(GRPC.invalidArgument, `the body is no JSON: ${(error as Error).message}`));
    }
  });
  server.setErrorHandler((error, _request, reply) => {
    const { status, body } = answerOf(error);
    return reply.status(status).send(body);
  });
  server.addHook("onRequest", async (request, reply) => {
    void reply.headers(ANSWERS_FOR_OWN_PAGES);
    refuseForeignPages(request.raw);
    if (request.routeOptions.config.isPublic === true || OPEN.has(request.url.split("?")[0] ?? "")) return;
    if ((await userOf(request, options.accounts)) === undefined)
      throw new ArgoError(GRPC.unauthenticated, "no session information");
    refuseForgedChanges(request);
  });
  sessionRoutes(server, options.accounts);
  accountRoutes(server, options.accounts);
  applicationRoutes(server, options);
  collectionRoutes(server, options);
  const ui = uiRoutes(server, {
    ...options,
    isSignedIn: async (request) => (await userOf(request, options.accounts)) !== undefined,
  });
  serveStaticUi(server, options.uiFolder);
  server.get("/healthz", () => "ok");
  server.get("/api/version", () => ({ Version: API_VERSION }));
  server.get("/api/hawser/v1/mappings", () => ({ items: options.mappings }));
  await server.listen({ host: options.host, port: options.port });
  return {
    close: async () => {
      ui.stop();
      await server.close();
    },
  };
}

/** A browser adds the cookie by itself: a change that comes with it must say that a page of this server asks. */
function refuseForgedChanges({ method, headers }: FastifyRequest): void {
  if (method === "GET" || method === "HEAD" || /^Bearer ./.test(headers.authorization ?? "")) return;
  // An Origin that is here has been found to be our own.
  if (headers.origin === undefined && headers["sec-fetch-site"] !== "same-origin")
    throw new ArgoError(GRPC.permissionDenied, "a change with a session cookie needs the Origin of this server");
}

function sessionRoutes(server: FastifyInstance, accounts: Accounts): void {
  server.post<{ Body: { username?: unknown; password?: unknown } | null }>(
    "/api/v1/session",
    async ({ body }, reply) => {
      const { username, password } = body ?? {};
      if (typeof username !== "string" || typeof password !== "string" || username === "")
        throw new ArgoError(GRPC.invalidArgument, "username and password are required");
      const token = await accounts.login(username, password);
      if (token === undefined) throw new ArgoError(GRPC.unauthenticated, "Invalid username or password");
      void reply.header("set-cookie", `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`);
      return { token };
    },
  );
  server.delete("/api/v1/session", (_request, reply) => {
    void reply.header("set-cookie", `${COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0`);
    return {};
  });
  server.get("/api/v1/session/userinfo", async (request) => {
    const username = await userOf(request, accounts);
    return username === undefined ? { loggedIn: false, username: "" } : { loggedIn: true, username, iss: "argocd" };
  });
}

function collectionRoutes(server: FastifyInstance, { client }: RouteDeps): void {
  for (const [path, kind] of [
    ["applicationsets", "ApplicationSet"],
    ["projects", "AppProject"],
  ] as const) {
    const gvk = { group: "argoproj.io", version: "v1alpha1", kind };
    server.get(`/api/v1/${path}`, () => client.list(gvk, { namespace: "argocd" }));
    server.get<{ Params: { name: string } }>(`/api/v1/${path}/:name`, async ({ params }) => {
      const found = await client.get({ ...gvk, namespace: "argocd", name: params.name });
      if (!found) throw new ArgoError(GRPC.notFound, `${path}.argoproj.io "${params.name}" not found`);
      return found;
    });
  }
}

async function userOf(request: FastifyRequest, accounts: Accounts): Promise<string | undefined> {
  const { authorization, cookie } = request.headers;
  const bearer = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  const token = bearer ?? new RegExp(`(?:^|; )${COOKIE.replace(".", "\\.")}=([^;]+)`).exec(cookie ?? "")?.[1];
  return token === undefined ? undefined : accounts.verify(token);
}
