import fs from "node:fs";
import {
  addBases,
  addBuildMetadata,
  addGenerator,
  addLabelsWithoutSelector,
  addPairs,
  addPatch,
  addPaths,
  checkPatch,
  type GeneratorKind,
  parseBuildMetadata,
  type PathList,
} from "@hawser/kustomize";
import { CommandError, type GoCommand } from "../../../cobra/command.ts";
import type { Flag } from "../../../cobra/flags.ts";
import { buildMetadataArgument } from "./build-metadata-argument.ts";
import { editFile, orCommandError } from "./edit-file.ts";
import { checkSources } from "./generator-sources.ts";
import { globAll, globFilesOrBases } from "./glob-files.ts";
import { isRemoteBase } from "./remote-base.ts";
import { PATCH_FLAGS, patchOf } from "./patch-flags.ts";
import { GENERATOR_FILE_WORDS, pairsOf } from "./set.ts";

const FORCE: Flag = { name: "force", short: "f", type: "bool", usage: "overwrite what is there already" };

/** `kustomize edit add`. */
export function addCommand(): GoCommand {
  return {
    name: "add",
    short: "Add to a field",
    example: `
  kustomize edit add resource deployment.yaml ../base
  kustomize edit add configmap settings --from-literal=level=info
  kustomize edit add patch --path patch.yaml --kind Deployment
`,
    commands: [
      {
        name: "annotation",
        short: "Add to commonAnnotations",
        example: "\n  kustomize edit add annotation owner:shop\n",
        flags: [FORCE],
        run: ({ args, flags }) => {
          const pairs = orCommandError(() => pairsOf("annotation", args));
          editFile(flags, addPairs("annotation", pairs, { force: flags.bool("force") }));
        },
      },
      {
        name: "base",
        short: "Add folders to resources",
        example: "\n  kustomize edit add base ../base,../other\n",
        run: ({ args, flags }) => {
          const [list] = args;
          if (args.length !== 1 || list === undefined) throw new CommandError("must specify a base directory");
          const paths = list.split(",");
          const missing = paths.find((path) => !fs.existsSync(path));
          if (missing !== undefined) throw new CommandError(`${missing} does not exist`);
          editFile(flags, addBases(paths));
        },
      },
      {
        name: "buildmetadata",
        short: "Add to buildMetadata",
        example: "\n  kustomize edit add buildmetadata originAnnotations\n",
        run: ({ args, flags }) => {
          const options = orCommandError(() => parseBuildMetadata(buildMetadataArgument(args)));
          editFile(flags, addBuildMetadata(options));
        },
      },
      pathsCommand("components", "component", "a component file"),
      generatorCommand("configmap", "ConfigMap"),
      pluginCommand("generators", "generator"),
      {
        name: "label",
        short: "Add to commonLabels, or to labels",
        example: `
  kustomize edit add label team:shop
  kustomize edit add label team:shop --without-selector --include-templates
`,
        flags: [
          FORCE,
          { name: "include-templates", type: "bool", usage: "label templates as well (needs --without-selector)" },
          { name: "without-selector", type: "bool", usage: "add to labels, which leaves selectors alone" },
        ],
        run: ({ args, flags }) => {
          const pairs = orCommandError(() => pairsOf("label", args));
          const force = flags.bool("force");
          const includeTemplates = flags.bool("include-templates");
          if (includeTemplates && !flags.bool("without-selector"))
            throw new CommandError("--without-selector flag must be specified for --include-templates to work");
          editFile(
            flags,
            flags.bool("without-selector")
              ? addLabelsWithoutSelector(pairs, { force, includeTemplates })
              : addPairs("label", pairs, { force }),
          );
        },
      },
      {
        name: "patch",
        short: "Add an entry to patches",
        example: "\n  kustomize edit add patch --path patch.yaml --kind Deployment --name web\n",
        flags: PATCH_FLAGS,
        run: ({ flags }) => {
          const patch = patchOf(flags);
          orCommandError(() => checkPatch(patch, { needsOne: true }));
          editFile(flags, addPatch(patch));
        },
      },
      {
        ...pathsCommand("resources", "resource", "a resource file"),
        flags: [{ name: "no-verify", type: "bool", usage: "add the paths as they are, without a look at them" }],
      },
      generatorCommand("secret", "Secret"),
      pluginCommand("transformers", "transformer"),
    ],
  };
}

