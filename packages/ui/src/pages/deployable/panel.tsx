import type { Detail, ResourceDetail } from "@hawser/server";
import type { ReactNode } from "react";
import { objectPath } from "../../api/http.ts";
import { useLoaded } from "../../api/use-loaded.ts";
import { Icon } from "../../components/icon.tsx";
import { Tabs } from "../../components/tabs.tsx";
import type { DeployableId, DeployableState, PanelTab } from "../../navigation/route.ts";
import { Difference } from "./difference.tsx";
import { EventList } from "./events.tsx";
import { LogView } from "./logs.tsx";
import type { Look } from "./page.tsx";
import { NodeSummary, TopSummary } from "./summary.tsx";
import { chosenNode, panelTabs, versionOf } from "./view-model.ts";
import { YamlView } from "./yaml.tsx";

interface PanelProps {
  id: DeployableId;
  detail: Detail;
  state: DeployableState;
  look: Look;
  /** Wide windows keep the difference beside the other tabs. */
  isWide: boolean;
}

/** What is known of the chosen node. */
export function Panel({ id, detail, state, look, isWide }: PanelProps): ReactNode {
  const node = chosenNode(detail, state);
  const path = node && `${objectPath(id)}/resource?${resourceQuery(node)}`;
  const { value: resource, error } = useLoaded<ResourceDetail>(path, versionOf(detail, node));
  if (!node) {
    return (
      <aside className="panel" aria-label="Details">
        <PanelHead title={detail.row.name} kind={state.node === "source" ? "Git" : detail.row.kind} look={look} />
        {state.node === "source" || state.node === "self" ? (
          <TopSummary detail={detail} isSource={state.node === "source"} />
        ) : (
          <p className="waiting">This object is not there any more.</p>
        )}
      </aside>
    );
  }
  const tabs = panelTabs(resource).filter(({ value }) => !isWide || value !== "difference");
  const tab = tabs.some(({ value }) => value === state.tab) ? state.tab : "summary";
  return (
    <>
      <aside className="panel" aria-label={`${node.kind} ${node.name}`}>
        <PanelHead title={node.name} kind={node.kind} look={look} />
        <Tabs label="Details" choices={tabs} chosen={tab} onChoose={(next) => look({ tab: next }, "replace")} />
        <div className="panel-body">
          {error !== undefined && (
            <p role="alert" className="notice tone-bad">
              {error}
            </p>
          )}
          <TabBody tab={tab} resource={resource} detail={detail} node={node} />
        </div>
      </aside>
      {isWide && (
        <aside className="panel" aria-label="Difference">
          <header className="panel-head">
            <h2>Difference</h2>
          </header>
          <div className="panel-body">
            {resource ? <Difference resource={resource} /> : <p className="waiting">Comparing…</p>}
          </div>
        </aside>
      )}
    </>
  );
}

function PanelHead({ title, kind, look }: { title: string; kind: string; look: Look }): ReactNode {
  return (
    <header className="panel-head">
      <h2>
        <span className="faint">{kind}</span> {title}
      </h2>
      <button
        type="button"
        className="quiet"
        aria-label="Close the panel"
        title="Close (Esc)"
        onClick={() => look({ node: undefined })}
      >
        <Icon name="close" />
      </button>
    </header>
  );
}

interface TabBodyProps {
  tab: PanelTab;
  resource: ResourceDetail | undefined;
  detail: Detail;
  node: ResourceDetail["node"];
}

function TabBody({ tab, resource, detail, node }: TabBodyProps): ReactNode {
  if (tab === "summary") return <NodeSummary node={node} resource={resource} detail={detail} />;
  if (!resource) return <p className="waiting">Reading…</p>;
  switch (tab) {
    case "difference":
      return <Difference resource={resource} />;
    case "yaml":
      return <YamlView resource={resource} />;
    case "events":
      return <EventList events={resource.events} />;
    case "logs":
      return <LogView namespace={node.namespace} pod={node.name} containers={resource.containers} />;
  }
}

function resourceQuery({ group, kind, namespace, name }: ResourceDetail["node"]): string {
  return new URLSearchParams({ group, kind, namespace, name }).toString();
}
