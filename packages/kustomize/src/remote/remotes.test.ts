import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { createGitSource, type UrlMapping } from "@hawser/source";
import { gitHost, type HttpRemote, httpRemote, workTree, type WorkTree } from "@hawser/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { KustomizeError } from "../kustomize-error.ts";
import { commandLineRemotes } from "./command-line-remotes.ts";
import { engineRemotes, type OwnRepository } from "./engine-remotes.ts";
import type { RemoteSources } from "./remote-sources.ts";
import { parseRepoSpec, type RepoSpec } from "./repo-spec.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-remotes-"));
const opened: { close(): unknown }[] = [];
const files: string[] = [];
const web = http.createServer(({ url = "" }, response) => {
  files.push(url);
  response.writeHead(url.startsWith("/file") ? 200 : 404).end("text");
});
let webUrl: string;
let shop: WorkTree;
let remote: HttpRemote;
let commit: string;
let caches = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  webUrl = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  shop = await workTree(path.join(root, "served/org/shop.git"));
  commit = await shop.commit({ "base/a.yaml": "one" });
  remote = await httpRemote(path.join(root, "served"));
  fs.renameSync(path.join(root, "served/org/shop.git/.git"), path.join(root, "served/org/bare.git"));
});
beforeEach(() => {
  remote.requests.length = 0;
  remote.authorizations.length = 0;
  remote.authorization = undefined;
  remote.redirect = undefined;
  remote.silent = false;
  files.length = 0;
});
afterAll(async () => {
  for (const one of opened) one.close();
  web.closeAllConnections();
  web.close();
  await remote.close();
  fs.rmSync(root, { recursive: true });
});

function spec(url: string): RepoSpec {
  const parsed = parseRepoSpec(url);
  if (!parsed) throw new Error(`${url} is no address`);
  return parsed;
}

function onCommandLine(): RemoteSources {
  const remotes = commandLineRemotes({ env: gitHost.env, cacheFolder: path.join(root, `cache-${caches++}`) });
  opened.push(remotes);
  return remotes;
}

function inEngine(mappings: UrlMapping[] = [], own?: OwnRepository): RemoteSources {
  const git = createGitSource({
    host: gitHost,
    cacheFolder: path.join(root, `mirrors-${caches}`),
    mappings,
    embedded: (name) => (name === "org/shop" ? path.join(root, "served/org/bare.git") : undefined),
  });
  const remotes = engineRemotes({ host: gitHost, cacheFolder: path.join(root, `cache-${caches++}`), mappings, git });
  opened.push(git, remotes);
  return remotes.sources(own);
}

async function read(sources: RemoteSources, url: string): Promise<string> {
  const { tree } = await sources.repository(spec(url));
  return Buffer.from(await tree.readFile("base/a.yaml")).toString();
}

test("on the command line, repositories of this machine and of servers are read", async () => {
  const remotes = onCommandLine();
  expect(await read(remotes, `${remote.url}/org/bare.git//base`)).toBe("one");
  expect(await read(remotes, `file://${root}/served/org/bare.git//base?ref=main`)).toBe("one");
  expect((await remotes.repository(spec(`${remote.url}/org/bare.git?ref=${commit}`))).commit).toBe(commit);
});

test("failures are told in the real tool's words", async () => {
  const remotes = onCommandLine();
  const failure = async (url: string): Promise<KustomizeError> => {
    const error: unknown = await remotes.repository(spec(url)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KustomizeError);
    return error as KustomizeError;
  };
  expect((await failure(`file://${root}/served/org/bare.git?ref=nope`)).message).toBe(
    `failed to run 'git fetch --depth=1 file://${root}/served/org/bare.git nope': fatal: couldn't find remote ref nope\n: exit status 128`,
  );
  expect((await failure(`file://${root}/served/org/bare.git?ref=-x`)).message).toContain("invalid refspec '-x'");
  expect((await failure(`file://${root}/nowhere.git`)).message).toContain("does not appear to be a git repository");
  remote.silent = true;
  expect((await failure(`${remote.url}/org/bare.git?timeout=100ms`)).message).toBe(
    `hit 100ms timeout running 'git fetch --depth=1 ${remote.url}/org/bare.git HEAD'`,
  );
  remote.silent = false;
});

test("a web address is asked once, and answers whatever its status is", async () => {
  const remotes = onCommandLine();
  await Promise.all([remotes.file(`${webUrl}/file`), remotes.file(`${webUrl}/file`)]);
  expect(files).toEqual(["/file"]);
  expect(await remotes.file(`${webUrl}/other`)).toMatchObject({ status: 404, statusText: "Not Found" });
  await expect(remotes.file("http://127.0.0.1:1/x")).rejects.toThrow(
    new KustomizeError("not-found", 'Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused'),
  );
});

test.each([
  ["file:///etc//x", "unsupported repository URL"],
  ["http://127.0.0.1:1/org/repo//x", "leads to this machine or its link"],
  ["http://localhost/org/repo//x", "leads to this machine or its link"],
  ["http://[::1]/org/repo//x", "leads to this machine or its link"],
  ["http://2130706433/org/repo//x", "leads to this machine or its link"],
  ["ssh://git@169.254.169.254/org/repo//x", "leads to this machine or its link"],
  ["git@127.0.0.1:org/repo//x", "leads to this machine or its link"],
])("in the engine %s is refused", async (url, message) => {
  await expect(inEngine().repository(spec(url))).rejects.toThrow(message);
});

test("in the engine what is mapped may be here: servers, files, the embedded Git", async () => {
  const mappings = [
    { from: "https://git.example.com/", to: `${remote.url}/` },
    { from: "https://files.example.com/", to: `${webUrl}/` },
    { from: "https://embedded.example.com/", to: "embedded:" },
  ];
  const remotes = inEngine(mappings);
  expect(await read(remotes, "https://git.example.com/org/bare.git//base")).toBe("one");
  expect(await read(remotes, "https://embedded.example.com/org/shop//base?ref=main")).toBe("one");
  await expect(remotes.repository(spec("https://embedded.example.com/org/none"))).rejects.toThrow("not found");
  expect(await remotes.file("https://files.example.com/file")).toMatchObject({ status: 200 });
  await expect(remotes.file(`${remote.url}/file`)).rejects.toThrow("leads to this machine or its link");
});

test("credentials of the rendered repository serve its own server, and no other", async () => {
  remote.authorization = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  const credentials = { username: "me", password: "secret" };
  const mappings = [{ from: "https://git.example.com/", to: `${remote.url}/` }];
  const url = "https://git.example.com/org/bare.git//base";
  expect(await read(inEngine(mappings, { url: "https://git.example.com/org/app", credentials }), url)).toBe("one");
  remote.authorizations.length = 0;
  const other = inEngine(mappings, { url: "https://other.example.com/org/app", credentials });
  await expect(read(other, url)).rejects.toThrow(KustomizeError);
  expect(new Set(remote.authorizations)).toEqual(new Set([undefined]));
});

test("the server of the rendered repository may be here: somebody chose it", async () => {
  const own = { url: `${remote.url}/org/app` };
  expect(await read(inEngine([], own), `${remote.url}/org/bare.git//base`)).toBe("one");
});
