import type { SyncPreview } from "@hawser/server";
import { type ReactNode, useState } from "react";
import { objectPath } from "../../api/http.ts";
import { useLoaded } from "../../api/use-loaded.ts";
import { shortRevision } from "../../components/commit.tsx";
import { Dialog } from "../../components/dialog.tsx";
import type { ActionDialogProps } from "./dialogs.tsx";
import { ObjectNames } from "./object-names.tsx";
import { RunAction } from "./run-action.tsx";
import { syncPlan } from "./view-model.ts";

/** Says what a sync would do, then does it. */
export function SyncDialog({ id, detail, onClose }: ActionDialogProps): ReactNode {
  const hasPreview = id.kind === "Application";
  const [prune, setPrune] = useState(detail.automated.prune);
  const { value: preview, error } = useLoaded<SyncPreview>(hasPreview ? `${objectPath(id)}/sync-preview` : undefined);
  const plan = preview && syncPlan(preview, prune);
  return (
    <Dialog
      title={`Sync ${id.name}`}
      onClose={onClose}
      footer={
        <RunAction
          id={id}
          action="sync"
          body={{ prune }}
          label={prune && preview && preview.removes.length > 0 ? `Sync and remove ${preview.removes.length}` : "Sync"}
          isBlocked={hasPreview && !preview && error === undefined}
          onClose={onClose}
        />
      }
    >
      <p>
        Brings the cluster to <code>{shortRevision(detail.row.revision)}</code> {detail.row.commit?.subject}
      </p>
      {!hasPreview && (
        <p className="notice">
          There is no preview of a {id.kind}. It applies what its source holds
          {detail.automated.prune ? ", and removes what left it." : ". What left it stays."}
        </p>
      )}
      {hasPreview && !plan && error === undefined && <p className="waiting">Comparing…</p>}
      {error !== undefined && <p className="notice tone-bad">What it would do is not known: {error}</p>}
      {plan && <p className="strong">{plan.sentence}</p>}
      {plan?.groups.map((group) => (
        <ObjectNames key={group.verb} title={group.verb} tone={group.tone} names={group.objects} />
      ))}
      {hasPreview && (
        <label className="choice">
          <input type="checkbox" checked={prune} onChange={(event) => setPrune(event.target.checked)} />
          Also remove what is no longer in Git
        </label>
      )}
    </Dialog>
  );
}
