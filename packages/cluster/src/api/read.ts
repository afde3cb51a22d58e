import {
  apiVersionOf,
  matchesFields,
  matchesLabels,
  parseFieldSelector,
  parseLabelSelector,
  type KubeObject,
  StatusError,
} from "@hawser/kube";
import type { ApiContext, Target } from "./context.ts";
import { toVersion } from "./conversion.ts";

const MAX_WATCH_MS = 60 * 60_000;
const BOOKMARK_MS = 60_000;
/** Events a slow reader may lie behind; then it has to list again. */
const MAX_BEHIND = 10_000;

export interface Page {
  objects: KubeObject[];
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
}

type Matcher = (object: KubeObject) => boolean;

function matcher(query: URLSearchParams): Matcher {
  const labels = query.get("labelSelector") ?? "";
  const fields = query.get("fieldSelector") ?? "";
  const byLabels = parseLabelSelector(labels);
  const byFields = parseFieldSelector(fields);
  return (object) => matchesLabels(byLabels, object.metadata.labels) && matchesFields(byFields, object);
}

/** One page of a collection. */
export function listPage(context: ApiContext, { type, namespace, name }: Target, query: URLSearchParams): Page {
  const matches = matcher(query);
  const limit = Number(query.get("limit") ?? 0);
  const start = readContinue(query.get("continue"));
  const all = context.store
    .list(type.bucket, namespace, start)
    .filter((object) => name === "" || object.metadata.name === name)
    .map((object) => toVersion(type, object))
    .filter(matches);
  const metadata: Page["metadata"] = { resourceVersion: String(context.store.revision) };
  if (limit <= 0 || all.length <= limit) return { objects: all, metadata };
  const objects = all.slice(0, limit);
  const { namespace: ns = "", name: last = "" } = objects.at(-1)?.metadata ?? {};
  metadata.continue = Buffer.from(JSON.stringify({ v: 1, start: ns === "" ? last : `${ns}/${last}` })).toString(
    "base64url",
  );
  if (!query.get("labelSelector") && !query.get("fieldSelector")) metadata.remainingItemCount = all.length - limit;
  return { objects, metadata };
}

function readContinue(token: string | null): string {
  if (token === null || token === "") return "";
  try {
    const { v, start } = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as { v: number; start: string };
    if (v === 1 && typeof start === "string") return start;
  } catch {
    // Falls through to the refusal.
  }
  throw new StatusError("BadRequest", "continue key is not valid");
}

export interface ShownEvent {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK";
  object: KubeObject;
}

/** Changes of a collection as they come, until the signal, the client's own timeout, or an hour. */
export async function* watchCollection(
  context: ApiContext,
  { type, namespace, name }: Target,
  query: URLSearchParams,
  signal: AbortSignal | undefined,
): AsyncGenerator<ShownEvent> {
  const { store, clock } = context;
  const selected = matcher(query);
  const matches = (object: KubeObject): boolean =>
    (namespace === "" || object.metadata.namespace === namespace) &&
    (name === "" || object.metadata.name === name) &&
    selected(toVersion(type, object));
  const queue: ShownEvent[] = [];
  let wake: () => void = () => {};
  let over = false;
  const end = (): void => {
    over = true;
    wake();
  };
  const offer = (event: {
    type: "ADDED" | "MODIFIED" | "DELETED";
    object: KubeObject;
    previous: KubeObject | undefined;
  }): void => {
    // To a watch with a selector, an object that no longer matches is gone, and one that begins to match is new.
    const was = event.previous !== undefined && matches(event.previous);
    const is = event.type !== "DELETED" && matches(event.object);
    if (!was && !is) return;
    queue.push({
      type: is ? (was ? "MODIFIED" : "ADDED") : "DELETED",
      object: toVersion(type, event.object),
    });
    if (queue.length > MAX_BEHIND) end();
    wake();
  };

  const from = query.get("resourceVersion") ?? "";
  const initial = query.get("sendInitialEvents") === "true";
  if (from !== "" && from !== "0" && !/^\d+$/.test(from))
    throw new StatusError("BadRequest", `invalid resource version: ${from}`);
  if (from === "" || from === "0" || initial) {
    for (const object of store.list(type.bucket, namespace)) {
      if (matches(object)) queue.push({ type: "ADDED", object: toVersion(type, object) });
    }
    if (initial) queue.push(bookmark(context, type, { "k8s.io/initial-events-end": "true" }));
  } else {
    for (const event of store.since(type.bucket, Number(from))) offer(event);
  }
  const unlisten = store.listen(type.bucket, offer);
  const seconds = Number(query.get("timeoutSeconds") ?? 0);
  const cancelEnd = clock.after(seconds > 0 ? seconds * 1000 : MAX_WATCH_MS, end);
  signal?.addEventListener("abort", end, { once: true });
  const wantsBookmarks = query.get("allowWatchBookmarks") === "true";
  let cancelBookmark = (): void => {};
  const scheduleBookmark = (): void => {
    cancelBookmark = clock.after(BOOKMARK_MS, () => {
      queue.push(bookmark(context, type));
      wake();
      scheduleBookmark();
    });
  };
  if (wantsBookmarks) scheduleBookmark();
  try {
    while (!over && signal?.aborted !== true) {
      const batch = queue.splice(0);
      for (const event of batch) yield event;
      if (queue.length > 0 || over) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    yield* queue.splice(0);
  } finally {
    unlisten();
    cancelEnd();
    cancelBookmark();
    signal?.removeEventListener("abort", end);
  }
}

function bookmark(context: ApiContext, type: Target["type"], annotations?: Record<string, string>): ShownEvent {
  const metadata = { resourceVersion: String(context.store.revision), ...(annotations ? { annotations } : {}) };
  return {
    type: "BOOKMARK",
    object: {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata: metadata as unknown as KubeObject["metadata"],
    },
  };
}
