import { Duplex } from "node:stream";
import transport, { type SpdyConnection, type SpdyStream } from "spdy-transport";

export type { SpdyStream };

/** SPDY/3.1 over any byte stream, as client-go speaks it: streams with free headers, and no flow control. */
export interface SpdySession {
  /** Ends when its streams have. */
  end(): void;
}

/** Serves the streams that the other side opens. `onStream` is called with each, already accepted. */
export function serveSpdy(
  socket: Duplex,
  handlers: { onStream: (stream: SpdyStream) => void; onClose?: () => void },
): SpdySession {
  const connection = transport.connection.create(socket, { protocol: "spdy", isServer: true });
  acceptFreeHeaders(connection);
  liftFlowControl(connection._spdyState.window);
  connection.on("error", () => socket.destroy());
  connection.once("close", () => handlers.onClose?.());
  connection.on("stream", (stream: SpdyStream) => {
    liftFlowControl(stream._spdyState.window);
    // A reset by the other side is an end like any other.
    stream.on("error", () => {});
    stream.respond(200, {});
    handlers.onStream(stream);
  });
  connection.start(3.1);
  return { end: () => connection.end() };
}

// The library expects a request line in each stream's headers; client-go sends none.
function acceptFreeHeaders({ _spdyState: { parser } }: SpdyConnection): void {
  const parse = parser.parseKVs.bind(parser);
  parser.parseKVs = (buffer, callback) =>
    parse(buffer, (error, headers) => callback(error, { ":method": "POST", ":path": "/", ...headers }));
}

// client-go neither counts windows nor sends updates: a counted window would stop after its first 64 KiB.
function liftFlowControl(window: SpdyStream["_spdyState"]["window"]): void {
  for (const side of [window.recv, window.send]) {
    side.update = (_size, callback) => {
      if (callback) process.nextTick(callback);
    };
    side.isDraining = () => false;
    side.isEmpty = () => false;
  }
}
