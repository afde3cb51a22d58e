import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type KubeObject, StatusError } from "@hawser/kube";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";
import { type PortResolver, servePortForward } from "./port-forward.ts";
import { readCommandRequest, serveCommandOnSpdy, serveCommandOnWebSocket } from "./remote-command.ts";

const POD_PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|attach|portforward)$/;
const COMMAND_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];
const FORWARD_PROTOCOL = "portforward.k8s.io";
/** client-go's SPDY frames inside WebSocket messages. */
const TUNNEL_PROTOCOL = `SPDY/3.1+${FORWARD_PROTOCOL}`;
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

export interface UpgradeOptions {
  /** Throws `StatusError` for whom it does not let in. */
  authenticate(request: IncomingMessage): void;
  findPod(namespace: string, name: string): Promise<KubeObject | undefined>;
  resolvePort: PortResolver;
}

/** Answers the requests that leave HTTP: exec, attach and port-forward, over WebSocket and over SPDY. */
export function upgradeListener(
  options: UpgradeOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_MESSAGE_BYTES });
  return (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    upgrade(options, webSockets, request, socket, head).catch((error: unknown) => refuse(socket, error));
  };
}

async function upgrade(
  options: UpgradeOptions,
  webSockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  options.authenticate(request);
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, namespace = "", name = "", subresource = ""] = POD_PATH.exec(url.pathname) ?? [];
  if (subresource === "") throw new StatusError("BadRequest", "this path serves no upgraded connections");
  const pod = await options.findPod(namespace, name);
  if (!pod) throw new StatusError("NotFound", `pods "${name}" not found`);
  const command = readCommandRequest(url.searchParams);
  const { containers } = pod.spec as { containers: { name: string }[] };
  if (command.container !== "" && !containers.some((c) => c.name === command.container))
    throw new StatusError("BadRequest", `container ${command.container} is not valid for pod ${name}`);

  const kind = (request.headers.upgrade ?? "").toLowerCase();
  if (kind === "websocket") {
    const wanted = subresource === "portforward" ? [TUNNEL_PROTOCOL] : COMMAND_PROTOCOLS;
    const protocol = requireProtocol(offeredProtocols(request, "sec-websocket-protocol"), wanted);
    // Answered here: the slash in the tunnel's name is against the standard, and the library refuses it.
    delete request.headers["sec-websocket-protocol"];
    webSockets.once("headers", (headers: string[]) => headers.push(`Sec-WebSocket-Protocol: ${protocol}`));
    webSockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      if (subresource === "portforward") {
        const tunnel = createWebSocketStream(webSocket);
        tunnel.on("error", () => webSocket.terminate());
        servePortForward(tunnel, pod, options.resolvePort);
      } else serveCommandOnWebSocket(webSocket, pod, command);
    });
    return;
  }
  if (kind !== "spdy/3.1") throw new StatusError("BadRequest", `unable to upgrade: unknown protocol "${kind}"`);
  const wanted = subresource === "portforward" ? [FORWARD_PROTOCOL] : ["v4.channel.k8s.io"];
  const protocol = requireProtocol(offeredProtocols(request, "x-stream-protocol-version"), wanted);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  if (subresource === "portforward") servePortForward(socket, pod, options.resolvePort);
  else serveCommandOnSpdy(socket, pod, command);
}

function offeredProtocols(request: IncomingMessage, header: string): string[] {
  return String(request.headers[header] ?? "")
    .split(",")
    .map((protocol) => protocol.trim());
}

function requireProtocol(offered: readonly string[], wanted: readonly string[]): string {
  const found = wanted.find((protocol) => offered.includes(protocol));
  if (found === undefined)
    throw new StatusError(
      "BadRequest",
      `unable to upgrade: none of the protocols [${offered.join(" ")}] is known here, only [${wanted.join(" ")}]`,
    );
  return found;
}

function refuse(socket: Duplex, error: unknown): void {
  const status =
    error instanceof StatusError
      ? error
      : new StatusError("InternalError", error instanceof Error ? error.message : String(error));
  const body = `${JSON.stringify(status.toStatus())}\n`;
  const head = `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? ""}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
  socket.end(head + body);
}
