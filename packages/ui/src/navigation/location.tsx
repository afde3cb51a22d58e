import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, useMemo, useSyncExternalStore } from "react";
import { formatRoute, parseRoute, type Route } from "./route.ts";

const listeners = new Set<() => void>();
window.addEventListener("popstate", () => tell());

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Goes to a place. `replace` for what is typed or toggled: back then leads to the place before, not to each letter. */
export function go(route: Route, how: "push" | "replace" = "push"): void {
  const url = formatRoute(route);
  if (url === location.pathname + location.search) return;
  if (how === "push") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
  tell();
}

/** The place that the URL names. */
export function useRoute(): Route {
  const href = useSyncExternalStore(subscribe, () => location.href);
  return useMemo(() => parseRoute(new URL(href)), [href]);
}

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: Route;
  children: ReactNode;
}

/** A link inside the UI; with a modifier key it is the browser's own. */
export function Link({ to, children, onClick, ...rest }: LinkProps): ReactNode {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
    window.scrollTo(0, 0);
  };
  return (
    <a {...rest} href={formatRoute(to)} onClick={follow}>
      {children}
    </a>
  );
}
