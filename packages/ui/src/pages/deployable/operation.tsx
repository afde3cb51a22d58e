import type { OperationInfo } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { shortRevision } from "../../components/commit.tsx";
import { names } from "./view-model.ts";

/** The current or the last operation, object by object. */
export function OperationReport({ operation }: { operation: OperationInfo }): ReactNode {
  const { phase, message, startedAt, finishedAt, revision, initiatedBy, retryCount, results } = operation;
  return (
    <>
      <p className="operation-head">
        <span className="strong">{phase}</span> <code>{shortRevision(revision)}</code>
        <span className="faint">
          {" "}
          started {initiatedBy !== "" && `by ${initiatedBy} `}
          <Age at={startedAt} ago />
          {finishedAt ? ", finished " : ", still running"}
          {finishedAt && <Age at={finishedAt} ago />}
          {retryCount > 0 && `, retried ${retryCount}×`}
        </span>
      </p>
      {message !== "" && <p className="notice">{message}</p>}
      <ul className="entries">
        {results.map((result) => (
          <li key={`${result.kind} ${result.namespace} ${result.name} ${result.hook ?? ""}`}>
            <span className="entry-title">{names([result])[0]}</span>
            <span className="entry-about">
              {[result.status, result.hook && `${result.hook} hook`, result.phase].filter(Boolean).join(" · ")}
            </span>
            <span />
            <span className="entry-text">{result.message}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
