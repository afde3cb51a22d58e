import { type Client, type GroupVersionKind, hasReason, type KubeObject } from "@hawser/kube";
import { Command } from "commander";
import { clusterClient } from "../../api/cluster-client.ts";
import { dataFolderPath } from "../../api/instance.ts";
import { CliError } from "../../cli-error.ts";
import { APPLICATION_HEADER, applicationRow, FLUX_HEADER, fluxRow } from "../../output/flux/rows.ts";
import { writeFluxTable } from "../../output/flux/table.ts";
import { print, printObject, unknownFormat } from "../../output/print.ts";

interface Flags {
  namespace?: string;
  allNamespaces?: boolean;
  output?: string;
  watch?: boolean;
  data?: string;
}

interface Listed {
  gvk: GroupVersionKind;
  /** Where objects of this kind live when nothing else is asked for. */
  namespace: string;
  header: readonly string[];
  row(object: KubeObject): string[];
}

const KUSTOMIZATIONS: Listed = {
  gvk: { group: "kustomize.toolkit.fluxcd.io", version: "v1", kind: "Kustomization" },
  namespace: "flux-system",
  header: FLUX_HEADER,
  row: fluxRow,
};
const SOURCES: Listed = {
  ...KUSTOMIZATIONS,
  gvk: { group: "source.toolkit.fluxcd.io", version: "v1", kind: "GitRepository" },
};
const APPLICATIONS: Listed = {
  gvk: { group: "argoproj.io", version: "v1alpha1", kind: "Application" },
  namespace: "argocd",
  header: APPLICATION_HEADER,
  row: applicationRow,
};

/** `hawser get …`: what both families report, in the form of `flux get`. */
export function getCommand(): Command {
  const sources = listCommand("sources", ["source"], "Sources", SOURCES).addCommand(
    listCommand("git", [], "Sources that are Git repositories", SOURCES),
  );
  return new Command("get")
    .description("Show Kustomizations, sources or Applications and how they are")
    .addCommand(listCommand("kustomizations", ["kustomization", "ks"], "Kustomizations of Flux", KUSTOMIZATIONS))
    .addCommand(sources)
    .addCommand(listCommand("applications", ["application", "apps", "app"], "Applications of Argo CD", APPLICATIONS));
}

function listCommand(name: string, aliases: string[], description: string, listed: Listed): Command {
  return new Command(name)
    .aliases(aliases)
    .description(description)
    .argument("[name]", "only this one")
    .option("-n, --namespace <namespace>", `in this namespace (default: ${listed.namespace})`)
    .option("-A, --all-namespaces", "in every namespace")
    .option("-o, --output <format>", "json or yaml")
    .option("-w, --watch", "print again what changes, until Ctrl-C")
    .action(async (only: string | undefined, _flags: unknown, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const client = clusterClient(dataFolderPath(flags.data));
      await show(client, listed, flags, only);
      if (flags.watch === true) await follow(client, listed, flags, only);
    });
}

async function show(client: Client, listed: Listed, flags: Flags, only: string | undefined): Promise<void> {
  const scope = flags.allNamespaces === true ? {} : { namespace: flags.namespace ?? listed.namespace };
  const { gvk } = listed;
  let items: readonly KubeObject[] = [];
  try {
    items = (await client.list(gvk, scope)).items.filter((item) => only === undefined || item.metadata.name === only);
  } catch (error) {
    if (!hasReason(error, "NotFound")) throw error;
  }
  if (items.length === 0 && flags.watch !== true) {
    const where = scope.namespace === undefined ? "in any namespace" : `in "${scope.namespace}" namespace`;
    const what = only === undefined ? `no ${gvk.kind} objects found` : `${gvk.kind} object '${only}' not found`;
    if (only !== undefined) throw new CliError(`${what} ${where}`);
    console.error(`✗ ${what} ${where}`);
    return;
  }
  if (flags.output === "json" || flags.output === "yaml")
    return printObject(only === undefined ? { apiVersion: "v1", kind: "List", items } : items[0], flags.output);
  if (flags.output !== undefined) throw unknownFormat(flags.output);
  print(writeFluxTable([header(listed, flags), ...items.map((item) => row(listed, flags, item))]));
}

/** Prints a row whenever what it says is new. */
async function follow(client: Client, listed: Listed, flags: Flags, only: string | undefined): Promise<void> {
  const scope = flags.allNamespaces === true ? {} : { namespace: flags.namespace ?? listed.namespace };
  const { metadata, items } = await client.list(listed.gvk, scope);
  const said = new Map(items.map((item) => [keyOf(item), row(listed, flags, item).join("\t")]));
  const { signal } = new AbortController();
  const resourceVersion = metadata.resourceVersion ?? "";
  for await (const event of client.watch(listed.gvk, { ...scope, resourceVersion, signal })) {
    if (event.type === "BOOKMARK" || (only !== undefined && event.object.metadata.name !== only)) continue;
    const cells = row(listed, flags, event.object);
    const text = cells.join("\t");
    if (event.type !== "DELETED" && said.get(keyOf(event.object)) === text) continue;
    said.set(keyOf(event.object), text);
    print(writeFluxTable([cells]));
  }
}

const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ""}/${metadata.name}`;
const header = (listed: Listed, flags: Flags): string[] => [
  ...(flags.allNamespaces === true ? ["NAMESPACE"] : []),
  ...listed.header,
];
const row = (listed: Listed, flags: Flags, object: KubeObject): string[] => [
  ...(flags.allNamespaces === true ? [object.metadata.namespace ?? ""] : []),
  ...listed.row(object),
];
