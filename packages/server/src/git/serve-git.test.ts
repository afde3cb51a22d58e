import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { runGit } from "@hawser/source";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EmbeddedRepositories } from "./embedded-repositories.ts";
import { serveGit } from "./serve-git.ts";

const host = { env: process.env };
const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-git-server-"));
const repositories = new EmbeddedRepositories(path.join(root, "repositories"), host);
const pushes: string[] = [];
let url = "";
let server: { close(): Promise<void> };

beforeAll(async () => {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  server = await serveGit({ repositories, host, address: "127.0.0.1", port, onPush: (name) => pushes.push(name) });
  url = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await server.close();
  fs.rmSync(root, { recursive: true });
});

test("a push makes a repository, and a clone brings it back, with and without .git", async () => {
  const work = path.join(root, "work");
  fs.mkdirSync(work);
  const git = (...args: string[]): Promise<string> =>
    runGit(host, ["-c", "user.name=A", "-c", "user.email=a@example.com", ...args], { cwd: work });
  await git("init", "-q", "-b", "main", ".");
  fs.writeFileSync(path.join(work, "big.txt"), "line\n".repeat(50_000));
  await git("add", "-A");
  await git("commit", "-qm", "first");
  await git("push", "-q", `${url}/shop.git`, "main");
  expect(pushes).toEqual(["shop"]);
  await runGit(host, ["clone", "-q", `${url}/shop`, path.join(root, "clone")]);
  expect(fs.statSync(path.join(root, "clone", "big.txt")).size).toBe(250_000);
  expect(repositories.names()).toEqual(["shop"]);
});

test.each([
  ["/none.git/info/refs?service=git-upload-pack", {}, 404],
  ["/..%2f..%2fetc/info/refs?service=git-receive-pack", {}, 400],
  ["/shop.git/info/refs?service=git-upload-pack", { origin: "https://evil.example" }, 403],
  ["/shop.git/HEAD", {}, 404],
])("GET %s is refused", async (target, headers, want) => {
  expect((await fetch(url + target, { headers })).status).toBe(want);
});
