import { Command, InvalidArgumentError } from "commander";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import { applicationSummary, operationBlock } from "../../output/app/summary.ts";
import { print, printLine } from "../../output/print.ts";
import type { OpenSession, Session } from "../../session.ts";
import { type AppName, applicationPath, getApplication, listApplications, parseAppName } from "./application-calls.ts";
import { parseResourceSelectors, type ResourceSelector, resourceFilter } from "./resource-selector.ts";
import { waitForApplication } from "./wait-for-application.ts";

interface Flags {
  revision?: string;
  prune?: boolean;
  dryRun?: boolean;
  force?: boolean;
  replace?: boolean;
  serverSide?: boolean;
  applyOutOfSyncOnly?: boolean;
  strategy?: string;
  async?: boolean;
  timeout: number;
  resource?: string[];
  label?: string[];
  selector?: string;
  info?: string[];
  retryLimit: number;
  retryBackoffDuration: string;
  retryBackoffFactor: number;
  retryBackoffMaxDuration: string;
  appNamespace?: string;
}

/** `app sync`. Ends with 1 when the operation did not succeed. */
export function syncCommand(open: OpenSession): Command {
  return new Command("sync")
    .description("Sync applications to their target state")
    .argument("[names...]", "applications, as [namespace/]name")
    .option("--revision <revision>", "sync to this revision instead of the target revision")
    .option("--prune", "delete resources that are no longer in Git")
    .option("--dry-run", "show what would be done")
    .option("--force", "delete and create where a change is impossible")
    .option("--replace", "replace instead of apply")
    .option("--server-side", "server-side apply")
    .option("--apply-out-of-sync-only", "leave alone what is in sync")
    .option("--strategy <strategy>", "hook or apply")
    .option("--async", "do not wait for the end")
    .option("--timeout <seconds>", "give up after this time", integer, 0)
    .option("--resource <selector...>", "only these resources: GROUP:KIND:[NAMESPACE/]NAME, ! in front excludes")
    .option("-l, --selector <selector>", "sync the applications with these labels")
    .option("--info <key=value...>", "notes to store with the operation")
    .option("--retry-limit <n>", "how often a failed sync is tried again", integer, 0)
    .option("--retry-backoff-duration <duration>", "first delay", "5s")
    .option("--retry-backoff-factor <n>", "growth of the delay", integer, 2)
    .option("--retry-backoff-max-duration <duration>", "longest delay", "3m0s")
    .option("-N, --app-namespace <namespace>", "the applications' namespace")
    .action(async (names: string[], flags: Flags, command: Command) => {
      const session = open(command);
      const targets = await targetApplications(session, names, flags);
      for (const name of targets) await syncOne(session, name, flags);
      await session.api.close();
    });
}

async function targetApplications(session: Session, names: string[], flags: Flags): Promise<AppName[]> {
  const qualify = (name: string): AppName =>
    parseAppName(flags.appNamespace === undefined ? name : `${flags.appNamespace}/${name}`);
  if (flags.selector === undefined) {
    if (names.length === 0) throw new CliError("Cannot sync: name an application, or select some with --selector");
    return names.map(qualify);
  }
  const apps = await listApplications(session.api, { selector: flags.selector });
  if (apps.length === 0)
    throw new CliError(`no matching apps found for filter: selector ${flags.selector}`, GENERIC_FAILURE);
  return apps.map((app) => parseAppName(`${app.metadata.namespace ?? ""}/${app.metadata.name}`));
}

async function syncOne(session: Session, name: AppName, flags: Flags): Promise<void> {
  const { api, url } = session;
  const selectors = parseResourceSelectors(flags.resource ?? []);
  const before = await getApplication(api, name);
  await api.send(
    "POST",
    applicationPath(name, "sync"),
    requestBody(flags, selectors, before.status?.resources ?? []),
    name.query,
  );
  if (flags.async === true) return;

  const filter = selectors.length > 0 ? resourceFilter(selectors) : undefined;
  await waitForApplication(
    api,
    name,
    { operation: true, sync: false, health: false, suspended: false, degraded: false, delete: false },
    { timeoutSeconds: flags.timeout, ...(filter ? { filter } : {}) },
  );
  const app = await getApplication(api, name);
  print(
    `\n${applicationSummary({ ...app, status: { ...app.status, resources: [], operationState: undefined } } as unknown as typeof app, { url })}\n`,
  );
  print(`${operationBlock(app)}\n`);
  print(applicationSummary(app, { url }).split("\n\n").slice(1).join("\n\n"));

  const state = app.status?.operationState;
  if (state?.phase !== "Succeeded") {
    throw new CliError(`Operation has completed with phase: ${state?.phase ?? "unknown"}`);
  }
  const toPrune = (app.status?.resources ?? []).filter((resource) => resource.requiresPruning === true).length;
  if (flags.prune !== true && toPrune > 0) printLine(`${toPrune} resources require pruning`);
}

function requestBody(
  flags: Flags,
  selectors: readonly ResourceSelector[],
  resources: readonly { group?: string; kind: string; namespace?: string; name: string }[],
): Record<string, unknown> {
  const items = [
    ...(flags.replace === true ? ["Replace=true"] : []),
    ...(flags.serverSide === true ? ["ServerSideApply=true"] : []),
    ...(flags.applyOutOfSyncOnly === true ? ["ApplyOutOfSyncOnly=true"] : []),
  ];
  const matches = resourceFilter(selectors);
  return {
    dryRun: flags.dryRun ?? false,
    prune: flags.prune ?? false,
    ...(flags.revision === undefined ? {} : { revision: flags.revision }),
    ...(items.length > 0 ? { syncOptions: { items } } : {}),
    ...(selectors.length > 0
      ? {
          resources: resources
            .filter((r) => matches({ group: r.group ?? "", kind: r.kind, namespace: r.namespace ?? "", name: r.name }))
            .map(({ group, kind, namespace, name }) => ({ group, kind, namespace, name })),
        }
      : {}),
    strategy:
      flags.strategy === "apply"
        ? { apply: { force: flags.force ?? false } }
        : { hook: { force: flags.force ?? false } },
    ...(flags.info === undefined ? {} : { infos: flags.info.map(parseInfo) }),
    ...(flags.retryLimit > 0
      ? {
          retryStrategy: {
            limit: flags.retryLimit,
            backoff: {
              duration: flags.retryBackoffDuration,
              factor: flags.retryBackoffFactor,
              maxDuration: flags.retryBackoffMaxDuration,
            },
          },
        }
      : {}),
  };
}

function parseInfo(text: string): { name: string; value: string } {
  const equals = text.indexOf("=");
  if (equals < 1) throw new CliError(`expect key=value, got ${text}`, GENERIC_FAILURE);
  return { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** Parses a flag that takes a whole number. */
export function integer(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("a whole number is wanted");
  return value;
}
