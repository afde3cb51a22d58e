import { Duplex, duplexPair } from "node:stream";
import type { KubeObject } from "@hawser/kube";
import { serveSpdy, type SpdyStream } from "./spdy-session.ts";

/** Takes a connection that was forwarded to a port of a Pod. */
export type PortHandler = (connection: Duplex) => void;

/** Says who answers on a port of a Pod; nobody does in a simulated one. */
export type PortResolver = (pod: KubeObject, port: number) => PortHandler | undefined;

/** Serves one `kubectl port-forward`: for each connection a pair of streams, one for bytes and one for an error. */
export function servePortForward(socket: Duplex, pod: KubeObject, resolve: PortResolver): void {
  const pairs = new Map<string, { data?: SpdyStream; error?: SpdyStream }>();
  serveSpdy(socket, {
    onStream(stream) {
      const id = stream.headers.requestid ?? "";
      const pair = pairs.get(id) ?? {};
      pairs.set(id, pair);
      if (stream.headers.streamtype === "error") pair.error = stream;
      else pair.data = stream;
      const { data, error } = pair;
      if (!data || !error) return;
      pairs.delete(id);
      connect(pod, Number(data.headers.port), { data, error }, resolve);
    },
  });
}

function connect(
  pod: KubeObject,
  port: number,
  { data, error }: { data: SpdyStream; error: SpdyStream },
  resolve: PortResolver,
): void {
  error.resume();
  const handler = resolve(pod, port);
  if (!handler) {
    const { name, namespace } = pod.metadata;
    error.end(`pod ${namespace ?? ""}/${name} is simulated: nothing listens on port ${port}`);
    data.resume();
    data.end();
    return;
  }
  const [near, far] = duplexPair();
  const close = (): void => {
    near.destroy();
    if (!error.writableEnded) error.end();
  };
  near.on("error", close);
  data.on("error", close);
  data.on("close", close);
  near.on("end", () => {
    if (!error.writableEnded) error.end();
  });
  data.pipe(near);
  near.pipe(data);
  handler(far);
}
