import type { Detail } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { Commit } from "../../components/commit.tsx";
import { Icon } from "../../components/icon.tsx";
import type { Look } from "./page.tsx";
import { historyRows } from "./view-model.ts";

/** What was deployed, the newest first; each earlier one can be brought back. */
export function HistoryList({ detail, look }: { detail: Detail; look: Look }): ReactNode {
  const { allowed, why } = detail.actions.rollback;
  if (detail.history.length === 0) return <p className="waiting">Nothing was deployed yet.</p>;
  return (
    <>
      {!allowed && why !== undefined && (
        <p className="notice">
          <Icon name="rollback" /> <span>No rollback: {why}</span>
        </p>
      )}
      <ol className="entries history">
        {historyRows(detail.history).map(({ entry, isCurrent }, index) => (
          <li key={entry.id ?? index}>
            <Commit revision={entry.revision} commit={entry.commit} />
            <span className="entry-about">
              {entry.id !== undefined && <span className="number">#{entry.id} </span>}
              {entry.initiatedBy}
            </span>
            <Age at={entry.finishedAt} ago />
            <span className="entry-action">
              {isCurrent ? (
                <span className="pill">Deployed now</span>
              ) : (
                <RollbackButton id={entry.id} allowed={allowed} why={why} look={look} />
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface RollbackButtonProps {
  id: number | undefined;
  allowed: boolean;
  why: string | undefined;
  look: Look;
}

function RollbackButton({ id, allowed, why, look }: RollbackButtonProps): ReactNode {
  if (id === undefined) return null;
  return (
    <button
      type="button"
      disabled={!allowed}
      title={allowed ? undefined : why}
      onClick={() => look({ dialog: `rollback:${id}` })}
    >
      Roll back to this…
    </button>
  );
}
