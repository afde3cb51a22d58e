import type { Condition } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";

/** Conditions as the resource reports them. */
export function ConditionList({ conditions }: { conditions: readonly Condition[] }): ReactNode {
  if (conditions.length === 0) return <p className="waiting">No conditions: nothing is wrong.</p>;
  return (
    <ul className="entries">
      {conditions.map((condition) => (
        <li key={condition.type}>
          <span className="entry-title">
            {condition.type}
            {condition.status !== undefined && <span className="faint"> {condition.status}</span>}
          </span>
          <span className="entry-about">{condition.reason}</span>
          <Age at={condition.at} />
          <span className="entry-text">{condition.message}</span>
        </li>
      ))}
    </ul>
  );
}
