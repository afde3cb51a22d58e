import type { SyncOptions } from "./operation.ts";

/** Reads a `syncOptions` list; what it does not know is ignored, as Argo CD does. */
export function parseSyncOptions(
  options: readonly string[],
  operation: { prune: boolean; dryRun?: boolean; force?: boolean; skipHooks?: boolean },
): SyncOptions {
  const value = (name: string): string | undefined =>
    options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const propagation = value("PrunePropagationPolicy");
  return {
    prune: operation.prune,
    dryRun: operation.dryRun ?? false,
    force: operation.force ?? false,
    skipHooks: operation.skipHooks ?? false,
    createNamespace: value("CreateNamespace") === "true",
    serverSideApply: value("ServerSideApply") === "true",
    applyOutOfSyncOnly: value("ApplyOutOfSyncOnly") === "true",
    pruneDisabled: value("Prune") === "false",
    pruneConfirm: value("Prune") === "confirm",
    pruneLast: value("PruneLast") === "true",
    prunePropagationPolicy: propagation === "background" || propagation === "orphan" ? propagation : "foreground",
    replace: value("Replace") === "true",
    validate: value("Validate") !== "false",
    skipDryRunOnMissingResource: value("SkipDryRunOnMissingResource") === "true",
    respectIgnoreDifferences: value("RespectIgnoreDifferences") === "true",
    failOnSharedResource: value("FailOnSharedResource") === "true",
    clientSideApplyMigration: value("ClientSideApplyMigration") !== "false",
  };
}
