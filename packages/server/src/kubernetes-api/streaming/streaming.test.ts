import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import tls from "node:tls";
import { silentLogger } from "@hawser/controller";
import type { KubeObject } from "@hawser/kube";
import transport, { type SpdyConnection } from "spdy-transport";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { argocdServerPort } from "../../argocd-server/argocd-server-port.ts";
import { type RunningApi, startApi } from "../../start-api.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-streaming-"));
const LARGE = "x".repeat(300_000);
let api: RunningApi;
let site: http.Server;

beforeAll(async () => {
  api = await startApi({
    dataFolder: path.join(root, "data"),
    ports: { api: 0, ui: 0, git: 0, metrics: 0 },
    logger: silentLogger,
  });
  site = http.createServer((request, response) => response.end(request.url === "/large" ? LARGE : "the site"));
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const target = { host: "127.0.0.1", port: (site.address() as AddressInfo).port };
  api.answerPort(
    { namespace: "default", component: "server", port: 8080 },
    argocdServerPort({ certificates: api.certificates, target }),
  );
  const client = api.cluster.client("test");
  for (const name of ["server", "other"]) {
    const pod: KubeObject = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default", labels: { "app.kubernetes.io/name": name } },
      spec: { containers: [{ name: "c", image: "image:1" }] },
    };
    await client.create(pod);
  }
});
afterAll(async () => {
  site.close();
  await api.stop();
  fs.rmSync(root, { recursive: true });
});

function open(target: string, protocols: string[], headers: Record<string, string> = {}): WebSocket {
  const token = fs.readFileSync(api.folder.path("api-token"), "utf8").trim();
  return new WebSocket(`${api.url.replace("https", "wss")}/api/v1/namespaces/default/pods/${target}`, protocols, {
    ca: api.certificates.ca,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
}

/** The messages of a session by channel, and the code it ended with. */
function session(socket: WebSocket): Promise<{ channels: Record<number, string>; code: number }> {
  const channels: Record<number, string> = {};
  return new Promise((resolve, reject) => {
    socket.on("message", (data: Buffer) => {
      const channel = data[0] ?? 255;
      channels[channel] = (channels[channel] ?? "") + data.subarray(1).toString();
    });
    socket.on("close", (code) => resolve({ channels, code }));
    socket.on("error", reject);
  });
}

/** The status and body that a refused upgrade is answered with. */
function refusal(socket: WebSocket): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    socket.on("unexpected-response", (_request, response) => {
      text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
    });
    socket.on("open", () => reject(new Error("the upgrade was accepted")));
    socket.on("error", () => {});
  });
}

/** Upgrades a request as kubectl does, and answers with the connection. */
function upgrade(target: string, method: string, headers: Record<string, string>): Promise<Duplex> {
  const token = fs.readFileSync(api.folder.path("api-token"), "utf8").trim();
  return new Promise((resolve, reject) => {
    https
      .request(`${api.url}/api/v1/namespaces/default/pods/${target}`, {
        method,
        ca: api.certificates.ca,
        headers: { connection: "Upgrade", authorization: `Bearer ${token}`, ...headers },
      })
      .on("upgrade", (_response, socket, head) => {
        socket.unshift(head);
        resolve(socket);
      })
      .on("response", (response) => reject(new Error(`status ${response.statusCode}`)))
      .on("error", reject)
      .end();
  });
}

/** The bytes inside WebSocket messages. Written out: client libraries refuse the name of this subprotocol. */
function insideMessages(socket: Duplex): Duplex {
  let received = Buffer.alloc(0);
  const stream = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      const head = Buffer.alloc(8);
      head.writeUInt8(0x82);
      head.writeUInt8(0x80 | 126, 1);
      head.writeUInt16BE(chunk.length, 2);
      socket.write(Buffer.concat([head, chunk]), done);
    },
  });
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2) {
      const short = received.readUInt8(1);
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (received.length < start) return;
      const length = short === 126 ? received.readUInt16BE(2) : short === 127 ? received.readUInt32BE(6) : short;
      if (received.length < start + length) return;
      stream.push(received.subarray(start, start + length));
      received = received.subarray(start + length);
    }
  });
  return stream;
}

