import http from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
import tls from "node:tls";
import type { Certificates } from "../data-folder/certificates.ts";

/** The first byte of a TLS handshake; no HTTP request starts with it. */
const TLS_HANDSHAKE = 0x16;
const FIRST_BYTE_TIMEOUT_MS = 30_000;

/**
 * Port 8080 of Argo CD's server: TLS that leads to the REST API and UI, and for plain HTTP a redirect to https.
 * Opens no port; connections are handed to it.
 */
export function argocdServerPort(options: {
  certificates: Certificates;
  /** Where the plain-text server listens. */
  target: { host: string; port: number };
}): (connection: Duplex) => void {
  const { cert, key } = options.certificates;
  const secure = tls.createServer({ cert, key, ALPNProtocols: ["http/1.1"] }, (socket) => {
    joinStreams(socket, net.connect(options.target));
  });
  secure.on("tlsClientError", (_error, socket) => socket.destroy());
  const redirect = http.createServer((request, response) => {
    const location = `https://${request.headers.host ?? "localhost"}${request.url ?? "/"}`;
    response.writeHead(307, { location, connection: "close" }).end();
  });
  return (connection) => {
    const giveUp = setTimeout(() => connection.destroy(), FIRST_BYTE_TIMEOUT_MS).unref();
    connection.on("error", () => connection.destroy());
    connection.once("close", () => clearTimeout(giveUp));
    connection.once("readable", () => {
      clearTimeout(giveUp);
      const first = connection.read() as Buffer | null;
      if (first === null) return connection.destroy();
      connection.unshift(first);
      if (first[0] === TLS_HANDSHAKE) secure.emit("connection", connection);
      else redirect.emit("connection", connection);
    });
  };
}

/** Joins two streams: bytes go both ways, and the end or failure of one is the end of the other. */
export function joinStreams(a: Duplex, b: Duplex): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.pipe(to);
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }
}
