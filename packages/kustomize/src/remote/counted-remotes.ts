import type { RemoteSources } from "./remote-sources.ts";

/** Remote sources that count how often they are asked. */
export interface CountedRemotes extends RemoteSources {
  readonly count: number;
}

export function countedRemotes(remotes: RemoteSources): CountedRemotes {
  let count = 0;
  return {
    get count() {
      return count;
    },
    repository(spec, signal) {
      count++;
      return remotes.repository(spec, signal);
    },
    file(url, signal) {
      count++;
      return remotes.file(url, signal);
    },
  };
}
