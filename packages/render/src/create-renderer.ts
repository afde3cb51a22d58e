import { createBuildCache, recordingRemotes, type RemoteReadSet, type RemoteSources } from "@hawser/kustomize";
import { type FileTree, type ReadSet, recordingTree } from "@hawser/source";
import { type Rendered, type RenderRequest, renderSource } from "./render-source.ts";

/** How many rendered objects are kept when nobody says otherwise. */
const MAX_OBJECTS = 50_000;
/** Results kept for one request: two branches that are rendered in turn do not push each other out. */
const RESULTS_PER_REQUEST = 3;

/**
 * Renders, and remembers: a result is answered again, as the same value, as long as all that was read for it is the
 * same in the tree that is asked about, and all that was fetched is the same where it came from. So a commit costs a
 * render only where it changed something that was read; and what that has in common with others, such as a base, is
 * built once.
 *
 * Use one for the whole process and call `render` wherever `renderSource` would be called. Results are shared: treat
 * them as frozen. Who keeps something made from a result can tell by `===` that it is still right.
 */
export interface Renderer {
  /**
   * As `renderSource`. `source` names where the tree comes from, such as a repository's URL: requests of different
   * sources then do not compete for the few results that are kept for one request. Failures are not remembered.
   */
  render(tree: FileTree, request: RenderRequest, source?: string, remotes?: RemoteSources): Promise<Rendered>;
}

interface Remembered {
  readSet: ReadSet;
  fetched: RemoteReadSet | undefined;
  rendered: Rendered;
}

export function createRenderer({ maxObjects = MAX_OBJECTS }: { maxObjects?: number } = {}): Renderer {
  /** Least recently used first. */
  const results = new Map<string, readonly Remembered[]>();
  let held = 0;
  const cache = createBuildCache();

  function keep(key: string, kept: readonly Remembered[]): void {
    held += weightOf(kept) - weightOf(results.get(key) ?? []);
    results.delete(key);
    results.set(key, kept);
    for (const [oldest, dropped] of results) {
      if (held <= maxObjects) break;
      results.delete(oldest);
      held -= weightOf(dropped);
    }
  }

  return {
    async render(tree, request, source = "", remotes) {
      const key = JSON.stringify([source, request]);
      for (const found of results.get(key) ?? []) {
        if (!(await found.readSet.holdsIn(tree))) continue;
        if (found.fetched && !(await found.fetched.holdsIn(remotes))) continue;
        keep(key, [found, ...(results.get(key) ?? []).filter((one) => one !== found)].slice(0, RESULTS_PER_REQUEST));
        return found.rendered;
      }
      const recorded = recordingTree(tree);
      const fetching = remotes && recordingRemotes(remotes);
      const rendered = await renderSource(recorded.tree, request, fetching?.remotes, cache);
      const readSet = await recorded.readSet();
      keep(
        key,
        [{ readSet, fetched: fetching?.readSet(), rendered }, ...(results.get(key) ?? [])].slice(
          0,
          RESULTS_PER_REQUEST,
        ),
      );
      return rendered;
    },
  };
}

/** An empty result counts too: something is kept of it. */
function weightOf(results: readonly Remembered[]): number {
  return results.reduce((sum, { rendered }) => sum + 1 + rendered.objects.length, 0);
}
