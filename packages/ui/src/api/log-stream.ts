import { useEffect, useState } from "react";
import { openStream, type StreamState } from "./stream.ts";

/** Older lines are let go, so that a long look does not fill the memory. */
const KEPT_LINES = 5_000;

/** The log of one container, followed. The caller is keyed by it: another one starts anew. */
export function useLog(namespace: string, pod: string, container: string): { lines: string[]; state: StreamState } {
  const [lines, setLines] = useState<string[]>([]);
  const [state, setState] = useState<StreamState>("connecting");
  useEffect(() => {
    const query = new URLSearchParams({ namespace, pod, container, follow: "true" });
    return openStream(`/api/hawser/v1/logs?${query}`, {
      events: { line: (text) => setLines((old) => [...old, JSON.parse(text) as string].slice(-KEPT_LINES)) },
      onState: (now) => {
        // A new connection sends the log from its start.
        if (now === "live") setLines([]);
        setState(now);
      },
    });
  }, [namespace, pod, container]);
  return { lines, state };
}
