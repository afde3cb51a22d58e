import type { Application } from "@hawser/argocd";
import { type Client, gvkOf, type KubeObject, refOf } from "@hawser/kube";
import type { FastifyInstance } from "fastify";

const POD = { group: "", version: "v1", kind: "Pod" };

interface LogsQuery {
  container?: string;
  follow?: string;
  tailLines?: string;
  sinceSeconds?: string;
  previous?: string;
  filter?: string;
  group?: string;
  kind?: string;
  resourceName?: string;
  namespace?: string;
}

/** `/api/v1/applications/{name}/logs`: the lines of all Pods of an Application, or of those below one resource. */
export function logRoutes(server: FastifyInstance, client: Client, find: (name: string) => Promise<Application>): void {
  server.get<{ Params: { name: string }; Querystring: LogsQuery }>(
    "/api/v1/applications/:name/logs",
    { exposeHeadRoute: false },
    async ({ params, query, raw }, reply) => {
      const pods = await podsOf(await find(params.name), query, client);
      const aborter = new AbortController();
      raw.on("close", () => aborter.abort());
      reply.hijack();
      reply.raw.writeHead(200, { "content-type": "application/json" });
      const send = (result: object): void => void reply.raw.write(`${JSON.stringify({ result })}\n`);
      const copy = async (pod: KubeObject): Promise<void> => {
        for await (const line of podLog(client, pod, query, aborter.signal))
          if (line.includes(query.filter ?? "")) send({ content: line, podName: pod.metadata.name });
      };
      const ends = await Promise.allSettled(pods.map(copy));
      const refused = ends.find((end) => end.status === "rejected");
      if (aborter.signal.aborted) return;
      if (refused) reply.raw.write(`${JSON.stringify({ error: { grpc_code: 2, message: String(refused.reason) } })}\n`);
      send({ last: true });
      reply.raw.end();
    },
  );
}

/** Options of a Pod's log that both APIs call alike. */
const PASSED_ON = ["container", "follow", "tailLines", "sinceSeconds", "previous"] as const;

async function* podLog(client: Client, pod: KubeObject, query: LogsQuery, signal: AbortSignal): AsyncIterable<string> {
  const options = new URLSearchParams();
  for (const option of PASSED_ON) if (query[option] !== undefined) options.set(option, query[option]);
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods/${pod.metadata.name}/log`;
  const { stream, bytes } = await client.raw({ method: "GET", path, query: options, signal });
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream ?? (bytes ? [bytes] : [])) {
    const lines = (
      rest + (typeof chunk === "string" ? chunk : decoder.decode(chunk as Uint8Array, { stream: true }))
    ).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function podsOf(app: Application, query: LogsQuery, client: Client): Promise<KubeObject[]> {
  const resources = (app.status?.resources ?? []).filter(
    ({ group = "", kind, name, namespace }) =>
      (query.group === undefined || query.group === group) &&
      (query.kind === undefined || query.kind === kind) &&
      (query.resourceName === undefined || query.resourceName === name) &&
      (query.namespace === undefined || query.namespace === namespace),
  );
  const roots = new Set(
    resources.map(({ group = "", kind, namespace = "", name }) => key(group, kind, namespace, name)),
  );
  const pods: KubeObject[] = [];
  for (const namespace of new Set(resources.flatMap((resource) => resource.namespace ?? []))) {
    for (const pod of (await client.list(POD, { namespace })).items)
      if (await isBelow(pod, roots, client)) pods.push(pod);
  }
  return pods;
}

/** Climbs from owner to owner. */
async function isBelow(start: KubeObject, roots: ReadonlySet<string>, client: Client): Promise<boolean> {
  let object: KubeObject | undefined = start;
  // Owners of owners end soon; a cycle, which anyone may write, ends here.
  for (let depth = 0; object && depth < 10; depth++) {
    const { group, kind } = gvkOf(object);
    const metadata: KubeObject["metadata"] = object.metadata;
    const namespace = metadata.namespace ?? "";
    if (roots.has(key(group, kind, namespace, metadata.name))) return true;
    const owner = (metadata.ownerReferences ?? []).find(({ controller }) => controller === true);
    if (!owner) return false;
    const ref = refOf({ apiVersion: owner.apiVersion, kind: owner.kind, metadata: { name: owner.name, namespace } });
    object = await client.get(ref);
  }
  return false;
}

const key = (group: string, kind: string, namespace: string, name: string): string =>
  `${group}/${kind}/${namespace}/${name}`;
