import type { Storage } from "./storage.ts";

/** Keeps nothing beyond the process: for tests and previews. */
export function memoryStorage(): Storage {
  return {
    load: () => ({ revision: 0, entries: [] }),
    commit: () => {},
    close: () => Promise.resolve(),
  };
}
