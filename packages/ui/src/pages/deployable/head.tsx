import type { Detail } from "@hawser/server";
import { type ReactNode, useState } from "react";
import { act } from "../../api/http.ts";
import { Age } from "../../components/age.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";
import { useMediaQuery } from "../../components/media-query.ts";
import { HealthMark, SyncMark } from "../../components/state-mark.tsx";
import { Link } from "../../navigation/location.tsx";
import { NO_FILTER } from "../../navigation/route.ts";
import type { Look } from "./page.tsx";
import { shortMessage } from "../fleet/view-model.ts";
import { automationText } from "./view-model.ts";

type ActionName = keyof Detail["actions"];

/** Name, state in words, and what can be done. */
export function Head({ detail, look }: { detail: Detail; look: Look }): ReactNode {
  const { row, sentence } = detail;
  const isTold = sentence !== "" && sentence !== row.message;
  return (
    <header className="deployable-head">
      <div className="title-row">
        <div className="title">
          <Link to={{ page: "fleet", filter: NO_FILTER }} className="crumb">
            <Icon name="back" /> Fleet
          </Link>
          <h1>{row.name}</h1>
          <span className="faint">
            {row.kind} · {row.namespace}
          </span>
          <span className="marks">
            <HealthMark state={row.health} />
            {row.sync && <SyncMark state={row.sync} />}
          </span>
        </div>
        <Actions detail={detail} look={look} />
      </div>
      <p className="sentence">
        {isTold ? sentence : untoldText(detail)}
        <span className="faint">
          {" · "}
          <Age at={row.changedAt} ago />
        </span>
      </p>
      {row.message !== "" && !(isTold && sentence.includes(row.message)) && (
        <p className="notice tone-warn">
          <Icon name="warning" /> <span title={row.message}>{shortMessage(row.message)}</span>
        </p>
      )}
      {(row.activity !== "" || row.deleting) && (
        <p className="notice tone-busy" role="status">
          <HealthMark state="Progressing" word={false} /> <span>{row.deleting ? "Being deleted" : row.activity}</span>
          {detail.operation && !detail.operation.finishedAt && (
            <span className="faint">
              since <Age at={detail.operation.startedAt} />
            </span>
          )}
        </p>
      )}
      <FoldedFacts detail={detail} />
    </header>
  );
}

/** What there is to say while the state cannot be worked out. */
function untoldText({ history, row }: Detail): string {
  if (history.length > 0) return "What was deployed before goes on; whether it is current is not known";
  return row.repository === "" ? row.message : "Nothing deployed yet";
}

/** On a narrow screen the tree matters more than where it comes from. */
function FoldedFacts({ detail }: { detail: Detail }): ReactNode {
  const isNarrow = useMediaQuery("(max-width: 720px)");
  if (!isNarrow) return <Facts detail={detail} />;
  return (
    <details className="more-facts">
      <summary>Where it comes from</summary>
      <Facts detail={detail} />
    </details>
  );
}

function Facts({ detail }: { detail: Detail }): ReactNode {
  const { row, mappedTo, targetRevision } = detail;
  const isSynced = row.kind === "Application" || row.kind === "Kustomization";
  return (
    <dl className="facts">
      {row.repository !== "" && (
        <div>
          <dt>Repository</dt>
          <dd>
            <span className="break">{row.repository}</span>
            {mappedTo !== undefined && (
              <span className="leads-to" title="A mapping sends this URL elsewhere">
                leads to <code>{mappedTo}</code>
              </span>
            )}
          </dd>
        </div>
      )}
      {row.path !== "" && (
        <div>
          <dt>Path</dt>
          <dd>
            <code>{row.path}</code>
          </dd>
        </div>
      )}
      {targetRevision !== "" && (
        <div>
          <dt>Follows</dt>
          <dd>
            <code>{targetRevision}</code>
          </dd>
        </div>
      )}
      {row.destinationNamespace !== "" && (
        <div>
          <dt>Into</dt>
          <dd>
            namespace <code>{row.destinationNamespace}</code>
          </dd>
        </div>
      )}
      {isSynced && (
        <div>
          <dt>Syncs</dt>
          <dd>{automationText(detail)}</dd>
        </div>
      )}
      {row.generatedBy !== undefined && row.generatedBy !== "" && (
        <div>
          <dt>Made by</dt>
          <dd>{row.generatedBy}</dd>
        </div>
      )}
    </dl>
  );
}

function Actions({ detail, look }: { detail: Detail; look: Look }): ReactNode {
  const { row, actions } = detail;
  const [said, setSaid] = useState<{ text: string; isError: boolean }>();
  const run = (action: ActionName): void => {
    setSaid({ text: "…", isError: false });
    act(row, action).then(
      (text) => setSaid({ text, isError: false }),
      (error: unknown) => setSaid({ text: (error as Error).message, isError: true }),
    );
  };
  const button = (action: ActionName, label: string, icon: IconName, onClick: () => void, tone = ""): ReactNode => {
    const { allowed, why } = actions[action];
    return (
      <button
        type="button"
        className={tone}
        aria-disabled={!allowed}
        title={allowed ? undefined : why}
        onClick={() => (allowed ? onClick() : setSaid({ text: why ?? `${label} is not possible here`, isError: true }))}
      >
        <Icon name={icon} /> {label}
      </button>
    );
  };
  const canSync = row.kind === "Application" || row.kind === "Kustomization";
  const isFlux = row.kind === "Kustomization" || row.kind === "GitRepository";
  return (
    <div className="actions">
      <div className="buttons">
        {canSync && button("sync", "Sync…", "sync", () => look({ dialog: "sync" }), "primary")}
        {button("refresh", "Refresh", "refresh", () => run("refresh"))}
        {isFlux && !row.suspended && button("suspend", "Suspend", "pause", () => run("suspend"))}
        {isFlux && row.suspended && button("resume", "Resume", "play", () => run("resume"))}
        {row.kind === "Application" && button("rollback", "Rollback…", "rollback", () => look({ view: "history" }))}
        {button("delete", "Delete…", "delete", () => look({ dialog: "delete" }), "danger")}
      </div>
      <p className={said?.isError ? "said form-error" : "said"} role="status">
        {said?.text}
      </p>
    </div>
  );
}