/** Files, folders and repositories. */
function pathsCommand(list: PathList, name: string, what: string): GoCommand {
  return {
    name,
    short: `Add files, folders or repositories to ${list}`,
    example: `\n  kustomize edit add ${name} *.yaml ../base\n`,
    run: async ({ args, flags }) => {
      if (args.length === 0) throw new CommandError(`must specify ${what}`);
      const paths = flags.bool("no-verify") ? args : await globFilesOrBases(args, isRemoteBase);
      editFile(flags, (kustomization, context) =>
        addPaths(
          list,
          paths.filter((path) => path !== context.file),
        )(kustomization, context),
      );
    },
  };
}

/** Files with the configuration of plugins. */
function pluginCommand(list: "generators" | "transformers", name: string): GoCommand {
  return {
    name,
    short: `Add files to ${list}`,
    example: `\n  kustomize edit add ${name} ${name}.yaml\n`,
    run: ({ args, flags }) => {
      if (args.length === 0)
        throw new CommandError(`must specify a yaml file which contains a ${name} plugin resource`);
      const paths = globAll(args);
      if (paths.length > 0) editFile(flags, addPaths(list, paths));
    },
  };
}

const BEHAVIORS = ["create", "merge", "replace"];

function generatorCommand(kind: GeneratorKind, type: string): GoCommand {
  const isSecret = kind === "secret";
  return {
    name: kind,
    usage: isSecret
      ? "NAME [--from-file=[key=]source] [--from-literal=key=value] [--type=type]"
      : "NAME [--namespace=name] [--behavior={create|merge|replace}] [--from-file=[key=]source] [--from-literal=key=value]",
    short: `Add a ${type} to ${isSecret ? "secretGenerator" : "configMapGenerator"}, or values to one that is there`,
    example: `
  kustomize edit add ${kind} settings --from-literal=level=info --from-file=app.ini
  kustomize edit add ${kind} settings --from-env-file=settings.env
`,
    flags: [
      ...(isSecret
        ? [{ name: "type", type: "string", default: "Opaque", usage: "type of the Secret" } as const]
        : [{ name: "behavior", type: "string", usage: "create, merge or replace" } as const]),
      { name: "disableNameSuffixHash", type: "bool", usage: "no hash of the content behind the name" },
      { name: "from-env-file", type: "string", usage: "a file of key=value lines" },
      { name: "from-file", type: "strings", usage: "a file, as [key=]path; the key is its name where none is given" },
      { name: "from-literal", type: "stringArray", usage: "key=value" },
      { name: "namespace", type: "string", usage: `namespace of the ${type}` },
    ],
    run: ({ args, flags }) => {
      const fail = (message: string): CommandError => new CommandError(`failed to validate flags: ${message}`);
      const files = expandFileSources(flags.list("from-file"));
      const [name] = args;
      const literals = flags.list("from-literal");
      const env = flags.text("from-env-file");
      const behavior = flags.text("behavior");
      if (args.length !== 1 || name === undefined || name === "") throw fail("name must be specified once");
      if (env === "" && files.length === 0 && literals.length === 0)
        throw fail("at least from-env-file, or from-file or from-literal must be set");
      if (env !== "" && (files.length > 0 || literals.length > 0))
        throw fail("from-env-file cannot be combined with from-file or from-literal");
      if (behavior !== "" && !BEHAVIORS.includes(behavior))
        throw fail('invalid behavior: must be one of "create", "merge", or "replace"');
      editFile(
        flags,
        addGenerator(
          kind,
          {
            name,
            namespace: flags.text("namespace"),
            literals,
            files,
            envs: env === "" ? [] : [env],
            behavior,
            type: flags.text("type"),
            disableNameSuffixHash: flags.bool("disableNameSuffixHash"),
          },
          checkSources,
        ),
        GENERATOR_FILE_WORDS,
      );
    },
  };
}

/** `*.txt`, `key=file`; a pattern with a key must name one file. */
function expandFileSources(sources: readonly string[]): readonly string[] {
  return sources.flatMap((source) => {
    const parts = source.split("=");
    const [key, pattern = ""] = parts.length === 2 ? parts : ["", parts[0]];
    const files = globAll([pattern]);
    if (key === "") return files;
    const [file] = files;
    if (files.length !== 1 || file === undefined) {
      throw new CommandError(
        `failed to expand file source: 'pattern '${source}' catches files [${files.join(" ")}], should catch only one`,
      );
    }
    return [`${key}=${file}`];
  });
}
