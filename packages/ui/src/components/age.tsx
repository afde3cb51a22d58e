import { type ReactNode, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** `40 s`, `5 min`, `3 h`, `12 d`: one unit, as `kubectl` users read ages. */
export function formatAge(from: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(from)) / 1_000));
  if (Number.isNaN(seconds)) return "";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** How long ago something was; only what changed is drawn again. */
export function Age({ at, ago = false }: { at: string | undefined; ago?: boolean }): ReactNode {
  const text = useSyncExternalStore(subscribe, () => (at ? formatAge(at, Date.now()) : ""));
  if (!at || text === "") return null;
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()} className="age">
      {ago ? `${text} ago` : text}
    </time>
  );
}
