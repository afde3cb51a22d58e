/**
 * The command line: `hawser …`; under the names argocd and flux it answers as those. (`kustomize` is a bundle of its
 * own, made of `programs/kustomize.ts`; bin/hawser.js chooses.)
 *
 * The program is chosen by the name it was called with, its commands are loaded when they are called. Depends on:
 * server (up, api), kustomize, and over HTTP on a running Hawser.
 *
 * @module
 */
import path from "node:path";

const name = path.basename(process.argv[1] ?? "hawser").replace(/\.js$/, "");

const { runCommander } = await import("./programs/commander.ts");
process.exitCode = await runCommander(name, process.argv);
