import type { TimelineEvent } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { Icon } from "../../components/icon.tsx";

/** Events, the newest first. */
export function EventList({ events }: { events: readonly TimelineEvent[] }): ReactNode {
  if (events.length === 0) return <p className="waiting">No events.</p>;
  const sorted = [...events].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <ul className="entries">
      {sorted.map((event, index) => (
        <li key={`${event.at} ${event.about} ${event.reason} ${index}`}>
          <span className={`entry-title ${event.type === "Warning" ? "tone-warn" : ""}`}>
            {event.type === "Warning" && <Icon name="warning" />} {event.reason}
            {event.count > 1 && <span className="count">×{event.count}</span>}
          </span>
          <span className="entry-about">{event.about}</span>
          <Age at={event.at} />
          <span className="entry-text">{event.message}</span>
        </li>
      ))}
    </ul>
  );
}
