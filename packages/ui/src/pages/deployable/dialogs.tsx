import type { Detail } from "@hawser/server";
import type { ReactNode } from "react";
import type { DeployableId, DialogName } from "../../navigation/route.ts";
import { DeleteDialog } from "./dialog-delete.tsx";
import { RollbackDialog } from "./dialog-rollback.tsx";
import { SyncDialog } from "./dialog-sync.tsx";
import type { Look } from "./page.tsx";

/** What every question needs. */
export interface ActionDialogProps {
  id: DeployableId;
  detail: Detail;
  onClose: () => void;
}

interface Props {
  id: DeployableId;
  detail: Detail;
  dialog: DialogName;
  look: Look;
}

/** The question that the URL names. */
export function ActionDialog({ id, detail, dialog, look }: Props): ReactNode {
  const props = { id, detail, onClose: () => look({ dialog: undefined }, "replace") };
  if (dialog === "sync") return <SyncDialog {...props} />;
  if (dialog === "delete") return <DeleteDialog {...props} />;
  return <RollbackDialog {...props} historyId={Number(dialog.slice("rollback:".length))} />;
}
