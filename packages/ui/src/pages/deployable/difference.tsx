import type { FieldDifference, ResourceDetail } from "@hawser/server";
import { structuredPatch } from "diff";
import { type ReactNode, useMemo } from "react";
import { Age } from "../../components/age.tsx";
import { Icon } from "../../components/icon.tsx";
import { differenceView, plural } from "./view-model.ts";

const CONTEXT_LINES = 3;

/** Desired against live, field by field: who wrote it, and which rule hides it. */
export function Difference({ resource }: { resource: ResourceDetail }): ReactNode {
  const { sentence, counted, ignored } = differenceView(resource);
  return (
    <>
      <p className="difference-sentence">{sentence}</p>
      {counted.length > 0 && <FieldTable fields={counted} />}
      {ignored.map(({ rule, fields }) => (
        <details key={rule} open className="ignored">
          <summary>
            <Icon name="hidden" /> {plural(fields.length, "difference")} hidden by <code>{rule}</code>
          </summary>
          <FieldTable fields={fields} />
        </details>
      ))}
      <TextDifference {...resource.comparable} />
    </>
  );
}

function FieldTable({ fields }: { fields: readonly FieldDifference[] }): ReactNode {
  return (
    <ul className="fields">
      {fields.map(({ path, desired, live, manager, at }) => (
        <li key={path}>
          <code className="field-path">{path}</code>
          <span className="side desired">
            <span className="side-name">In Git</span>
            <code>{desired ?? "not set"}</code>
          </span>
          <span className="side live">
            <span className="side-name">In the cluster</span>
            <code>{live ?? "not set"}</code>
          </span>
          {manager !== undefined && (
            <span className="writer faint">
              written by {manager} <Age at={at} ago />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function TextDifference({ desired, live }: { desired: string; live: string }): ReactNode {
  const hunks = useMemo(
    () =>
      desired === "" || live === ""
        ? []
        : structuredPatch("live", "desired", live, desired, "", "", { context: CONTEXT_LINES }).hunks,
    [desired, live],
  );
  if (hunks.length === 0) return null;
  return (
    <details className="text-difference" open>
      <summary>As text: − in the cluster, + in Git</summary>
      <pre tabIndex={0}>
        {hunks.map((hunk) => (
          <span key={hunk.oldStart} className="hunk">
            <span className="line place">line {hunk.oldStart}</span>
            {hunk.lines.map((line, index) => (
              <span key={index} className={`line ${{ "+": "added", "-": "taken" }[line.charAt(0)] ?? ""}`}>
                {line === "" ? " " : line}
              </span>
            ))}
          </span>
        ))}
      </pre>
    </details>
  );
}
