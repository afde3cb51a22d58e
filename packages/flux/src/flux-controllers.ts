import type { FluxOptions } from "./flux-options.ts";
import { gitRepositoryController } from "./git-repository/controller.ts";
import { type KustomizationController, kustomizationController } from "./kustomization/controller.ts";

/** Flux's controllers, running. */
export interface FluxControllers {
  kustomizations: KustomizationController;
  /** A repository has new commits: who follows it looks at once. */
  repositoryChanged(isUsed: (url: string) => boolean): void;
  stop(): Promise<void>;
}

/** Starts the controllers of GitRepositories and Kustomizations. */
export function fluxControllers(options: FluxOptions): FluxControllers {
  const repositories = gitRepositoryController(options);
  const kustomizations = kustomizationController(options);
  return {
    kustomizations,
    repositoryChanged: (isUsed) => repositories.repositoryChanged(isUsed),
    stop: async () => {
      await Promise.all([repositories.stop(), kustomizations.stop()]);
    },
  };
}
