import type { FleetKind, HealthState, SyncState } from "@hawser/server";

/** What the fleet is narrowed to; all of it is in the URL. */
export interface FleetFilter {
  text: string;
  kinds: readonly FleetKind[];
  states: readonly FleetStateFilter[];
  namespace: string;
}
/** States that one may ask for; `attention` is whatever somebody should look at. */
export type FleetStateFilter = "attention" | HealthState | SyncState;

export const MAIN_VIEWS = ["tree", "history", "events", "conditions", "operation"] as const;
/** What the page of a deployable shows below its head. */
export type MainView = (typeof MAIN_VIEWS)[number];
export const PANEL_TABS = ["summary", "difference", "yaml", "events", "logs"] as const;
/** What the panel of a node shows. */
export type PanelTab = (typeof PANEL_TABS)[number];
/** A question that is open over the page, such as `rollback:3`. */
export type DialogName = "sync" | "delete" | `rollback:${number}`;

/** Names one deployable. */
export interface DeployableId {
  kind: FleetKind;
  namespace: string;
  name: string;
}
/** How the page of a deployable is being looked at. */
export interface DeployableState {
  view: MainView;
  /** Key of the chosen node of the tree. */
  node?: string;
  tab: PanelTab;
  /** Branches that are not as they are by default. */
  toggled: readonly string[];
  dialog?: DialogName;
}
/** A place in the UI. */
export type Route =
  | { page: "fleet"; filter: FleetFilter }
  | { page: "deployable"; id: DeployableId; state: DeployableState }
  | { page: "unknown" };

export const NO_FILTER: FleetFilter = { text: "", kinds: [], states: [], namespace: "" };
export const FIRST_LOOK: DeployableState = { view: "tree", tab: "summary", toggled: [] };

const SEGMENTS: Record<FleetKind, string> = {
  Application: "applications",
  ApplicationSet: "applicationsets",
  Kustomization: "kustomizations",
  GitRepository: "gitrepositories",
};
export const FLEET_KINDS = Object.keys(SEGMENTS) as FleetKind[];

/** Reads a place from a URL; what it does not know it leaves out, so that an old link still opens. */
export function parseRoute(url: URL): Route {
  const segments = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
  const query = url.searchParams;
  if (segments.length === 0) return { page: "fleet", filter: parseFilter(query) };
  const [segment, namespace, name] = segments;
  const kind = FLEET_KINDS.find((known) => SEGMENTS[known] === segment);
  if (kind === undefined || namespace === undefined || name === undefined || segments.length > 3)
    return { page: "unknown" };
  return { page: "deployable", id: { kind, namespace, name }, state: parseState(query) };
}

/** Writes a place as path and query; defaults are left out, so that a URL says only what was chosen. */
export function formatRoute(route: Route): string {
  if (route.page === "unknown") return "/";
  const query = new URLSearchParams();
  const put = (name: string, value: string, usual = ""): void => {
    if (value !== usual) query.set(name, value);
  };
  if (route.page === "fleet") {
    put("q", route.filter.text);
    put("kind", route.filter.kinds.join(","));
    put("state", route.filter.states.join(","));
    put("namespace", route.filter.namespace);
  } else {
    put("view", route.state.view, FIRST_LOOK.view);
    put("node", route.state.node ?? "");
    put("tab", route.state.tab, FIRST_LOOK.tab);
    put("toggled", route.state.toggled.join(","));
    put("ask", route.state.dialog ?? "");
  }
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":");
  return pathOf(route) + (text === "" ? "" : `?${text}`);
}

function pathOf(route: Route): string {
  if (route.page !== "deployable") return "/";
  const { kind, namespace, name } = route.id;
  return `/${SEGMENTS[kind]}/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
}

const STATES: readonly FleetStateFilter[] = [
  "attention",
  "Degraded",
  "Missing",
  "OutOfSync",
  "Progressing",
  "Suspended",
  "Unknown",
  "Healthy",
  "Synced",
];

function parseFilter(query: URLSearchParams): FleetFilter {
  const list = (name: string): string[] => (query.get(name) ?? "").split(",").filter(Boolean);
  return {
    text: query.get("q") ?? "",
    kinds: FLEET_KINDS.filter((kind) => list("kind").includes(kind)),
    states: STATES.filter((state) => list("state").includes(state)),
    namespace: query.get("namespace") ?? "",
  };
}

function parseState(query: URLSearchParams): DeployableState {
  const node = query.get("node");
  const dialog = query.get("ask") ?? "";
  return {
    view: MAIN_VIEWS.find((view) => view === query.get("view")) ?? FIRST_LOOK.view,
    tab: PANEL_TABS.find((tab) => tab === query.get("tab")) ?? FIRST_LOOK.tab,
    toggled: (query.get("toggled") ?? "").split(",").filter(Boolean),
    ...(node ? { node } : {}),
    ...(isDialog(dialog) ? { dialog } : {}),
  };
}

function isDialog(text: string): text is DialogName {
  return text === "sync" || text === "delete" || /^rollback:\d+$/.test(text);
}
