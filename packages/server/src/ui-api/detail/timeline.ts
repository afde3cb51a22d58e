import { type Client, createInformer, type Informer, type KubeObject } from "@hawser/kube";
import type { TimelineEvent } from "../types.ts";

const MOST_SHOWN = 100;

interface CoreEvent extends KubeObject {
  type?: string;
  reason?: string;
  message?: string;
  note?: string;
  count?: number;
  eventTime?: string | null;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  involvedObject?: { kind?: string; name?: string; uid?: string };
}

/** The cluster's events. Watched from the first time that somebody looks. */
export interface Timeline {
  /** Events about objects, the newest first. */
  about(uids: Iterable<string>): TimelineEvent[];
  /** Called with the uid that a new event is about. */
  onEvent(listener: (uid: string) => void): () => void;
  stop(): void;
}

/** Watches core/v1 Events of all namespaces when it is first needed. */
export function createTimeline(client: Client): Timeline {
  const listeners = new Set<(uid: string) => void>();
  let informer: Informer<CoreEvent> | undefined;

  function start(): Informer<CoreEvent> {
    if (informer) return informer;
    informer = createInformer<CoreEvent>({
      client,
      gvk: { group: "", version: "v1", kind: "Event" },
      transform: ({ metadata: { managedFields: _dropped, ...metadata }, ...rest }) =>
        ({ ...rest, metadata }) as CoreEvent,
      indexes: { about: ({ involvedObject }) => (involvedObject?.uid === undefined ? [] : [involvedObject.uid]) },
    });
    const tell = ({ involvedObject }: CoreEvent): void => {
      if (involvedObject?.uid !== undefined) for (const listener of listeners) listener(involvedObject.uid);
    };
    informer.addHandler({ added: tell, updated: tell });
    return informer;
  }

  return {
    about(uids) {
      const events = [...uids].flatMap((uid) => start().byIndex("about", uid));
      return events.sort(newestFirst).slice(0, MOST_SHOWN).map(timelineEvent);
    },
    onEvent(listener) {
      start();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => informer?.stop(),
  };
}

function newestFirst(a: CoreEvent, b: CoreEvent): number {
  // Times are whole seconds; within one the order of writing decides.
  const [at, other] = [timeOf(a), timeOf(b)];
  if (at !== other) return at < other ? 1 : -1;
  return Number(b.metadata.resourceVersion ?? 0) - Number(a.metadata.resourceVersion ?? 0);
}

function timeOf({ lastTimestamp, eventTime, firstTimestamp, metadata }: CoreEvent): string {
  return lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp ?? "";
}

function timelineEvent(event: CoreEvent): TimelineEvent {
  const { involvedObject } = event;
  return {
    type: event.type === "Warning" ? "Warning" : "Normal",
    reason: event.reason ?? "",
    message: event.message ?? event.note ?? "",
    about: `${involvedObject?.kind ?? ""}/${involvedObject?.name ?? ""}`,
    at: timeOf(event),
    count: event.count ?? 1,
  };
}
