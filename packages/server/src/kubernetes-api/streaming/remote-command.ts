import type { Duplex } from "node:stream";
import type { KubeObject } from "@hawser/kube";
import type { WebSocket } from "ws";
import { serveSpdy, type SpdyStream } from "./spdy-session.ts";

/** What `exec` and `attach` ask for. */
export interface CommandRequest {
  container: string;
  command: string[];
  stdin: boolean;
  stdout: boolean;
  stderr: boolean;
  tty: boolean;
}

const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
/** As long an interactive session lasts. */
const INTERACTIVE_MS = 300;
const SUCCESS = JSON.stringify({ metadata: {}, status: "Success" });

export function readCommandRequest(query: URLSearchParams): CommandRequest {
  const flag = (name: string): boolean => query.get(name) === "true" || query.get(name) === "1";
  const tty = flag("tty");
  return {
    container: query.get("container") ?? "",
    command: query.getAll("command"),
    stdin: flag("stdin"),
    stdout: flag("stdout"),
    // A terminal has one output.
    stderr: flag("stderr") && !tty,
    tty,
  };
}

/** Serves a session over WebSocket (`v5.channel.k8s.io`, `v4.channel.k8s.io`): each message starts with its channel. */
export function serveCommandOnWebSocket(socket: WebSocket, pod: KubeObject, request: CommandRequest): void {
  const send = (channel: number, text: string): void =>
    socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(text)]), { binary: true });
  socket.on("error", () => socket.terminate());
  const line = answerTo(pod, request);
  if (request.stdout) send(STDOUT, line);
  else if (request.stderr) send(STDERR, line);
  const finish = (): void => {
    if (socket.readyState !== socket.OPEN) return;
    send(STATUS, SUCCESS);
    socket.close(1000);
  };
  if (!request.stdin && !request.tty) return finish();
  // kubectl complains when the session is over before it has sent the size of its terminal.
  const timer = setTimeout(finish, INTERACTIVE_MS);
  socket.once("close", () => clearTimeout(timer));
}

/** Serves a session over SPDY (`v4.channel.k8s.io`): one stream for each channel, opened by the client. */
export function serveCommandOnSpdy(socket: Duplex, pod: KubeObject, request: CommandRequest): void {
  const expected = ["error", ...(["stdin", "stdout", "stderr"] as const).filter((name) => request[name])];
  const streams = new Map<string, SpdyStream>();
  serveSpdy(socket, {
    onStream(stream) {
      stream.resume();
      streams.set(stream.headers.streamtype ?? "", stream);
      if (stream.headers.streamtype === "resize" || !expected.every((name) => streams.has(name))) return;
      (streams.get("stdout") ?? streams.get("stderr"))?.write(answerTo(pod, request));
      streams.get("error")?.write(SUCCESS);
      for (const open of streams.values()) open.end();
    },
  });
}

function answerTo(pod: KubeObject, { container, command, tty }: CommandRequest): string {
  const { containers } = pod.spec as { containers: { name: string; image: string }[] };
  const chosen = containers.find(({ name }) => name === container) ?? containers[0];
  const what = command.length === 0 ? "" : `, and neither does "${command.join(" ")}"`;
  return `This container is simulated: ${chosen?.image ?? ""} does not run here${what}.${tty ? "\r\n" : "\n"}`;
}
