import fastify from "fastify";
import { expect, test } from "vitest";
import { openEventStream } from "./event-stream.ts";

test("a stream says that it lives, and ends with the session", async () => {
  let signedIn = true;
  const server = fastify({ forceCloseConnections: true });
  server.get("/stream", (request, reply) => {
    openEventStream(request, reply, () => Promise.resolve(signedIn), 5).send("hello", { text: "two\nlines" });
  });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  const response = await fetch(`${url}/stream`);
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.includes(": \n\n")) signedIn = false;
  }
  expect(text).toContain('event: hello\ndata: {"text":"two\\nlines"}\n\n');
  await server.close();
});
