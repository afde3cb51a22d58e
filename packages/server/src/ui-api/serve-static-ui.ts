import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Served to whoever is not signed in. */
    isPublic?: boolean;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const NOT_BUILT = "The web UI was not built: run `npm run build`. The API answers under /api.\n";

interface Page {
  /** By URL path, such as `/assets/index-Bq3x.js`. */
  files: ReadonlyMap<string, string>;
  /** Of the index, to see that the UI was built again. */
  builtAt: number;
  policy: string;
}

/**
 * The built UI at `/`. Only files that lie in the folder when it is listed are served, by exact name: no request is
 * turned into a path. Any other path is a page of the UI itself and gets its index.
 */
export function serveStaticUi(server: FastifyInstance, folder: string | undefined): void {
  let page: Page | undefined;

  async function current(): Promise<Page | undefined> {
    if (folder === undefined) return undefined;
    try {
      const { mtimeMs } = await fs.stat(path.join(folder, "index.html"));
      if (page?.builtAt !== mtimeMs) {
        const policy = contentPolicy(await fs.readFile(path.join(folder, "index.html"), "utf8"));
        page = { files: await listFiles(folder), builtAt: mtimeMs, policy };
      }
    } catch {
      page = undefined;
    }
    return page;
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const pathname = (request.raw.url ?? "/").split("?")[0] ?? "/";
    void reply.header("x-content-type-options", "nosniff");
    if (/^\/api(\/|$)/.test(pathname))
      return reply.status(404).send({ error: "Not Found", code: 5, message: "Not Found" });
    const built = await current();
    if (!built)
      return reply
        .status(pathname === "/" ? 200 : 404)
        .type(TYPES[".txt"] ?? "")
        .send(NOT_BUILT);
    // Names may hold dots: only what lies at the top or among the assets is surely a file.
    const isPage = !/^\/[^/]+\.\w+$/.test(pathname) && !pathname.startsWith("/assets/");
    const file = built.files.get(pathname) ?? (isPage ? built.files.get("/index.html") : undefined);
    if (file === undefined)
      return reply
        .status(404)
        .type(TYPES[".txt"] ?? "")
        .send("Not found\n");
    const hashed = pathname.startsWith("/assets/");
    return reply
      .header("content-security-policy", built.policy)
      .header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache")
      .type(TYPES[path.extname(file)] ?? "application/octet-stream")
      .send(await fs.readFile(file));
  }

  server.get("/", { config: { isPublic: true } }, answer);
  server.get("/*", { config: { isPublic: true } }, answer);
}

/** Regular files only: what a link leads to is not served. */
async function listFiles(folder: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await fs.readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(`/${path.relative(folder, file).split(path.sep).map(encodeURIComponent).join("/")}`, file);
  }
  return files;
}

/** Nothing from elsewhere; inline scripts only where the index itself has them. Styles of components are inline. */
function contentPolicy(index: string): string {
  const inline = [...index.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inline].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
