import type { Application } from "@hawser/argocd";

/** One row about a resource: its state, and what the last operation said of it. */
export interface ResourceState {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  status: string;
  health: string;
  hook: string;
  message: string;
}

/** The key by which rows of one resource meet. */
export function resourceKey(state: ResourceState): string {
  return `${state.group}/${state.kind}/${state.namespace}/${state.name}/${state.hook}`;
}

/** Messages of the last operation, by resource; hooks come as rows of their own. */
export function operationResources(app: Application): Map<string, ResourceState> {
  const rows = new Map<string, ResourceState>();
  for (const result of app.status?.operationState?.syncResult?.resources ?? []) {
    const isHook = result.hookType !== undefined && result.hookType !== "";
    const row: ResourceState = {
      group: result.group ?? "",
      kind: result.kind,
      namespace: result.namespace ?? "",
      name: result.name,
      status: isHook ? (result.hookPhase ?? "") : (result.status ?? ""),
      health: "",
      hook: isHook ? (result.hookType ?? "") : "",
      message: result.message ?? "",
    };
    rows.set(resourceKey(row), row);
  }
  return rows;
}

/** The present state of all resources of an application, with what the last operation said of each. */
export function resourceStates(app: Application, operation: ReadonlyMap<string, ResourceState>): ResourceState[] {
  const rows = new Map<string, ResourceState>();
  for (const resource of app.status?.resources ?? []) {
    const row: ResourceState = {
      group: resource.group ?? "",
      kind: resource.kind,
      namespace: resource.namespace ?? "",
      name: resource.name,
      status: resource.status ?? "",
      health: resource.health?.status ?? "",
      hook: "",
      message: "",
    };
    row.message = operation.get(resourceKey(row))?.message ?? "";
    rows.set(resourceKey(row), row);
  }
  for (const [key, row] of operation) if (!rows.has(key)) rows.set(key, row);
  return [...rows.values()];
}

export function resourceRows(app: Application, operation: ReadonlyMap<string, ResourceState>): string[][] {
  return resourceStates(app, operation).map((r) => [
    r.group,
    r.kind,
    r.namespace,
    r.name,
    r.status,
    r.health,
    r.hook,
    r.message,
  ]);
}
