import type { FleetChange, FleetRow, FleetSnapshot } from "@hawser/server";
import { useEffect, useState } from "react";
import { openStream, type StreamState } from "./stream.ts";

/** All rows, as far as they are known. */
export interface FleetData {
  state: StreamState;
  /** False until the first snapshot. */
  loaded: boolean;
  simulated: boolean;
  rows: ReadonlyMap<string, FleetRow>;
}

/**
 * The fleet, live while it is looked at. Elsewhere one snapshot is enough: a browser opens six connections to a host,
 * for all its tabs together.
 */
export function useFleet(isLookedAt: boolean): FleetData {
  const [data, setData] = useState<FleetData>({
    state: "connecting",
    loaded: false,
    simulated: false,
    rows: new Map(),
  });
  const isOpen = isLookedAt || !data.loaded;
  useEffect(() => {
    if (!isOpen) return undefined;
    return openStream("/api/hawser/v1/fleet/stream", {
      events: {
        snapshot: (event) => {
          const { rows, simulated } = JSON.parse(event) as FleetSnapshot;
          setData((old) => ({ ...old, loaded: true, simulated, rows: new Map(rows.map((row) => [row.key, row])) }));
        },
        change: (event) =>
          setData((old) => ({ ...old, rows: applyChange(old.rows, JSON.parse(event) as FleetChange) })),
      },
      onState: (state) => setData((old) => ({ ...old, state })),
    });
  }, [isOpen]);
  return isOpen ? data : { ...data, state: "live" };
}

/** The rows after a change. */
export function applyChange(rows: ReadonlyMap<string, FleetRow>, change: FleetChange): Map<string, FleetRow> {
  const next = new Map(rows);
  for (const key of change.removed) next.delete(key);
  for (const row of change.changed) next.set(row.key, row);
  return next;
}
