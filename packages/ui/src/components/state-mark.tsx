import type { HealthState, SyncState } from "@hawser/server";
import type { ReactNode } from "react";

const CIRCLE = <circle cx="8" cy="8" r="6.5" fill="currentColor" />;
const line = (d: string, width = 1.8): ReactNode => (
  <path d={d} fill="none" stroke="var(--mark-ink)" strokeWidth={width} strokeLinecap="round" strokeLinejoin="round" />
);
const stroke = (d: string): ReactNode => (
  <path d={d} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
);

/** Every state has its own shape, so that colour is never alone. */
const HEALTH: Record<HealthState, { tone: string; shape: ReactNode }> = {
  Healthy: {
    tone: "good",
    shape: (
      <>
        {CIRCLE}
        {line("M5 8.2l2.1 2.1L11 6.2")}
      </>
    ),
  },
  Progressing: {
    tone: "busy",
    shape: (
      <g className="turning">
        <circle cx="8" cy="8" r="5.7" fill="none" stroke="currentColor" strokeOpacity="0.3" strokeWidth="1.8" />
        {stroke("M8 2.3a5.7 5.7 0 0 1 5.7 5.7")}
      </g>
    ),
  },
  Degraded: {
    tone: "bad",
    shape: (
      <>
        <path d="M8 .8l7.2 7.2L8 15.2.8 8z" fill="currentColor" />
        {line("M8 4.6v4M8 11v.1")}
      </>
    ),
  },
  Suspended: {
    tone: "still",
    shape: (
      <>
        {CIRCLE}
        {line("M6.2 5.6v4.8M9.8 5.6v4.8")}
      </>
    ),
  },
  Missing: {
    tone: "warn",
    shape: (
      <circle cx="8" cy="8" r="5.7" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="2.6 1.9" />
    ),
  },
  Unknown: {
    tone: "still",
    shape: (
      <>
        <circle cx="8" cy="8" r="5.9" fill="none" stroke="currentColor" strokeWidth="1.5" />
        {stroke("M6.4 6.5c0-2.2 3.2-2.1 3.2-.2C9.6 7.5 8 7.6 8 8.9M8 11.2v.1")}
      </>
    ),
  },
};
const SYNC: Record<SyncState, { tone: string; shape: ReactNode }> = {
  Synced: { tone: "good", shape: stroke("M3.5 6h9M3.5 10h9") },
  OutOfSync: { tone: "warn", shape: stroke("M3.5 6h9M3.5 10h9M10.5 2.8l-5 10.4") },
  Unknown: { tone: "still", shape: stroke("M6.4 6c0-2.6 3.6-2.5 3.6-.2C10 7.3 8 7.4 8 9.2M8 12v.1") },
};

interface MarkProps {
  /** False draws the shape alone; the word is then its name for screen readers. */
  word?: boolean;
}

/** Health as shape, colour and word. */
export function HealthMark({ state, word = true }: MarkProps & { state: HealthState }): ReactNode {
  return mark(state, "Health", HEALTH[state] ?? HEALTH.Unknown, word);
}

/** Sync state as shape, colour and word. */
export function SyncMark({ state, word = true }: MarkProps & { state: SyncState }): ReactNode {
  return mark(state, "Sync", SYNC[state] ?? SYNC.Unknown, word);
}

function mark(state: string, about: string, look: { tone: string; shape: ReactNode }, word: boolean): ReactNode {
  return (
    <span className={`mark tone-${look.tone}`} title={`${about}: ${state}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {look.shape}
      </svg>
      <span className={word ? "mark-word" : "unseen"}>{state}</span>
    </span>
  );
}
