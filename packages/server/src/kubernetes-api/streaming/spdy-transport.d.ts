declare module "spdy-transport" {
  import type { EventEmitter } from "node:events";
  import type { Duplex } from "node:stream";

  interface WindowSide {
    update(size: number, callback?: () => void): void;
    isDraining(): boolean;
    isEmpty(): boolean;
  }
  interface WindowPair {
    recv: WindowSide;
    send: WindowSide;
  }
  type HeadersCallback = (error: Error | null, headers?: Record<string, string>) => void;

  interface SpdyStream extends Duplex {
    headers: Record<string, string | undefined>;
    respond(status: number, headers: Record<string, string>): void;
    abort(): void;
    _spdyState: { window: WindowPair };
  }
  interface SpdyConnection extends EventEmitter {
    start(version: number): void;
    end(): void;
    request(
      options: { method: string; path: string; headers: Record<string, string> },
      callback: (error: Error | null, stream: SpdyStream) => void,
    ): SpdyStream;
    _spdyState: {
      window: WindowPair;
      parser: { parseKVs(buffer: unknown, callback: HeadersCallback): void };
    };
  }
  const transport: {
    connection: {
      create(socket: Duplex, options: { protocol: "spdy"; isServer: boolean }): SpdyConnection;
    };
  };
  export { type SpdyConnection, type SpdyStream };
  export default transport;
}
