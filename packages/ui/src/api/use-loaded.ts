import { useEffect, useState } from "react";
import { getJson } from "./http.ts";

/** A thing that is asked for once, and again when its path or `version` changes. */
export interface Loaded<T> {
  value?: T;
  error?: string;
}

/** Loads JSON. While a newer version loads, the older one stays in view. */
export function useLoaded<T>(path: string | undefined, version = ""): Loaded<T> {
  const [state, setState] = useState<Loaded<T> & { path?: string }>({});
  useEffect(() => {
    if (path === undefined) return;
    const abort = new AbortController();
    getJson<T>(path, abort.signal).then(
      (value) => setState({ value, path }),
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ error: (error as Error).message, path });
      },
    );
    return () => abort.abort();
  }, [path, version]);
  return state.path === path ? state : {};
}
