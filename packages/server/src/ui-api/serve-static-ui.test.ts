import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveStaticUi } from "./serve-static-ui.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-static-"));
const ui = path.join(root, "ui");
let server: FastifyInstance;
let port: number;

beforeAll(async () => {
  fs.mkdirSync(path.join(ui, "assets"), { recursive: true });
  fs.writeFileSync(path.join(ui, "index.html"), "<!doctype html><script>let early</script><div id=root></div>");
  fs.writeFileSync(path.join(ui, "assets", "index-Bq3xW1aZ.js"), "export {}");
  fs.writeFileSync(path.join(root, "secret.txt"), "very-secret");
  fs.symlinkSync(path.join(root, "secret.txt"), path.join(ui, "assets", "link.txt"));
  server = await serve(ui);
  port = (server.server.address() as { port: number }).port;
});
afterAll(async () => {
  await server.close();
  fs.rmSync(root, { recursive: true });
});

async function serve(folder: string | undefined): Promise<FastifyInstance> {
  const instance = fastify({ forceCloseConnections: true });
  serveStaticUi(instance, folder);
  await instance.listen({ host: "127.0.0.1", port: 0 });
  return instance;
}

/** Sends a path as it is written; `fetch` would tidy it. */
function ask(target: string): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .get({ port, path: target, agent: false }, (response) => {
        let body = "";
        response.on("data", (chunk) => (body += String(chunk)));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      })
      .on("error", reject);
  });
}

test.each(["/", "/index.html", "/applications/Application/argocd/shop.v2", "/sources?view=all"])(
  "%s gets the index, which is asked for anew each time",
  async (target) => {
    const { status, headers, body } = await ask(target);
    expect([status, headers["cache-control"], headers["content-type"]]).toEqual([
      200,
      "no-cache",
      "text/html; charset=utf-8",
    ]);
    expect(body).toContain("id=root");
  },
);

test("an asset is kept for good, for its name holds its hash", async () => {
  const { headers } = await ask("/assets/index-Bq3xW1aZ.js");
  expect(headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": "text/javascript; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
});

test("nothing from elsewhere may run in the page, and no page may frame it", async () => {
  const policy = (await ask("/")).headers["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/=]+';/);
  expect(policy).toContain("frame-ancestors 'none'");
});

test.each([
  "/../secret.txt",
  "/assets/../../secret.txt",
  "/%2e%2e/secret.txt",
  "/assets/%2e%2e/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/..%5csecret.txt",
  "//secret.txt",
  "/assets/link.txt",
  "/assets/..%00/secret.txt",
  `/assets${root}/secret.txt`,
])("no file outside is reached by %s", async (target) => {
  expect((await ask(target)).body).not.toContain("very-secret");
});

test.each(["/assets/old-hash.js", "/robots.txt", "/api/hawser/v1/none"])("%s is not there", async (target) => {
  expect((await ask(target)).status).toBe(404);
});

test.each([undefined, path.join(root, "none")])(
  "without a built UI the start page says how to build it (%s)",
  async (folder) => {
    const bare = await serve(folder);
    const address = bare.server.address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${address.port}/`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toContain("npm run build");
    await bare.close();
  },
);
