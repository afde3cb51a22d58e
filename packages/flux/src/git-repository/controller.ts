import { createEventRecorder } from "@hawser/controller";
import { createFluxController } from "../create-flux-controller.ts";
import type { FluxOptions } from "../flux-options.ts";
import { GIT_REPOSITORY, type GitRepository } from "../api/git-repository.ts";
import { requestOf } from "../write-status.ts";
import { type Look, reconcileGitRepository } from "./reconcile.ts";

export interface GitRepositoryController {
  /** A repository has new commits: whoever follows it looks at once. */
  repositoryChanged(isUsed: (url: string) => boolean): void;
  stop(): Promise<void>;
}

/** Watches GitRepositories and looks at each in its interval, on request, and when something was pushed. */
export function gitRepositoryController(options: FluxOptions): GitRepositoryController {
  const { live, clock } = options;
  const logger = options.logger.with({ controller: "source-controller" });
  const memory = new Map<string, Look>();
  const events = createEventRecorder({ client: live.client, clock, logger, component: "source-controller" });
  const deps = { ...options, logger, events, memory };
  const controller = createFluxController(deps, {
    kind: "GitRepository",
    concurrency: 8,
    reconcile: (namespace, name, signal) => reconcileGitRepository(namespace, name, deps, signal),
  });
  const all = (): GitRepository[] => live.list(GIT_REPOSITORY) as GitRepository[];
  const keyOf = ({ metadata }: GitRepository): string => `${metadata.namespace ?? ""}/${metadata.name}`;
  const unlisten = live.onChange(({ ref, object, old }) => {
    if (ref.kind === GIT_REPOSITORY.kind && ref.group === GIT_REPOSITORY.group) {
      if (!old || requestOf(old) !== requestOf(object)) controller.enqueue(keyOf(object as GitRepository));
    } else if (ref.kind === "Secret" && ref.group === "") {
      // A Secret that was missing or wrong: the next retry could be minutes away.
      for (const one of all()) {
        if (one.metadata.namespace !== ref.namespace || one.spec.secretRef?.name !== ref.name) continue;
        const look = memory.get(keyOf(one));
        if (!look || look.failures === 0) continue;
        look.stale = true;
        controller.enqueue(keyOf(one));
      }
    }
  });
  void live.whenSynced().then(() => {
    for (const one of all()) controller.enqueue(keyOf(one));
  });
  return {
    repositoryChanged(isUsed) {
      for (const one of all()) {
        if (!isUsed(one.spec.url)) continue;
        const look = memory.get(keyOf(one));
        if (look) look.stale = true;
        controller.enqueue(keyOf(one));
      }
    },
    stop: async () => {
      unlisten();
      await controller.stop();
    },
  };
}
