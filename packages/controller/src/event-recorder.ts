import { type Client, gvkOf, type KubeObject, refOf } from "@hawser/kube";
import { type Clock, timestamp } from "./clock.ts";
import { errorFields, type Logger } from "./logger.ts";

/** How many kinds of event are remembered, so that repetitions count up instead of piling up. */
const REMEMBERED = 4096;

export interface EventInput {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

/** Writes core/v1 Events. Best effort: a failure is logged, never thrown, and holds nobody up. */
export interface EventRecorder {
  record(about: KubeObject, event: EventInput): void;
  /** Resolves when all that was recorded so far is written. */
  flush(): Promise<void>;
}

export interface EventRecorderOptions {
  client: Client;
  clock: Clock;
  logger: Logger;
  /** Shown as the source of the events, such as `deployment-controller`. */
  component: string;
}

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, clock, logger, component } = options;
  const seen = new Map<string, { name: string; namespace: string; count: number }>();
  let chain: Promise<void> = Promise.resolve();
  let sequence = 0;

  async function write(about: KubeObject, input: EventInput): Promise<void> {
    const key = [about.metadata.uid ?? about.metadata.name, about.kind, input.type, input.reason, input.message].join(
      "\0",
    );
    const now = timestamp(clock);
    const earlier = seen.get(key);
    if (earlier) {
      earlier.count++;
      const ref = { group: "", version: "v1", kind: "Event", namespace: earlier.namespace, name: earlier.name };
      try {
        await client.patch(ref, { type: "merge", body: { count: earlier.count, lastTimestamp: now } });
        return;
      } catch {
        // Expired or deleted: written anew below.
        seen.delete(key);
      }
    }
    const created = eventObject(about, input, component, now, sequence++);
    await client.create(created);
    seen.set(key, { name: created.metadata.name, namespace: created.metadata.namespace ?? "default", count: 1 });
    for (const oldest of seen.keys()) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(oldest);
    }
  }

  return {
    record(about, input) {
      const { namespace = "", name } = about.metadata;
      logger.info(input.message, {
        [about.kind.toLowerCase()]: namespace === "" ? name : `${namespace}/${name}`,
        type: input.type,
        reason: input.reason,
      });
      chain = chain
        .then(() => write(about, input))
        .catch((error: unknown) =>
          logger.debug("Cannot write an event", { reason: input.reason, ...errorFields(error) }),
        );
    },
    flush: () => chain,
  };
}

function eventObject(
  about: KubeObject,
  input: EventInput,
  component: string,
  now: string,
  sequence: number,
): KubeObject {
  const ref = refOf(about);
  // Events of cluster-scoped objects live in `default`, as client-go writes them.
  const namespace = ref.namespace === "" ? "default" : ref.namespace;
  const suffix = (BigInt(Date.parse(now)) * 1_000_000n + BigInt(sequence % 1_000_000_000)).toString(16);
  return {
    apiVersion: "v1",
    kind: "Event",
    metadata: {
      name: `${ref.name}.${suffix}`,
      namespace,
      ...(input.labels ? { labels: input.labels } : {}),
      ...(input.annotations ? { annotations: input.annotations } : {}),
    },
    involvedObject: {
      apiVersion: about.apiVersion,
      kind: gvkOf(about).kind,
      name: ref.name,
      ...(ref.namespace === "" ? {} : { namespace: ref.namespace }),
      ...(about.metadata.uid === undefined ? {} : { uid: about.metadata.uid }),
      ...(about.metadata.resourceVersion === undefined ? {} : { resourceVersion: about.metadata.resourceVersion }),
    },
    type: input.type,
    reason: input.reason,
    message: input.message.slice(0, 1024),
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
    eventTime: null,
    source: { component },
    reportingComponent: component,
    reportingInstance: "",
  };
}
