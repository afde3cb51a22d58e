import type { FleetKind, FleetRow } from "@hawser/server";
import { FLEET_KINDS, type FleetFilter, type FleetStateFilter } from "../../navigation/route.ts";

/** How urgent a row is, most urgent first. */
export type Urgency = "attention" | "moving" | "well";

/** What the fleet page draws, in order. */
export type FleetItem =
  | { type: "heading"; key: string; urgency: Urgency; title: string; count: number }
  | { type: "row"; key: string; row: FleetRow; urgency: Urgency; position: number };

export interface FleetView {
  /** The state of everything in one sentence. */
  headline: string;
  items: FleetItem[];
  /** Rows after the filter, in the order drawn. */
  rows: FleetRow[];
  total: number;
  kinds: { kind: FleetKind; count: number }[];
  states: { state: FleetStateFilter; count: number }[];
  namespaces: string[];
}

const TITLES: Record<Urgency, string> = { attention: "Needs attention", moving: "In progress", well: "All well" };
const URGENCIES: readonly Urgency[] = ["attention", "moving", "well"];
const OFFERED_STATES: readonly FleetStateFilter[] = ["attention", "Degraded", "OutOfSync", "Progressing", "Healthy"];
const HEALTH_ORDER = ["Degraded", "Missing", "Unknown", "Progressing", "Suspended", "Healthy"];

/** Decides what the fleet page shows. */
export function fleetView(all: Iterable<FleetRow>, filter: FleetFilter): FleetView {
  const known = [...all];
  const rows = known.filter((row) => matches(row, filter)).sort(byUrgency);
  return {
    headline: headlineOf(known),
    items: itemsOf(rows),
    rows,
    total: known.length,
    kinds: FLEET_KINDS.map((kind) => ({ kind, count: known.filter((row) => row.kind === kind).length })).filter(
      ({ kind, count }) => count > 0 || filter.kinds.includes(kind),
    ),
    states: OFFERED_STATES.map((state) => ({
      state,
      count: known.filter((row) => hasState(row, state)).length,
    })).filter(({ state, count }) => count > 0 || filter.states.includes(state)),
    namespaces: [...new Set(known.map((row) => row.namespace))].sort(),
  };
}

/** What somebody should look at comes before what is under way, and that before what is well. */
export function urgencyOf(row: FleetRow): Urgency {
  if (row.deleting || row.activity !== "" || (row.health === "Progressing" && row.sync !== "OutOfSync"))
    return "moving";
  if (row.suspended) return "well";
  if (row.health === "Degraded" || row.health === "Missing" || row.health === "Unknown") return "attention";
  return row.sync === "OutOfSync" || row.sync === "Unknown" ? "attention" : "well";
}

/** The part of a chain of causes that says what is wrong: what is before it names the layers that passed it on. */
export function shortMessage(message: string): string {
  return message.split("desc = ").at(-1) ?? message;
}

function matches(row: FleetRow, filter: FleetFilter): boolean {
  if (filter.kinds.length > 0 && !filter.kinds.includes(row.kind)) return false;
  if (filter.namespace !== "" && row.namespace !== filter.namespace) return false;
  if (filter.states.length > 0 && !filter.states.some((state) => hasState(row, state))) return false;
  const text = searchText(row);
  return filter.text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function hasState(row: FleetRow, state: FleetStateFilter): boolean {
  if (state === "attention") return urgencyOf(row) === "attention";
  if (state === "Suspended" && row.suspended) return true;
  return row.health === state || row.sync === state;
}

function searchText(row: FleetRow): string {
  const { kind, namespace, name, revision, commit, repository, path, destinationNamespace, message } = row;
  const about = [kind, namespace, name, revision, repository, path, destinationNamespace, message];
  return [...about, commit?.subject ?? "", commit?.author ?? ""].join(" ").toLowerCase();
}

function byUrgency(a: FleetRow, b: FleetRow): number {
  return (
    URGENCIES.indexOf(urgencyOf(a)) - URGENCIES.indexOf(urgencyOf(b)) ||
    (urgencyOf(a) === "attention" ? HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health) : 0) ||
    FLEET_KINDS.indexOf(a.kind) - FLEET_KINDS.indexOf(b.kind) ||
    a.name.localeCompare(b.name, undefined, { numeric: true }) ||
    a.namespace.localeCompare(b.namespace)
  );
}

function itemsOf(rows: readonly FleetRow[]): FleetItem[] {
  const items: FleetItem[] = [];
  let last: Urgency | undefined;
  // The headline says it already.
  const isAllWell = rows.every((row) => urgencyOf(row) === "well");
  for (const [position, row] of rows.entries()) {
    const urgency = urgencyOf(row);
    if (urgency !== last && !isAllWell) {
      const count = rows.filter((other) => urgencyOf(other) === urgency).length;
      items.push({ type: "heading", key: `heading ${urgency}`, urgency, title: TITLES[urgency], count });
    }
    last = urgency;
    items.push({ type: "row", key: row.key, row, urgency, position });
  }
  return items;
}

function headlineOf(rows: readonly FleetRow[]): string {
  if (rows.length === 0) return "Nothing is deployed yet";
  const attention = rows.filter((row) => urgencyOf(row) === "attention").length;
  const moving = rows.filter((row) => urgencyOf(row) === "moving").length;
  if (attention > 0) return `${attention} of ${rows.length} ${attention === 1 ? "needs" : "need"} attention`;
  if (moving > 0) return `${moving} of ${rows.length} in progress, the others are well`;
  return rows.length === 1 ? "One deployable, and it is well" : `All ${rows.length} are well`;
}
