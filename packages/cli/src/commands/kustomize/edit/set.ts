import {
  checkAnnotationKeys,
  type GeneratorKind,
  parseBuildMetadata,
  parseImageArgument,
  parsePair,
  parseReplicaArgument,
  setBuildMetadata,
  setGenerator,
  setImages,
  setNamePrefix,
  setNamespace,
  setNameSuffix,
  setPairs,
  setReplicas,
} from "@hawser/kustomize";
import { CommandError, type GoCommand } from "../../../cobra/command.ts";
import { editFile, type FileWords, orCommandError } from "./edit-file.ts";
import { buildMetadataArgument } from "./build-metadata-argument.ts";
import { checkSources } from "./generator-sources.ts";

/** How the commands for generators begin to say that the file cannot be read. */
export const GENERATOR_FILE_WORDS: FileWords = {
  missing: "failed to load kustomization file: ",
  invalid: "failed to read kustomization file: ",
};

/** `kustomize edit set`. */
export function setCommand(): GoCommand {
  return {
    name: "set",
    short: "Set the value of a field",
    example: `
  kustomize edit set namespace staging
  kustomize edit set image nginx:1.27 myapp=registry.example.org/myapp@sha256:24a0c4b4
  kustomize edit set replicas web=3
`,
    commands: [
      pairsCommand("annotation"),
      {
        name: "buildmetadata",
        short: "Set buildMetadata, in place of what it was",
        example: "\n  kustomize edit set buildmetadata originAnnotations,managedByLabel\n",
        run: ({ args, flags }) => {
          const options = orCommandError(() => parseBuildMetadata(buildMetadataArgument(args)));
          editFile(flags, setBuildMetadata(options));
        },
      },
      generatorCommand("configmap", "ConfigMap"),
      {
        name: "image",
        short: "Set names, tags and digests of images",
        long: `Set names, tags and digests of images.

An entry of images for the same name is replaced, others stay; the list is sorted by name. An asterisk as new name, tag
or digest stands for what the file says now.`,
        example: `
  kustomize edit set image nginx:1.27
  kustomize edit set image myapp=registry.example.org/myapp:v2
  kustomize edit set image myapp=registry.example.org/myapp@sha256:24a0c4b4
  kustomize edit set image myapp=*:v2
`,
        run: ({ args, flags }) => {
          if (args.length === 0) throw new CommandError("no image specified");
          const images = orCommandError(() => args.map(parseImageArgument));
          editFile(flags, setImages(images));
        },
      },
      pairsCommand("label"),
      textCommand("nameprefix", "prefix", "namePrefix", setNamePrefix),
      textCommand("namespace", "namespace", "namespace", setNamespace),
      textCommand("namesuffix", "suffix", "nameSuffix", setNameSuffix),
      {
        name: "replicas",
        short: "Set numbers of replicas",
        example: "\n  kustomize edit set replicas web=3 worker=1\n",
        run: ({ args, flags }) => {
          if (args.length === 0) throw new CommandError("no replicas specified");
          const replicas = orCommandError(() => args.map(parseReplicaArgument));
          editFile(flags, setReplicas(replicas));
        },
      },
      generatorCommand("secret", "Secret"),
    ],
  };
}

function textCommand(name: string, what: string, field: string, change: typeof setNamespace): GoCommand {
  return {
    name,
    short: `Set ${field}`,
    example: `\n  kustomize edit set ${name} ${name === "namesuffix" ? "-- -acme" : "acme"}\n`,
    run: ({ args, flags }) => {
      const [value] = args;
      if (args.length !== 1 || value === undefined) throw new CommandError(`must specify exactly one ${what} value`);
      editFile(flags, change(value));
    },
  };
}

function pairsCommand(kind: "annotation" | "label"): GoCommand {
  const field = kind === "label" ? "commonLabels" : "commonAnnotations";
  return {
    name: kind,
    short: `Set values of ${field}`,
    example: `\n  kustomize edit set ${kind} team:shop tier:backend\n`,
    run: ({ args, flags }) => {
      const pairs = orCommandError(() => pairsOf(kind, args));
      editFile(flags, setPairs(kind, pairs));
    },
  };
}

/** Reads `key:value` arguments. */
export function pairsOf(kind: "annotation" | "label", args: readonly string[]): ReadonlyMap<string, string> {
  if (args.length === 0) throw new CommandError(`must specify ${kind}`);
  const pairs = new Map(args.map((arg) => parsePair(kind, arg)));
  if (kind === "annotation") checkAnnotationKeys(pairs);
  return pairs;
}

function generatorCommand(kind: GeneratorKind, type: string): GoCommand {
  return {
    name: kind,
    usage: "NAME [--from-literal=key=value] [--namespace=name] [--new-namespace=name]",
    short: `Set values of the literals of a ${type}, or its namespace`,
    long: `Set values of the literals of a ${type} that the file generates, or its namespace.

The ${type} and each key must be in the file. Without a namespace the default one is meant.`,
    example: `
  kustomize edit set ${kind} settings --from-literal=level=debug
  kustomize edit set ${kind} settings --namespace=old --new-namespace=new
`,
    flags: [
      { name: "from-literal", type: "stringArray", usage: "a key that is there, and its new value: key=value" },
      { name: "namespace", type: "string", usage: `namespace of the ${type} that is meant` },
      { name: "new-namespace", type: "string", usage: `namespace that the ${type} gets` },
    ],
    run: ({ args, flags }) => {
      const [name] = args;
      if (args.length !== 1 || name === undefined || name === "")
        throw new CommandError("failed to validate flags: name must be specified once");
      const literals = flags.list("from-literal");
      const newNamespace = flags.text("new-namespace");
      if (literals.length === 0 && newNamespace === "") {
        throw new CommandError(
          "failed to validate flags: at least one of [--from-literal, --new-namespace] must be specified",
        );
      }
      editFile(
        flags,
        setGenerator(kind, { name, namespace: flags.text("namespace"), literals }, newNamespace, checkSources),
        GENERATOR_FILE_WORDS,
      );
    },
  };
}
