import type { DeletionPreview } from "@hawser/server";
import { type ReactNode, useState } from "react";
import { objectPath } from "../../api/http.ts";
import { useLoaded } from "../../api/use-loaded.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Icon } from "../../components/icon.tsx";
import type { ActionDialogProps } from "./dialogs.tsx";
import { ObjectNames } from "./object-names.tsx";
import { RunAction } from "./run-action.tsx";
import { deletionPlan } from "./view-model.ts";

/** Says what a deletion removes and keeps, asks for the name, then does it. */
export function DeleteDialog({ id, onClose }: ActionDialogProps): ReactNode {
  const [cascade, setCascade] = useState(true);
  const [typed, setTyped] = useState("");
  const { value: preview, error } = useLoaded<DeletionPreview>(`${objectPath(id)}/deletion?cascade=${cascade}`);
  const plan = preview && deletionPlan(preview);
  return (
    <Dialog
      title={`Delete ${id.kind} ${id.name}`}
      onClose={onClose}
      footer={
        <RunAction
          id={id}
          action="delete"
          body={{ confirm: typed, cascade }}
          label={plan?.label ?? "Delete"}
          isDangerous
          isBlocked={typed !== id.name || (!preview && error === undefined)}
          onClose={onClose}
        />
      }
    >
      {id.kind !== "GitRepository" && (
        <fieldset className="options">
          <legend className="unseen">What else goes</legend>
          {[true, false].map((value) => (
            <label key={String(value)} className="choice">
              <input type="radio" name="cascade" checked={cascade === value} onChange={() => setCascade(value)} />
              {value ? "With everything that it deployed" : `The ${id.kind} alone; what it deployed keeps running`}
            </label>
          ))}
        </fieldset>
      )}
      {!plan && error === undefined && <p className="waiting">Reading what it owns…</p>}
      {error !== undefined && <p className="notice tone-bad">{error}</p>}
      {plan && (
        <>
          <p className="notice tone-warn">
            <Icon name="warning" /> <span>{plan.sentence}</span>
          </p>
          <ObjectNames title="Removes" tone="bad" names={plan.removes} />
          <ObjectNames title="Keeps" tone="still" names={plan.keeps} />
        </>
      )}
      <label className="confirm">
        <span>
          Type <strong>{id.name}</strong> to confirm
        </span>
        <input value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
      </label>
    </Dialog>
  );
}
