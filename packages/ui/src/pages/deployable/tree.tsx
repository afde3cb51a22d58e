import type { Detail } from "@hawser/server";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { WindowList } from "../../components/window-list.tsx";
import type { DeployableState } from "../../navigation/route.ts";
import { type OutlineRow, outline, SELF_KEY, treeMove } from "./outline.ts";
import type { Look } from "./page.tsx";
import { TreeRow } from "./tree-row.tsx";

const ROW_HEIGHT = 36;

interface TreeProps {
  detail: Detail;
  state: DeployableState;
  look: Look;
}

/** From Git down to the Pods: an ARIA tree, moved through with the arrow keys. */
export function Tree({ detail, state, look }: TreeProps): ReactNode {
  const rows = useMemo(() => outline(detail, state.toggled), [detail, state.toggled]);
  const [focused, setFocused] = useState(state.node ?? SELF_KEY);
  const frame = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  // What was focused may be gone, or hidden in a closed branch.
  const current = rows.some(({ key }) => key === focused) ? focused : SELF_KEY;

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    frame.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const toggle = (key: string): void => {
    const toggled = state.toggled.includes(key)
      ? state.toggled.filter((other) => other !== key)
      : [...state.toggled, key];
    look({ toggled }, "replace");
  };
  const choose = (key: string): void => {
    setFocused(key);
    look({ node: key }, state.node === undefined ? "push" : "replace");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return choose(current);
    }
    const move = treeMove(rows, current, event.key);
    if (!move) return;
    event.preventDefault();
    wantsFocus.current = true;
    if ("toggle" in move) return toggle(move.toggle);
    setFocused(move.focus);
    // While the panel is open, it follows.
    if (state.node !== undefined) look({ node: move.focus }, "replace");
  };
  const onFocus = ({ target }: FocusEvent<HTMLDivElement>): void => {
    const key = target.closest<HTMLElement>("[data-node]")?.dataset["node"];
    if (key !== undefined) setFocused(key);
  };
  return (
    <div ref={frame} role="tree" aria-label="Objects" className="tree" onKeyDown={onKeyDown} onFocus={onFocus}>
      <WindowList
        items={rows}
        keyOf={(row) => row.key}
        heightOf={() => ROW_HEIGHT}
        focusIndex={rows.findIndex(({ key }) => key === current)}
        draw={(row: OutlineRow) => (
          <TreeRow
            key={row.key}
            row={row}
            detail={detail}
            isFocusable={row.key === current}
            isChosen={row.key === state.node}
            onChoose={choose}
            onToggle={toggle}
          />
        )}
      />
    </div>
  );
}
