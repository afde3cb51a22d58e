import type { Application } from "@hawser/argocd";
import { Command } from "commander";
import { CliError, GENERIC_FAILURE } from "../../cli-error.ts";
import type { OpenSession } from "../../session.ts";
import { applicationPath, getApplication, parseAppName } from "./application-calls.ts";

interface Flags {
  syncPolicy?: string;
  autoPrune?: boolean;
  selfHeal?: boolean;
  allowEmpty?: boolean;
  syncOption?: string[];
  revision?: string;
  path?: string;
  repo?: string;
  destNamespace?: string;
  destServer?: string;
  destName?: string;
  project?: string;
  kustomizeImage?: string[];
}

/** `app set`: changes the spec. */
export function setCommand(open: OpenSession): Command {
  return new Command("set")
    .description("Set parameters of an application")
    .argument("<name>", "the application, as [namespace/]name")
    .option("--sync-policy <policy>", "automated (auto, automatic) or none (manual)")
    .option("--auto-prune [bool]", "delete what is no longer in Git", booleanFlag)
    .option("--self-heal [bool]", "undo changes made in the cluster", booleanFlag)
    .option("--allow-empty [bool]", "allow a sync that leaves nothing", booleanFlag)
    .option("--sync-option <option...>", "add a sync option; ! in front removes it")
    .option("--revision <revision>", "target revision")
    .option("--path <path>", "path in the repository")
    .option("--repo <url>", "repository URL")
    .option("--dest-namespace <namespace>", "destination namespace")
    .option("--dest-server <url>", "destination cluster, by URL")
    .option("--dest-name <name>", "destination cluster, by name")
    .option("--project <name>", "project")
    .option("--kustomize-image <image...>", "image override")
    .action(async (nameText: string, flags: Flags, command: Command) => {
      if (Object.keys(flags).length === 0) throw new CliError("Please set at least one option to update");
      const { api } = open(command);
      const name = parseAppName(nameText);
      const app = await getApplication(api, name);
      await api.send("PUT", applicationPath(name, "spec"), changedSpec(app.spec, flags), {
        ...name.query,
        validate: "true",
      });
      await api.close();
    });
}

function changedSpec(spec: Application["spec"], flags: Flags): Application["spec"] {
  const changed = structuredClone(spec);
  if (flags.project !== undefined) changed.project = flags.project;
  if (changed.source) {
    if (flags.revision !== undefined) changed.source.targetRevision = flags.revision;
    if (flags.path !== undefined) changed.source.path = flags.path;
    if (flags.repo !== undefined) changed.source.repoURL = flags.repo;
    if (flags.kustomizeImage !== undefined) {
      const kept = (changed.source.kustomize?.images ?? []).filter(
        (image) => !flags.kustomizeImage?.some((i) => imageName(i) === imageName(image)),
      );
      changed.source.kustomize = { ...changed.source.kustomize, images: [...kept, ...flags.kustomizeImage] };
    }
  }
  if (flags.destNamespace !== undefined) changed.destination.namespace = flags.destNamespace;
  if (flags.destServer !== undefined) changed.destination.server = flags.destServer;
  if (flags.destName !== undefined) changed.destination.name = flags.destName;
  setSyncPolicy(changed, flags);
  return changed;
}

function setSyncPolicy(spec: Application["spec"], flags: Flags): void {
  const policy = { ...spec.syncPolicy };
  switch (flags.syncPolicy) {
    case undefined:
      break;
    case "none":
    case "manual":
      delete policy.automated;
      break;
    case "automated":
    case "automatic":
    case "auto":
      policy.automated = {};
      break;
    default:
      throw new CliError(`Invalid sync-policy: ${flags.syncPolicy}`, GENERIC_FAILURE);
  }
  for (const [flag, field] of [
    ["autoPrune", "prune"],
    ["selfHeal", "selfHeal"],
    ["allowEmpty", "allowEmpty"],
  ] as const) {
    const value = flags[flag];
    if (value === undefined) continue;
    if (!policy.automated) {
      const option = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new CliError(`Cannot set --${option}: application not configured with automatic sync`, GENERIC_FAILURE);
    }
    policy.automated = { ...policy.automated, [field]: value };
  }
  for (const option of flags.syncOption ?? []) {
    const options = policy.syncOptions ?? [];
    policy.syncOptions = option.startsWith("!")
      ? options.filter((o) => o !== option.slice(1))
      : [...options.filter((o) => o !== option), option];
  }
  if (Object.keys(policy).length > 0) spec.syncPolicy = policy;
  else delete spec.syncPolicy;
}

function booleanFlag(text: string): boolean {
  return text !== "false";
}

function imageName(image: string): string {
  return image.split("=")[0]?.replace(/[:@].*$/, "") ?? image;
}
