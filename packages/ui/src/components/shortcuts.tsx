import { type ReactNode, useEffect, useState } from "react";
import { Dialog } from "./dialog.tsx";

interface Shortcut {
  keys: string;
  does: string;
  run: () => void;
}

const active = new Map<string, Shortcut>();
let pending = "";

/** Keys that need no registration: the lists and the tree know them. */
const ALWAYS: readonly (readonly [string, string])[] = [
  ["↑ ↓", "Move in the list or the tree"],
  ["← →", "Close or open a branch"],
  ["Enter", "Open"],
];

window.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
  const typed = pending === "" ? event.key : `${pending} ${event.key}`;
  pending = "";
  const found = active.get(typed);
  if (found) {
    event.preventDefault();
    found.run();
  } else if ([...active.keys()].some((keys) => keys.startsWith(`${event.key} `))) pending = event.key;
});

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, dialog[open]") !== null;
}

/** Runs something on a key, or on two keys after each other such as `g f`, while the caller is mounted. */
export function useShortcut(keys: string, does: string, run: () => void): void {
  useEffect(() => {
    active.set(keys, { keys, does, run });
    return () => {
      if (active.get(keys)?.run === run) active.delete(keys);
    };
  });
}

/** Shows on `?` which keys work here. */
export function ShortcutHelp(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  useShortcut("?", "Show these keys", () => setOpen(true));
  return (
    <>
      <button type="button" className="quiet" aria-label="Keys" title="Keys (?)" onClick={() => setOpen(true)}>
        <kbd>?</kbd>
      </button>
      {isOpen && (
        <Dialog
          title="Keys"
          onClose={() => setOpen(false)}
          footer={
            <button type="button" onClick={() => setOpen(false)}>
              Close
            </button>
          }
        >
          <dl className="keys">
            {[...[...active.values()].map(({ keys, does }) => [keys, does] as const), ...ALWAYS].map(([keys, does]) => (
              <div key={keys}>
                <dt>
                  {keys.split(" ").map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}
