/**
 * The command line: `hawser …`; under the names argocd, flux and kustomize it answers as those.
 *
 * The program is chosen by the name it was called with, its commands are loaded when they are called. Depends on:
 * server (up, api), kustomize, and over HTTP on a running Hawser.
 *
 * @module
 */
import path from "node:path";

const name = path.basename(process.argv[1] ?? "hawser").replace(/\.js$/, "");

// A reader that closes early (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const words = process.argv.slice(2);
if (name === "kustomize") process.exitCode = await kustomize("kustomize", words);
else if (words[0] === "kustomize") process.exitCode = await kustomize("hawser kustomize", words.slice(1));
else process.exitCode = await (await import("./programs/commander.ts")).runCommander(name, process.argv);

/** The two that pipelines call are loaded without the others. */
async function kustomize(program: string, args: readonly string[]): Promise<number> {
  switch (args[0]) {
    case "build":
      return (await import("./programs/kustomize-build.ts")).runKustomizeBuild(program, args);
    case "edit":
      return (await import("./programs/kustomize-edit.ts")).runKustomizeEdit(program, args);
    default:
      return (await import("./programs/kustomize.ts")).runKustomize(program, args);
  }
}
