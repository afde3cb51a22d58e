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
      return events
        .map(timelineEvent)
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
        .slice(0, MOST_SHOWN);
    },
    onEvent(listener) {
      start();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => informer?.stop(),
  };
}

function timelineEvent(event: CoreEvent): TimelineEvent {
  const { involvedObject, metadata } = event;
  return {
    type: event.type === "Warning" ? "Warning" : "Normal",
    reason: event.reason ?? "",
    message: event.message ?? event.note ?? "",
    about: `${involvedObject?.kind ?? ""}/${involvedObject?.name ?? ""}`,
    at: event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? metadata.creationTimestamp ?? "",
    count: event.count ?? 1,
  };
}
