import { type ReactNode, useEffect } from "react";
import type { Detail } from "@hawser/server";
import { useDetail } from "../../api/detail-stream.ts";
import { Empty } from "../../components/empty.tsx";
import { useShortcut } from "../../components/shortcuts.tsx";
import { Tabs } from "../../components/tabs.tsx";
import { useMediaQuery } from "../../components/media-query.ts";
import { go } from "../../navigation/location.tsx";
import { type DeployableId, type DeployableState, type MainView, NO_FILTER } from "../../navigation/route.ts";
import { ConditionList } from "./conditions.tsx";
import { ActionDialog } from "./dialogs.tsx";
import { EventList } from "./events.tsx";
import { Head } from "./head.tsx";
import { HistoryList } from "./history.tsx";
import { OperationReport } from "./operation.tsx";
import { Panel } from "./panel.tsx";
import { Tree } from "./tree.tsx";
import { mainViews } from "./view-model.ts";

interface PageProps {
  id: DeployableId;
  state: DeployableState;
  onLost: (isLost: boolean) => void;
}

/** Changes how the page is looked at; `undefined` closes what was open. */
export type Look = (
  parts: { [Key in keyof DeployableState]?: DeployableState[Key] | undefined },
  how?: "push" | "replace",
) => void;

/** One deployable: its state in words, its tree down to the Pods, and what can be done with it. */
export function DeployablePage({ id, state, onLost }: PageProps): ReactNode {
  const { detail, gone, state: stream } = useDetail(id);
  const look: Look = (parts, how = "push") => {
    const next = Object.entries({ ...state, ...parts }).filter(([, value]) => value !== undefined);
    go({ page: "deployable", id, state: Object.fromEntries(next) as unknown as DeployableState }, how);
  };
  useEffect(() => onLost(stream === "lost" && !gone), [stream, gone, onLost]);
  useEffect(() => () => onLost(false), [onLost]);
  useEffect(() => {
    document.title = `${id.name} · Hawser`;
  }, [id.name]);
  useShortcut("Escape", "Close the panel, then back to the fleet", () => {
    if (state.node === undefined) go({ page: "fleet", filter: NO_FILTER });
    else look({ node: undefined });
  });
  if (gone) {
    return (
      <Empty
        title={`${id.kind} ${id.name} is not there`}
        command={`kubectl get ${id.kind.toLowerCase()} -n ${id.namespace}`}
      >
        It was deleted, or never made. If it comes back, it is shown here at once.
      </Empty>
    );
  }
  if (!detail) return <p className="waiting">Reading {id.name}…</p>;
  return (
    <>
      <Head detail={detail} look={look} />
      <Body detail={detail} id={id} state={state} look={look} />
      {state.dialog !== undefined && <ActionDialog id={id} detail={detail} dialog={state.dialog} look={look} />}
    </>
  );
}

interface BodyProps {
  detail: Detail;
  id: DeployableId;
  state: DeployableState;
  look: Look;
}

function Body({ detail, id, state, look }: BodyProps): ReactNode {
  const views = mainViews(detail);
  const view = views.some(({ value }) => value === state.view) ? state.view : "tree";
  const isWide = useMediaQuery("(min-width: 1800px)");
  const hasPanel = view === "tree" && state.node !== undefined;
  return (
    <>
      <Tabs label="Views" choices={views} chosen={view} onChoose={(next) => look({ view: next })} />
      <div className={`body ${hasPanel ? "with-panel" : ""} ${hasPanel && isWide ? "wide" : ""}`}>
        <section className="main-view" aria-label={views.find(({ value }) => value === view)?.label}>
          <MainViewOf view={view} detail={detail} state={state} look={look} />
        </section>
        {hasPanel && <Panel id={id} detail={detail} state={state} look={look} isWide={isWide} />}
      </div>
    </>
  );
}

function MainViewOf({ view, detail, state, look }: Omit<BodyProps, "id"> & { view: MainView }): ReactNode {
  switch (view) {
    case "tree":
      return <Tree detail={detail} state={state} look={look} />;
    case "history":
      return <HistoryList detail={detail} look={look} />;
    case "events":
      return <EventList events={detail.events} />;
    case "conditions":
      return <ConditionList conditions={detail.conditions} />;
    case "operation":
      return detail.operation ? <OperationReport operation={detail.operation} /> : null;
  }
}
