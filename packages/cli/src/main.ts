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
if (name === "kustomize" || words[0] === "kustomize") {
  const { runKustomize } = await import("./programs/kustomize.ts");
  process.exitCode =
    name === "kustomize" ? await runKustomize(name, words) : await runKustomize("hawser kustomize", words.slice(1));
} else {
  const { runCommander } = await import("./programs/commander.ts");
  process.exitCode = await runCommander(name, process.argv);
}
