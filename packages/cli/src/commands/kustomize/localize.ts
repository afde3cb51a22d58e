import fs from "node:fs";
import path from "node:path";
import { KustomizeError, localize, type LocalizeDestination, VerificationError } from "@hawser/kustomize";
import { directoryTree } from "@hawser/source";
import { CommandError, type GoCommand } from "../../cobra/command.ts";
import { errorAt } from "./build-error.ts";
import { lazyRemotes } from "./lazy-remotes.ts";
import { logLine, tellWarnings } from "./log-line.ts";

/** `kustomize localize`. */
export function localizeCommand(): Partial<GoCommand> {
  return {
    usage: "[target [destination]]",
    long: `Copy a kustomization with all that it names into a new folder, so that it can be built without a network.

The target is a folder, or the URL of a repository with its ref; without one it is the current folder. The destination
is a folder that is not there yet.`,
    example: `
  # The current folder
  kustomize localize

  # A folder whose bases lie beside it
  kustomize localize overlays/production --scope .

  # A repository
  kustomize localize https://github.com/kubernetes-sigs/kustomize//api/krusty/testdata/localize/simple?ref=v4.5.7 copy
`,
    flags: [
      { name: "no-verify", type: "bool", usage: "do not build target and copy to compare them" },
      { name: "scope", type: "string", usage: "folder outside of which nothing may lie; default: the target" },
    ],
    silenceUsage: true,
    checkArgs: (args) => {
      if (args.length > 2) throw new CommandError(`accepts at most 2 arg(s), received ${args.length}`);
    },
    run: async ({ args, flags }) => {
      const [target = ".", named] = args;
      const remotes = lazyRemotes();
      const { root } = path.parse(process.cwd());
      try {
        const result = await localize({
          tree: directoryTree(root),
          workingFolder: path.relative(root, process.cwd()).split(path.sep).join("/"),
          target,
          shownRoot: root,
          remotes,
          scope: flags.text("scope"),
          noVerify: flags.bool("no-verify"),
          destination: destinationAt(named),
        });
        tellWarnings(result.warnings);
        for (const line of result.messages) logLine(line);
      } catch (error) {
        if (error instanceof VerificationError) {
          for (const line of error.messages) logLine(line);
          throw new CommandError(error.message, { cause: error });
        }
        throw error instanceof KustomizeError ? errorAt(error) : error;
      } finally {
        remotes.close();
      }
    },
  };
}

/** A new folder of this machine. */
function destinationAt(named: string | undefined): LocalizeDestination {
  let folder = "";
  return {
    create: (defaultName) => {
      const shown = named ?? defaultName;
      folder = path.resolve(shown);
      const invalid = (why: string): KustomizeError =>
        new KustomizeError("not-found", `invalid localize destination ${JSON.stringify(shown)}: ${why}`);
      if (fs.existsSync(folder)) throw invalid(`localize destination ${JSON.stringify(shown)} already exists`);
      try {
        fs.mkdirSync(folder);
      } catch {
        throw invalid(`unable to create localize destination directory: mkdir ${shown}: no such file or directory`);
      }
      return folder;
    },
    write: (name, bytes) => {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, bytes);
    },
    discard: () => {
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