const transports: Record<string, (target: string) => Promise<Duplex>> = {
  SPDY: (target) => upgrade(target, "POST", { upgrade: "SPDY/3.1", "x-stream-protocol-version": "portforward.k8s.io" }),
  "SPDY inside WebSocket": async (target) =>
    insideMessages(
      await upgrade(target, "GET", {
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        "sec-websocket-protocol": "SPDY/3.1+portforward.k8s.io",
      }),
    ),
};

async function forward(pod: string, by = "SPDY"): Promise<SpdyConnection> {
  const socket = await transports[by]?.(`${pod}/portforward`);
  if (!socket) throw new Error(`no transport ${by}`);
  const connection = transport.connection.create(socket, { protocol: "spdy", isServer: false });
  connection.on("error", () => {});
  connection.start(3.1);
  return connection;
}

async function connect(
  connection: SpdyConnection,
  port: number,
  id: string,
): Promise<{ data: Duplex; error: Promise<string> }> {
  const stream = (streamtype: string): Promise<Duplex> =>
    new Promise((resolve, reject) => {
      const headers = { streamtype, port: String(port), requestid: id };
      connection.request({ method: "POST", path: "/", headers }, (error, opened) =>
        error ? reject(error) : resolve(opened),
      );
    });
  const error = await stream("error");
  error.end();
  const ended = received(error);
  return { error: ended, data: await stream("data") };
}

/** All that a stream brings. By its events: those of the SPDY library are of an older kind than Node's consumers read. */
function received(stream: Duplex): Promise<string> {
  return new Promise((resolve) => {
    let read = "";
    stream.on("data", (chunk) => (read += String(chunk))).on("end", () => resolve(read));
  });
}

/** One HTTP request over a stream that something else opened. */
async function get(connection: Duplex, target: string): Promise<string> {
  connection.write(`GET ${target} HTTP/1.1\r\nHost: localhost:8080\r\nConnection: close\r\n\r\n`);
  return received(connection);
}

test.each(["exec?command=ls&command=-l&stdin=true&stdout=true&stderr=true", "attach?stdin=true&stdout=true&tty=true"])(
  "%s says that the container is simulated, and ends well",
  async (target) => {
    const { channels, code } = await session(open(`server/${target}`, ["v5.channel.k8s.io", "v4.channel.k8s.io"]));
    expect(channels[1]).toContain("simulated");
    expect(JSON.parse(channels[3] ?? "")).toMatchObject({ status: "Success" });
    expect(code).toBe(1000);
  },
);

test.each([
  ["a Pod that is not there", "none/exec?stdout=true", {}, 404, 'pods \\"none\\" not found'],
  ["a container that is not there", "server/exec?stdout=true&container=x", {}, 400, "container x is not valid"],
  ["who has no token", "server/exec?stdout=true", { authorization: "" }, 401, "Unauthorized"],
  ["a web page", "server/exec?stdout=true", { origin: "https://evil.example" }, 403, "evil.example"],
])("no session for %s", async (_name, target, headers, status, message) => {
  const answer = await refusal(open(target, ["v5.channel.k8s.io"], headers));
  expect(answer.status).toBe(status);
  expect(answer.body).toContain(message);
});

test.each(Object.keys(transports))(
  "a port forwarded by %s leads to the server over TLS, and plain HTTP is sent to https",
  async (by) => {
    const connection = await forward("server", by);
    const secure = await connect(connection, 8080, "0");
    const socket = tls.connect({ socket: secure.data, ca: api.certificates.ca, servername: "localhost" });
    expect(await get(socket, "/large")).toContain(LARGE);
    const plain = await connect(connection, 8080, "1");
    expect(await get(plain.data, "/applications?view=tree")).toMatch(
      /^HTTP\/1.1 307 [\s\S]*location: https:\/\/localhost:8080\/applications\?view=tree\r\n/i,
    );
    expect(await plain.error).toBe("");
  },
);

test.each([
  ["another port", "server", 9999],
  ["another Pod", "other", 8080],
])("a port forwarded to %s answers with an error", async (_name, pod, port) => {
  const { data, error } = await connect(await forward(pod), port, "0");
  data.on("error", () => {}).resume();
  expect(await error).toContain(`default/${pod} is simulated: nothing listens on port ${port}`);
});
