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
  const [prune, setPrune] = useState(detail.automated.prune);
  const { value: preview, error } = useLoaded<SyncPreview>(`${objectPath(id)}/sync-preview`);
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
          isBlocked={!preview && error === undefined}
          onClose={onClose}
        />
      }
    >
      <p>
        Brings namespace {detail.row.destinationNamespace || "by namespace"} to{" "}
        <code>{shortRevision(detail.row.revision)}</code> {detail.row.commit?.subject}
      </p>
      {!plan && error === undefined && <p className="waiting">Comparing…</p>}
      {error !== undefined && <p className="notice tone-bad">What it would do is not known: {error}</p>}
      {plan && <p className="strong">{plan.sentence}</p>}
      {plan?.groups.map((group) => (
        <ObjectNames key={group.verb} title={group.verb} tone={group.tone} names={group.objects} />
      ))}
      {id.kind === "Application" && (
        <label className="choice">
          <input type="checkbox" checked={prune} onChange={(event) => setPrune(event.target.checked)} />
          Also remove what is no longer in Git
        </label>
      )}
    </Dialog>
  );
}
