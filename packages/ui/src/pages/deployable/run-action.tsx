import type { ActionRequest } from "@hawser/server";
import { type ReactNode, useState } from "react";
import { act } from "../../api/http.ts";
import type { DeployableId } from "../../navigation/route.ts";

interface RunActionProps {
  id: DeployableId;
  action: string;
  body: ActionRequest;
  label: string;
  isDangerous?: boolean;
  /** Why it cannot be done yet. */
  isBlocked?: boolean;
  onClose: () => void;
}

/** The two buttons of a question: leave, or do it. A refusal is shown where it was asked. */
export function RunAction({ id, action, body, label, isDangerous, isBlocked, onClose }: RunActionProps): ReactNode {
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    act(id, action, body).then(onClose, (refusal: unknown) => {
      setBusy(false);
      setError((refusal as Error).message);
    });
  };
  return (
    <>
      <p role="alert" className="form-error">
        {error}
      </p>
      <button type="button" onClick={onClose}>
        Cancel
      </button>
      <button
        type="button"
        className={isDangerous ? "primary danger" : "primary"}
        disabled={isBusy || isBlocked === true}
        onClick={run}
      >
        {label}
      </button>
    </>
  );
}
