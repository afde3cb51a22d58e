import { type Client, StatusError } from "@hawser/kube";
import type { EventStream } from "./event-stream.ts";

const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const MOST_LINES = "2000";

/** Which log is asked for. */
export interface LogQuery {
  namespace?: string;
  pod?: string;
  container?: string;
  follow?: string;
}

/** Opens a container's log. Throws before anything is sent when there is none. */
export async function openPodLog(client: Client, query: LogQuery, signal: AbortSignal): Promise<AsyncIterable<string>> {
  const { namespace = "", pod = "", container = "" } = query;
  // They become part of a path.
  for (const name of [namespace, pod]) {
    if (!NAME.test(name)) throw new StatusError("BadRequest", `"${name}" is no name of a namespace or Pod`);
  }
  const options = new URLSearchParams({ tailLines: MOST_LINES });
  if (container !== "") options.set("container", container);
  if (query.follow === "true") options.set("follow", "true");
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
  const { stream, bytes } = await client.raw({ method: "GET", path, query: options, signal });
  return linesOf(stream ?? (bytes ? [bytes] : []));
}

/** Sends each line as a JSON text. The stream stays open at the end, so that the client does not ask again. */
export async function sendLog(lines: AsyncIterable<string>, stream: EventStream): Promise<void> {
  for await (const line of lines) {
    if (stream.signal.aborted) return;
    stream.send("line", line);
  }
  stream.send("end", {});
}

async function* linesOf(chunks: AsyncIterable<unknown> | Iterable<unknown>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk as Uint8Array, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
