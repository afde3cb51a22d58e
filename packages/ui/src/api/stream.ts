import { announceSignedOut } from "./http.ts";
import { currentUser } from "./session.ts";

/** `lost` heals by itself; `connecting` is the first try. */
export type StreamState = "connecting" | "live" | "lost";

export interface StreamHandlers {
  /** Named events and what to do with their data, as it was sent. */
  events: Record<string, (data: string) => void>;
  onState: (state: StreamState) => void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/** Opens an event stream and keeps it open until the returned function is called. */
export function openStream(path: string, handlers: StreamHandlers): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;
  let closed = false;

  const connect = (): void => {
    source = new EventSource(path);
    source.addEventListener("open", () => {
      wait = FIRST_RETRY_MS;
      handlers.onState("live");
    });
    for (const [name, handle] of Object.entries(handlers.events))
      source.addEventListener(name, (event) => handle((event as MessageEvent<string>).data));
    source.addEventListener("error", () => {
      // The browser's own retry gives up on any answer that is no stream, so that every retry is made here.
      source?.close();
      handlers.onState("lost");
      void askAgain();
    });
  };
  const askAgain = async (): Promise<void> => {
    try {
      if (!(await currentUser()).loggedIn) return announceSignedOut();
    } catch {
      // It is down: the next try tells.
    }
    if (closed) return;
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  };
  connect();
  return () => {
    closed = true;
    clearTimeout(timer);
    source?.close();
  };
}
