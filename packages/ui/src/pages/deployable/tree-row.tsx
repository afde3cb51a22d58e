import type { Detail, TreeNode } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { shortRevision } from "../../components/commit.tsx";
import { useGlow } from "../../components/glow.ts";
import { Icon } from "../../components/icon.tsx";
import { HealthMark, SyncMark } from "../../components/state-mark.tsx";
import { type OutlineRow, SELF_KEY } from "./outline.ts";

interface TreeRowProps {
  row: OutlineRow;
  detail: Detail;
  isFocusable: boolean;
  isChosen: boolean;
  onChoose: (key: string) => void;
  onToggle: (key: string) => void;
}

/** One line of the tree. */
export function TreeRow({ row, detail, isFocusable, isChosen, onChoose, onToggle }: TreeRowProps): ReactNode {
  const { node } = row;
  const glow = useGlow<HTMLDivElement>(glowOf(row, detail));
  return (
    <div
      ref={glow}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-selected={isChosen}
      {...(row.hasChildren ? { "aria-expanded": row.isOpen } : {})}
      tabIndex={isFocusable ? 0 : -1}
      className="tree-row"
      data-node={row.key}
      onClick={() => onChoose(row.key)}
    >
      {Array.from({ length: row.level - 1 }, (_, depth) => (
        <span key={depth} className="guide" />
      ))}
      <span
        className={row.hasChildren ? `twisty ${row.isOpen ? "open" : ""}` : "twisty"}
        aria-hidden="true"
        onClick={(event) => {
          if (!row.hasChildren) return;
          event.stopPropagation();
          onToggle(row.key);
        }}
      >
        {row.hasChildren && <Icon name="right" size={12} />}
      </span>
      {node ? <ObjectLine node={node} /> : <TopLine isSelf={row.key === SELF_KEY} detail={detail} />}
      {row.hidden > 0 && <span className="pill">{row.hidden} below</span>}
      <span className="tree-age">
        <Age at={node?.createdAt} />
      </span>
    </div>
  );
}

function TopLine({ isSelf, detail }: { isSelf: boolean; detail: Detail }): ReactNode {
  const { row } = detail;
  if (isSelf) {
    return (
      <>
        <HealthMark state={row.health} word={false} />
        <span className="tree-kind">{row.kind}</span>
        <span className="tree-name strong">{row.name}</span>
        {row.sync === "OutOfSync" && <SyncMark state={row.sync} />}
        {row.activity !== "" && <span className="tree-facts">{row.activity}</span>}
      </>
    );
  }
  const name = row.repository
    .replace(/\.git$/, "")
    .split("/")
    .at(-1);
  return (
    <>
      <span className="mark tone-still">
        <Icon name="branch" />
      </span>
      <span className="tree-kind">Git</span>
      <span className="tree-name">{name}</span>
      <span className="tree-facts">
        {row.revision !== "" && <code>{shortRevision(row.revision)}</code>} {row.commit?.subject}
      </span>
    </>
  );
}

function ObjectLine({ node }: { node: TreeNode }): ReactNode {
  return (
    <>
      {node.health ? <HealthMark state={node.health} word={false} /> : <span className="mark no-health" />}
      <span className="tree-kind">{node.kind}</span>
      <span className="tree-name" title={node.name}>
        {node.name}
      </span>
      {node.health !== undefined && node.health !== "Healthy" && <span className="tree-state">{node.health}</span>}
      {node.sync !== undefined && node.sync !== "Synced" && <SyncMark state={node.sync} />}
      {node.willBePruned && (
        <span className="pill tone-bad">
          <Icon name="delete" size={12} /> no longer in Git
        </span>
      )}
      {node.hiddenBy.length > 0 && (
        <span className="pill" title={node.hiddenBy.join("\n")}>
          <Icon name="hidden" size={12} />
          <span>
            hidden<span className="wide-only"> by {node.hiddenBy[0]?.split(" ").at(-1)}</span>
          </span>
        </span>
      )}
      {node.hook !== undefined && <span className="pill">{node.hook} hook</span>}
      {node.syncWave !== undefined && node.syncWave !== 0 && <span className="pill">wave {node.syncWave}</span>}
      <span className="tree-facts" title={node.message || undefined}>
        {[...node.facts, node.health === "Healthy" ? "" : node.message].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}

function glowOf({ node, key }: OutlineRow, { row }: Detail): string {
  if (node) return `${node.health} ${node.sync} ${node.facts.join(" ")} ${node.hiddenBy.join(" ")}`;
  return key === SELF_KEY ? `${row.health} ${row.sync}` : row.revision;
}
