import type { ResourceDetail } from "@hawser/server";
import { type ReactNode, useState } from "react";
import { CopyButton } from "../../components/copy.tsx";

/** The object as YAML: as it is, or as Git wants it. */
export function YamlView({ resource }: { resource: ResourceDetail }): ReactNode {
  const [wanted, setWanted] = useState<"live" | "desired">("live");
  const side = resource[wanted] === "" ? (resource.live === "" ? "desired" : "live") : wanted;
  return (
    <>
      <div className="yaml-head">
        <div className="chips" role="group" aria-label="Side">
          {(["live", "desired"] as const).map((value) => (
            <button
              key={value}
              type="button"
              className="chip"
              aria-pressed={side === value}
              disabled={resource[value] === ""}
              onClick={() => setWanted(value)}
            >
              {value === "live" ? "In the cluster" : "In Git"}
            </button>
          ))}
        </div>
        <CopyButton text={resource[side]} what="the YAML" />
      </div>
      <pre className="code" tabIndex={0}>
        {resource[side]}
      </pre>
    </>
  );
}
