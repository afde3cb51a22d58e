import type { FleetRow } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { Commit } from "../../components/commit.tsx";
import { useGlow } from "../../components/glow.ts";
import { HealthMark, SyncMark } from "../../components/state-mark.tsx";
import { FIRST_LOOK, type Route } from "../../navigation/route.ts";
import { shortMessage } from "./view-model.ts";
import { Link } from "../../navigation/location.tsx";

/** The place of a row's own page. */
export function placeOf({ kind, namespace, name }: FleetRow): Route {
  return { page: "deployable", id: { kind, namespace, name }, state: FIRST_LOOK };
}

/** One deployable in the fleet; the whole row is the link. */
export function FleetRowLink({ row, position, total }: { row: FleetRow; position: number; total: number }): ReactNode {
  const glow = useGlow<HTMLDivElement>(`${row.health} ${row.sync} ${row.revision}`);
  return (
    <div role="listitem" aria-posinset={position + 1} aria-setsize={total} ref={glow} className="fleet-item">
      <Link
        to={placeOf(row)}
        className={row.health !== "Healthy" || row.message !== "" ? "fleet-row tells" : "fleet-row"}
        data-row={row.key}
      >
        <span className="cell-health">
          <HealthMark state={row.health} />
        </span>
        <span className="cell-sync">{row.sync && <SyncMark state={row.sync} />}</span>
        <span className="cell-name">
          <span className="strong">{row.name}</span>
          <span className="faint">
            {row.kind}
            <span className="cell-namespace"> · {row.namespace}</span>
          </span>
        </span>
        <span className="cell-commit">
          {row.kind !== "ApplicationSet" && <Commit revision={row.revision} commit={row.commit} />}
        </span>
        <span className="cell-message">
          <Message row={row} />
        </span>
        <span className="cell-age">
          <Age at={row.changedAt} />
        </span>
      </Link>
    </div>
  );
}

function Message({ row }: { row: FleetRow }): ReactNode {
  const text = row.deleting ? "Being deleted" : row.activity || row.message || (row.suspended ? "Suspended" : "");
  if (text !== "") return <span title={text}>{shortMessage(text)}</span>;
  return <span className="faint">{row.destinationNamespace && `runs in namespace ${row.destinationNamespace}`}</span>;
}
