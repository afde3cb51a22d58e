import type { FastifyReply, FastifyRequest } from "fastify";

/** Proxies and browsers give up on a connection that says nothing for long. */
const HEARTBEAT_MS = 15_000;
/** A reader that is this far behind is let go; it comes back and gets a fresh snapshot. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

/** One client's server-sent events. */
export interface EventStream {
  /** Sends one event; its data is JSON. */
  send(event: string, data: unknown): void;
  /** Sends one event whose data is JSON already. */
  sendJson(event: string, json: string): void;
  /** Fires when the client is gone. */
  readonly signal: AbortSignal;
}

/** Answers a request with a stream that stays open until the client leaves, or its session is over. */
export function openEventStream(
  request: FastifyRequest,
  reply: FastifyReply,
  isSignedIn: () => Promise<boolean>,
  heartbeatMs: number = HEARTBEAT_MS,
): EventStream {
  const gone = new AbortController();
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-accel-buffering": "no",
  });
  raw.write(": open\n\n");
  const heartbeat = setInterval(() => {
    write(": \n\n");
    isSignedIn().then(
      (signedIn) => signedIn || raw.end(),
      () => raw.end(),
    );
  }, heartbeatMs).unref();
  raw.on("error", () => raw.destroy());
  raw.on("close", () => {
    clearInterval(heartbeat);
    gone.abort();
  });

  function write(text: string): void {
    if (gone.signal.aborted || raw.destroyed) return;
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy();
    else raw.write(text);
  }
  const sendJson = (event: string, json: string): void => write(`event: ${event}\ndata: ${json}\n\n`);
  request.raw.socket.setNoDelay(true);
  return { send: (event, data) => sendJson(event, JSON.stringify(data)), sendJson, signal: gone.signal };
}
