import { type ReactNode, useRef } from "react";
import { Icon } from "../../components/icon.tsx";
import { useShortcut } from "../../components/shortcuts.tsx";
import { go } from "../../navigation/location.tsx";
import type { FleetFilter } from "../../navigation/route.ts";
import type { FleetView } from "./view-model.ts";

/** Search and filters; each of them is in the URL. */
export function FleetFilters({ filter, view }: { filter: FleetFilter; view: FleetView }): ReactNode {
  const search = useRef<HTMLInputElement>(null);
  useShortcut("/", "Search", () => search.current?.focus());
  const set = (parts: Partial<FleetFilter>): void => go({ page: "fleet", filter: { ...filter, ...parts } }, "replace");
  const flip = <T,>(list: readonly T[], value: T): T[] =>
    list.includes(value) ? list.filter((other) => other !== value) : [...list, value];
  return (
    <div className="filters" role="search">
      <label className="search">
        <Icon name="search" />
        <span className="unseen">Search name, commit, repository</span>
        <input
          ref={search}
          type="search"
          placeholder="Search name, commit, repository"
          value={filter.text}
          onChange={(event) => set({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key !== "ArrowDown" && event.key !== "Enter") return;
            event.preventDefault();
            document.querySelector<HTMLElement>("[data-row]")?.focus();
          }}
        />
        <kbd>/</kbd>
      </label>
      <div className="chips" role="group" aria-label="State">
        {view.states.map(({ state, count }) => (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={filter.states.includes(state)}
            onClick={() => set({ states: flip(filter.states, state) })}
          >
            {state === "attention" ? "Needs attention" : state} <span className="count">{count}</span>
          </button>
        ))}
      </div>
      <div className="chips" role="group" aria-label="Kind">
        {view.kinds.map(({ kind, count }) => (
          <button
            key={kind}
            type="button"
            className="chip"
            aria-pressed={filter.kinds.includes(kind)}
            onClick={() => set({ kinds: flip(filter.kinds, kind) })}
          >
            {kind} <span className="count">{count}</span>
          </button>
        ))}
      </div>
      {(view.namespaces.length > 1 || filter.namespace !== "") && (
        <select
          aria-label="Namespace"
          value={filter.namespace}
          onChange={(event) => set({ namespace: event.target.value })}
        >
          <option value="">All namespaces</option>
          {view.namespaces.map((namespace) => (
            <option key={namespace}>{namespace}</option>
          ))}
        </select>
      )}
    </div>
  );
}
