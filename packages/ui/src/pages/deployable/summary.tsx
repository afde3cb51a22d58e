import type { Detail, ResourceDetail, TreeNode } from "@hawser/server";
import type { ReactNode } from "react";
import { Age } from "../../components/age.tsx";
import { Commit } from "../../components/commit.tsx";
import { Command } from "../../components/copy.tsx";
import { Icon } from "../../components/icon.tsx";
import { HealthMark, SyncMark } from "../../components/state-mark.tsx";
import { Link } from "../../navigation/location.tsx";
import { FIRST_LOOK, FLEET_KINDS } from "../../navigation/route.ts";
import { automationText, differenceView } from "./view-model.ts";

interface NodeSummaryProps {
  node: TreeNode;
  resource: ResourceDetail | undefined;
  detail: Detail;
}

/** One object in short, with the command that shows the rest. */
export function NodeSummary({ node, resource, detail }: NodeSummaryProps): ReactNode {
  const result = detail.operation?.results.find(
    ({ kind, namespace, name }) => kind === node.kind && namespace === node.namespace && name === node.name,
  );
  const type = (node.group === "" ? node.kind : `${node.kind}.${node.group}`).toLowerCase();
  const kind = FLEET_KINDS.find((known) => known === node.kind);
  const place = node.namespace === "" ? "" : ` -n ${node.namespace}`;
  return (
    <>
      {node.message !== "" && <p className="notice">{node.message}</p>}
      {node.hiddenBy.map((rule) => (
        <p key={rule} className="notice">
          <Icon name="hidden" /> <span>A difference is hidden by {rule}</span>
        </p>
      ))}
      <dl className="pairs">
        {node.health && <Pair name="Health" value={<HealthMark state={node.health} />} />}
        {node.sync && <Pair name="Sync" value={<SyncMark state={node.sync} />} />}
        {resource && <Pair name="Difference" value={differenceView(resource).sentence} />}
        <Pair name="Kind" value={`${node.kind} · ${node.group === "" ? "" : `${node.group}/`}${node.version}`} />
        {node.namespace !== "" && <Pair name="Namespace" value={node.namespace} />}
        {node.facts.length > 0 && <Pair name="State" value={node.facts.join(" · ")} />}
        {node.syncWave !== undefined && <Pair name="Wave" value={node.syncWave} />}
        {node.hook !== undefined && <Pair name="Hook" value={node.hook} />}
        {node.createdAt !== undefined && <Pair name="Created" value={<Age at={node.createdAt} ago />} />}
        {result && <Pair name="Last sync" value={result.message || result.status} />}
      </dl>
      {kind !== undefined && (
        <Link
          className="more"
          to={{ page: "deployable", id: { kind, namespace: node.namespace, name: node.name }, state: FIRST_LOOK }}
        >
          Open {kind} {node.name} <Icon name="right" size={12} />
        </Link>
      )}
      <Command text={`kubectl describe ${type} ${node.name}${place}`} />
    </>
  );
}

/** The repository, or the deployable itself, in short. */
export function TopSummary({ detail, isSource }: { detail: Detail; isSource: boolean }): ReactNode {
  const { row, mappedTo, targetRevision } = detail;
  return (
    <div className="panel-body">
      <dl className="pairs">
        {isSource ? (
          <>
            <Pair name="Repository" value={row.repository} />
            {mappedTo !== undefined && <Pair name="Leads to" value={<code>{mappedTo}</code>} />}
            <Pair name="Follows" value={targetRevision} />
            <Pair name="Commit" value={<Commit revision={row.revision} commit={row.commit} />} />
            {row.commit && <Pair name="Committed" value={<Age at={row.commit.date} ago />} />}
          </>
        ) : (
          <>
            <Pair name="Health" value={<HealthMark state={row.health} />} />
            {row.sync && <Pair name="Sync" value={<SyncMark state={row.sync} />} />}
            <Pair name="Syncs" value={automationText(detail)} />
            <Pair name="Objects" value={detail.tree.length} />
            {row.generatedBy !== undefined && <Pair name="Made by" value={row.generatedBy} />}
          </>
        )}
      </dl>
      {!isSource && <Command text={`kubectl describe ${row.kind.toLowerCase()} ${row.name} -n ${row.namespace}`} />}
    </div>
  );
}

function Pair({ name, value }: { name: string; value: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
