import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { hasProxy, proxiedGet } from "./proxied-get.ts";

const tunnels: string[] = [];
const web = http.createServer(({ url = "" }, response) => {
  if (url === "/moved") response.writeHead(302, { location: "/file" });
  else if (url === "/loop") response.writeHead(302, { location: "/loop" });
  else response.writeHead(url === "/file" ? 200 : 404);
  response.end("text");
});
const proxy = http.createServer();
proxy.on("connect", ({ url = "" }, client) => {
  tunnels.push(url);
  const upstream = net.connect(addressOf(web).port, "127.0.0.1", () => {
    client.write("HTTP/1.1 200 OK\r\n\r\n");
    client.pipe(upstream).pipe(client);
  });
  for (const one of [client, upstream]) one.on("error", () => {});
});
await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
afterAll(() => {
  for (const server of [web, proxy]) {
    server.closeAllConnections();
    server.close();
  }
});

function addressOf(server: http.Server): AddressInfo {
  return server.address() as AddressInfo;
}

const env = { HTTP_PROXY: `http://127.0.0.1:${addressOf(proxy).port}`, NO_PROXY: "127.0.0.1" };

test("addresses are asked through the proxy, over redirects", async () => {
  const get = proxiedGet(env);
  expect(await get("http://shop.example/moved")).toMatchObject({ status: 200, bytes: Buffer.from("text") });
  expect(await get("http://shop.example/none")).toMatchObject({ status: 404, statusText: "Not Found" });
  expect(new Set(tunnels)).toEqual(new Set(["shop.example:80"]));
  await expect(get("http://shop.example/loop")).rejects.toThrow('Get "http://shop.example/loop": ');
});

test("addresses that need no proxy are asked directly", async () => {
  expect(await proxiedGet(env)(`http://127.0.0.1:${addressOf(web).port}/file`)).toMatchObject({ status: 200 });
  expect(tunnels.filter((place) => !place.startsWith("shop."))).toEqual([]);
});

test.each([
  [{ https_proxy: "http://proxy:3128" }, true],
  [{ HTTP_PROXY: "" }, false],
  [{}, false],
])("a proxy in %j: %s", (given, want) => {
  expect(hasProxy(given)).toBe(want);
});
