import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readYaml } from "@hawser/goyaml";
import type { KubeObject } from "@hawser/kube";
import { createLogger, DataFolderError, type PortName, type RunningHawser, startHawser } from "@hawser/server";
import { parseMapping, type UrlMapping } from "@hawser/source";
import { Command } from "commander";
import { dataFolderPath } from "../api/instance.ts";
import { CliError } from "../cli-error.ts";
import { printLine } from "../output/print.ts";
import { parsePort, untilStopped } from "./process.ts";
import { showDemo } from "./up/demo-progress.ts";
import { nextSteps } from "./up/next-steps.ts";

const DEMO_REPOSITORY = "shopapi-manifests";
const DEMO_MAPPING = "https://github.com/myorg/=embedded:";
const DEMO_COMMIT = "ShopAPI: base, three overlays and Argo CD manifests";
/** As the exercise has it: what Flux is given is applied by hand. */
const DEMO_FOLDERS = ["base", "overlays", "argocd"];
const DEMO_APPLICATIONS = 3;
const APPLICATION = { group: "argoproj.io", version: "v1alpha1", kind: "Application" };

interface Flags {
  data?: string;
  demo?: string;
  empty?: boolean;
  map: string[];
  kubeconfig?: string;
  apiPort?: string;
  uiPort?: string;
  gitPort?: string;
  metricsPort?: string;
  logLevel: string;
}

/** `hawser up`: cluster, Git server and engine in the foreground. */
export function upCommand(): Command {
  return new Command("up")
    .description("Start a cluster, a Git server and the engine, in the foreground")
    .option("--demo <name>", "deploy a demo: shopapi")
    .option("--empty", "start without a demo (the default)")
    .option("--map <from=to>", "send URLs elsewhere, as git's insteadOf; TO may be embedded: (repeatable)", collect, [])
    .option("--kubeconfig <file>", "work on the cluster of a kubeconfig's current context, without an embedded one")
    .option("--api-port <port>", "port of the Kubernetes API (default: 6443, or the next free one; kept)")
    .option("--ui-port <port>", "port of the UI and Argo CD's API (default: 7080, or the next free one; kept)")
    .option("--git-port <port>", "port of the Git server (default: 7081, or the next free one; kept)")
    .option("--metrics-port <port>", "port of the metrics (default: 7082, or the next free one; kept)")
    .option("--log-level <level>", "debug, info, warn or error", "warn")
    .action(async (_options: unknown, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      if (flags.demo !== undefined && flags.demo !== "shopapi")
        throw new CliError(`there is no demo "${flags.demo}"; use --demo shopapi`);
      if (flags.demo !== undefined && flags.empty === true) throw new CliError("--demo and --empty exclude each other");
      const mappings = mappingsOf(flags);
      const began = performance.now();
      const hawser = await start(flags, mappings);
      const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
      for (const note of hawser.api.notes) printLine(note);
      printLine(`Kubernetes API   ${hawser.api.url}   ready after ${seconds()}`);
      printLine(`UI, Argo CD API  ${hawser.uiUrl}`);
      printLine(`Git server       ${hawser.gitUrl}`);
      for (const { from, to } of mappings)
        printLine(`${from}…  leads to  ${to === "embedded:" ? `${hawser.gitUrl}/…` : to}`);
      printLine(`  export KUBECONFIG=${hawser.api.kubeconfig}`);
      if (hawser.api.isEmbedded) printLine("Containers are simulated: nothing runs in the Pods.");
      const stopped = untilStopped();
      if (flags.demo !== undefined) {
        const expected = await deployDemo(hawser);
        await showDemo({ hawser, began, expected, stopped });
        printLine(
          nextSteps({
            dataFolder: hawser.api.folder.root,
            kubeconfig: hawser.api.kubeconfig,
            uiUrl: hawser.uiUrl,
            cloneUrl: hawser.cloneUrl(DEMO_REPOSITORY),
            files: demoFolder(),
            cwd: process.cwd(),
          }),
        );
      } else {
        printLine(`Push to ${hawser.cloneUrl("NAME")} to make a repository there.`);
      }
      printLine("Ctrl-C stops.");
      await stopped;
      await hawser.stop();
    });
}

function mappingsOf(flags: Flags): UrlMapping[] {
  try {
    return [...flags.map, ...(flags.demo === undefined ? [] : [DEMO_MAPPING])].map(parseMapping);
  } catch (error) {
    throw new CliError(`--map: ${(error as Error).message}`);
  }
}

async function start(flags: Flags, mappings: readonly UrlMapping[]): Promise<RunningHawser> {
  const ports: Partial<Record<PortName, number>> = {};
  for (const name of ["api", "ui", "git", "metrics"] as const) {
    const wanted = flags[`${name}Port`];
    if (wanted !== undefined) ports[name] = parsePort(`--${name}-port`, wanted);
  }
  try {
    return await startHawser({
      dataFolder: dataFolderPath(flags.data),
      ports,
      logger: createLogger({ level: flags.logLevel }),
      git: { env: process.env },
      mappings,
      ...(flags.kubeconfig === undefined ? {} : { kubeconfig: flags.kubeconfig }),
      uiFolder: fileURLToPath(new URL("./ui", import.meta.url)),
    });
  } catch (error) {
    const isExpected = error instanceof DataFolderError || (error instanceof Error && error.name === "StorageError");
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    // It was free when it was chosen.
    if (code === "EADDRINUSE")
      throw new CliError(
        `Port ${port ?? ""} was taken by another program just now. Start again; --api-port, --ui-port, --git-port and --metrics-port choose others.`,
      );
    // With another cluster, most of what fails is how it is reached.
    if (isExpected || (error instanceof Error && flags.kubeconfig !== undefined)) throw new CliError(error.message);
    throw error;
  }
}

/**
 * Makes the demo's repository and ApplicationSet, once: what the user deletes later stays deleted. Answers how many
 * Applications there are to be.
 */
async function deployDemo(hawser: RunningHawser): Promise<number> {
  const { folder, cluster } = hawser.api;
  if (folder.state.demoInstalled === true) {
    const { items } = await cluster.client("hawser").list(APPLICATION, { namespace: "argocd" });
    return items.length;
  }
  const files = demoFolder();
  if (!hawser.repositories.find(DEMO_REPOSITORY))
    await hawser.repositories.createFrom(DEMO_REPOSITORY, files, DEMO_COMMIT, DEMO_FOLDERS);
  hawser.announce();
  const client = cluster.client("hawser");
  const text = fs.readFileSync(path.join(files, "argocd", "shopapi-applicationset.yaml"), "utf8");
  for (const object of readYaml(text) as KubeObject[]) await client.create(object);
  folder.state.demoInstalled = true;
  folder.saveState();
  return DEMO_APPLICATIONS;
}

/** Beside the built program, or in the repository. */
function demoFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const found = [path.join(here, "examples/shopapi"), path.join(here, "../../../../examples/shopapi")].find((folder) =>
    fs.existsSync(folder),
  );
  if (found === undefined) throw new CliError("the demo's files are missing; run `npm run build`");
  return found;
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
