/**
 * The web UI: what Hawser knows, in a browser.
 *
 * `navigation` (the URL holds all state) → `api` (fetches and streams) → `pages/<noun>/view-model.ts` (decides, without a
 * browser) → `page.tsx` (draws). Nothing is polled: every view is one event stream. Entry: `main.tsx`.
 * Depends on: server, for the types of what it is told.
 *
 * @module
 */
export type { Route } from "./navigation/route.ts";
