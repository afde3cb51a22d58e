import {
  checkPatch,
  type GeneratorKind,
  parseBuildMetadata,
  removeBuildMetadata,
  removeGenerators,
  removePairs,
  removePatch,
  removePaths,
} from "@hawser/kustomize";
import { CommandError, type GoCommand } from "../../../cobra/command.ts";
import { buildMetadataArgument } from "./build-metadata-argument.ts";
import { editFile, orCommandError } from "./edit-file.ts";
import { PATCH_FLAGS, patchOf } from "./patch-flags.ts";

/** `kustomize edit remove`. */
export function removeCommand(): GoCommand {
  return {
    name: "remove",
    short: "Remove from a field",
    example: `
  kustomize edit remove resource deployment.yaml
  kustomize edit remove configmap settings
  kustomize edit remove label team,tier
`,
    commands: [
      pairsCommand("annotation"),
      {
        name: "buildmetadata",
        short: "Remove from buildMetadata",
        example: "\n  kustomize edit remove buildmetadata originAnnotations\n",
        run: ({ args, flags }) => {
          const options = orCommandError(() => parseBuildMetadata(buildMetadataArgument(args)));
          editFile(flags, removeBuildMetadata(options));
        },
      },
      generatorCommand("configmap", "ConfigMap"),
      pairsCommand("label"),
      {
        name: "patch",
        short: "Remove an entry from patches",
        long: "Remove the entries of patches that say exactly what the flags say.",
        example: "\n  kustomize edit remove patch --path patch.yaml --kind Deployment --name web\n",
        flags: PATCH_FLAGS,
        run: ({ flags }) => {
          const patch = patchOf(flags);
          orCommandError(() => checkPatch(patch));
          editFile(flags, removePatch(patch));
        },
      },
      pathsCommand("resources", "resource"),
      generatorCommand("secret", "Secret"),
      pathsCommand("transformers", "transformer"),
    ],
  };
}

function pathsCommand(list: "resources" | "transformers", name: string): GoCommand {
  return {
    name,
    short: `Remove paths from ${list}`,
    example: `
  kustomize edit remove ${name} a.yaml b.yaml
  kustomize edit remove ${name} 'folder/*.yaml'
`,
    run: ({ args, flags }) => {
      if (args.length === 0) throw new CommandError(`must specify a ${name} file`);
      editFile(flags, removePaths(list, args));
    },
  };
}

function pairsCommand(kind: "annotation" | "label"): GoCommand {
  return {
    name: kind,
    short: `Remove keys from ${kind === "label" ? "commonLabels" : "commonAnnotations"}`,
    example: `\n  kustomize edit remove ${kind} team,tier\n`,
    flags: [{ name: "ignore-non-existence", short: "i", type: "bool", usage: "a key that is not there is no failure" }],
    run: ({ args, flags }) => {
      // The real tool says "label" for annotations, too.
      const [keys] = args;
      if (keys === undefined) throw new CommandError("must specify label");
      if (args.length > 1) throw new CommandError("labels must be comma-separated, with no spaces");
      editFile(flags, removePairs(kind, keys.split(","), { ignoreNonExistence: flags.bool("ignore-non-existence") }));
    },
  };
}

function generatorCommand(kind: GeneratorKind, type: string): GoCommand {
  return {
    name: kind,
    usage: "NAME[,NAME] [--namespace=name]",
    short: `Remove ${type}s from ${kind === "secret" ? "secretGenerator" : "configMapGenerator"}`,
    long: `Remove ${type}s that the file generates.\n\nNames that are not there are told; it fails when none is there.`,
    example: `\n  kustomize edit remove ${kind} settings,other --namespace=shop\n`,
    flags: [{ name: "namespace", type: "string", usage: `namespace of the ${type}s` }],
    run: ({ args, flags }) => {
      const [names] = args;
      if (names === undefined) throw new CommandError(`at least one ${kind} name must be specified`);
      if (args.length > 1) {
        throw new CommandError(
          `too many arguments: [${args.join(" ")}]; to provide multiple ${kind}s to remove, please separate ${kind} names by commas`,
        );
      }
      editFile(flags, removeGenerators(kind, names.split(","), { namespace: flags.text("namespace") }), {
        missing: "could not read kustomization file: ",
        invalid: "could not read kustomization file contents: ",
      });
    },
  };
}
