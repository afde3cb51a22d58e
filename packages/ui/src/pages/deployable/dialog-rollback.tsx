import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { Commit } from "../../components/commit.tsx";
import { Dialog } from "../../components/dialog.tsx";
import type { ActionDialogProps } from "./dialogs.tsx";
import { RunAction } from "./run-action.tsx";

/** Says which revision comes back, then brings it back. */
export function RollbackDialog({
  id,
  detail,
  historyId,
  onClose,
}: ActionDialogProps & { historyId: number }): ReactNode {
  const entry = detail.history.find((other) => other.id === historyId);
  const { allowed, why } = detail.actions.rollback;
  return (
    <Dialog
      title={`Roll back ${id.name}`}
      onClose={onClose}
      footer={
        <RunAction
          id={id}
          action="rollback"
          body={{ id: historyId }}
          label="Roll back"
          isBlocked={!allowed || !entry}
          onClose={onClose}
        />
      }
    >
      {!entry && <p className="notice tone-bad">There is no entry #{historyId} in the history.</p>}
      {!allowed && <p className="notice tone-warn">{why}</p>}
      {entry && (
        <dl className="pairs">
          <div>
            <dt>From</dt>
            <dd>
              <Commit revision={detail.row.revision} commit={detail.row.commit} />
            </dd>
          </div>
          <div>
            <dt>To</dt>
            <dd>
              <Commit revision={entry.revision} commit={entry.commit} />
              <span className="faint">
                {" "}
                deployed <Age at={entry.finishedAt} ago />
              </span>
            </dd>
          </div>
        </dl>
      )}
      <p>
        Git stays as it is, so the application is OutOfSync afterwards. What the older revision does not have is kept.
      </p>
    </Dialog>
  );
}
