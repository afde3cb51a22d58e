import { type KeyboardEvent, type ReactNode, useEffect, useMemo } from "react";
import type { FleetData } from "../../api/fleet-stream.ts";
import { Empty } from "../../components/empty.tsx";
import { WindowList } from "../../components/window-list.tsx";
import { go } from "../../navigation/location.tsx";
import { type FleetFilter, NO_FILTER } from "../../navigation/route.ts";
import { FleetFilters } from "./filters.tsx";
import { FleetRowLink } from "./row.tsx";
import { type FleetItem, fleetView } from "./view-model.ts";

const ROW_HEIGHT = 53;
const NARROW_ROW_HEIGHT = 81;
const HEADING_HEIGHT = 41;

/** Everything that is deployed, what needs somebody on top. */
export function FleetPage({ fleet, filter }: { fleet: FleetData; filter: FleetFilter }): ReactNode {
  const view = useMemo(() => fleetView(fleet.rows.values(), filter), [fleet.rows, filter]);
  const rowHeight = window.matchMedia("(max-width: 720px)").matches ? NARROW_ROW_HEIGHT : ROW_HEIGHT;
  useEffect(() => {
    document.title = "Fleet · Hawser";
  }, []);
  if (!fleet.loaded) return <p className="waiting">Reading the fleet…</p>;
  if (view.total === 0) {
    return (
      <Empty title="Nothing is deployed yet" command="kubectl apply -f argocd/shopapi-applicationset.yaml">
        Apply an Application, an ApplicationSet or a Kustomization; it appears here by itself.
      </Empty>
    );
  }
  return (
    <>
      <div className="page-head">
        <h1>{view.headline}</h1>
        {view.rows.length !== view.total && (
          <>
            <span className="faint" role="status">
              {view.rows.length} shown
            </span>
            <button type="button" className="quiet" onClick={() => go({ page: "fleet", filter: NO_FILTER })}>
              Show all {view.total}
            </button>
          </>
        )}
      </div>
      <FleetFilters filter={filter} view={view} />
      <div className="fleet-columns" aria-hidden="true">
        <span>Health</span>
        <span>Sync</span>
        <span>Name</span>
        <span>Revision</span>
        <span>What is going on</span>
        <span className="right">Changed</span>
      </div>
      <div role="list" aria-label="Fleet" className="fleet-list" onKeyDown={moveFocus}>
        <WindowList
          items={view.items}
          keyOf={(item) => item.key}
          heightOf={(item) => (item.type === "heading" ? HEADING_HEIGHT : rowHeight)}
          draw={(item) => <Item key={item.key} item={item} total={view.rows.length} />}
        />
      </div>
      {view.rows.length === 0 && (
        <Empty title="Nothing matches">Take a filter off, or search for something else.</Empty>
      )}
    </>
  );
}

function Item({ item, total }: { item: FleetItem; total: number }): ReactNode {
  if (item.type === "row") return <FleetRowLink row={item.row} position={item.position} total={total} />;
  // A list holds nothing but items, so the heading is inside one.
  return (
    <div role="listitem" className={`fleet-heading urgency-${item.urgency}`}>
      <h2>
        {item.title} <span className="count">{item.count}</span>
      </h2>
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const next = links[links.indexOf(document.activeElement as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
