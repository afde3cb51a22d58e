import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { isLocalAddress } from "./local-address.ts";
import { createWebGet } from "./web-get.ts";

const requests: string[] = [];
const server = http.createServer(({ url = "", headers }, response) => {
  requests.push(`${url} ${headers.authorization ?? ""}`.trim());
  if (url === "/silent") return;
  if (url === "/loop") response.writeHead(302, { location: "/loop" });
  else if (url === "/moved") response.writeHead(301, { location: "/file" });
  else if (url === "/away") response.writeHead(302, { location: "http://127.0.0.2:1/secret" });
  else if (url === "/elsewhere") response.writeHead(302, { location: `http://localhost:${port}/file` });
  else if (url === "/program") response.writeHead(302, { location: "file:///etc/passwd" });
  else response.writeHead(url === "/file" ? 200 : 404);
  response.end(url === "/large" ? "x".repeat(5000) : "text");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = createWebGet({ mayReachLocal: (url) => url.port === String(port), maxBytes: 2000 });

test("answers come with their status, over redirects", async () => {
  const file = { status: 200, statusText: "OK", bytes: Buffer.from("text"), url: `${origin}/file` };
  expect(await get(`${origin}/file`)).toEqual(file);
  expect(await get(`${origin}/moved`)).toEqual(file);
  expect(await get(`${origin}/nothing`)).toMatchObject({ status: 404, statusText: "Not Found" });
});

test.each([
  ["/loop", 'Get "/loop": stopped after 10 redirects'],
  ["/program", 'Get "file:///etc/passwd": unsupported protocol scheme "file"'],
  [
    "/away",
    'Get "http://127.0.0.2:1/secret": 127.0.0.2 leads to this machine or its link; map it with --map to allow that',
  ],
  ["/large", `Get "http://127.0.0.1:${port}/large": the answer has more than 2000 bytes`],
])("%s fails", async (path, message) => {
  await expect(get(origin + path)).rejects.toThrow(message);
});

test("the words of a failure are Go's, without credentials", async () => {
  const anywhere = createWebGet({ mayReachLocal: () => true });
  await expect(anywhere("http://me:secret@127.0.0.1:1/x")).rejects.toThrow(
    'Get "http://127.0.0.1:1/x": dial tcp 127.0.0.1:1: connect: connection refused',
  );
  await expect(anywhere("http://name.invalid/x")).rejects.toThrow("dial tcp: lookup name.invalid: no such host");
});

test.each([
  "127.0.0.1",
  "localhost",
  "x.localhost",
  "0177.1",
  "2130706433",
  "[::1]",
  "[::ffff:7f00:1]",
  "169.254.169.254",
])("%s is not reached", async (host) => {
  requests.length = 0;
  await expect(createWebGet()(`http://${host}:${port}/file`)).rejects.toThrow("leads to this machine or its link");
  expect(requests).toEqual([]);
});

test.each([
  ["127.8.9.1", true],
  ["0.0.0.0", true],
  ["169.254.1.1", true],
  ["::", true],
  ["::1", true],
  ["fe80::1", true],
  ["::ffff:127.0.0.1", true],
  ["::127.0.0.1", true],
  ["64:ff9b::127.0.0.1", true],
  ["64:ff9b::a9fe:a9fe", true],
  ["2002:7f00:1::", true],
  ["100.100.100.200", true],
  ["fd00:ec2::254", true],
  ["10.0.0.1", false],
  ["8.8.8.8", false],
  ["2606:4700::1111", false],
  ["64:ff9b::8.8.8.8", false],
])("%s is local: %s", (address, want) => {
  expect(isLocalAddress(address)).toBe(want);
});

test("credentials in an address are sent to it, and not where it redirects", async () => {
  requests.length = 0;
  await get(`http://me:secret@127.0.0.1:${port}/elsewhere`);
  expect(requests).toEqual([`/elsewhere Basic ${Buffer.from("me:secret").toString("base64")}`, "/file"]);
});

test("who waits may give up, and nobody waits for ever", async () => {
  const giveUp = new AbortController();
  const waiting = get(`${origin}/silent`, giveUp.signal);
  giveUp.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(createWebGet({ mayReachLocal: () => true, timeoutMs: 50 })(`${origin}/silent`)).rejects.toThrow(
    "context deadline exceeded",
  );
});
