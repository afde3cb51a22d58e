// Ours, from source, in one thread beside this one: thousands of builds take seconds, and one that does not end is a
// result as well.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { bundleLibrary } from "./library.mjs";
import { relativeTo } from "./real-kustomize.mjs";

const TIMEOUT_MS = 60_000;

/** Starts the thread. Answers `{build(root, folder, flags), close()}`, where `root` is a folder or files by path. */
export async function openOurs() {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "hawser-conformance-"));
  const library = path.join(scratch, "kustomize.mjs");
  await bundleLibrary(library);
  let worker;
  let last = Promise.resolve();
  const ask = async (question) => {
    worker ??= new Worker(import.meta.filename, {
      workerData: { library },
      resourceLimits: { maxOldGenerationSizeMb: 4096 },
    });
    const { promise, resolve } = Promise.withResolvers?.() ?? withResolvers();
    const timer = setTimeout(
      () => resolve({ status: "timeout", stdout: "", stderr: `no answer in ${TIMEOUT_MS / 1000} s` }),
      TIMEOUT_MS,
    );
    const died = (error) =>
      resolve({ status: "crash", stdout: "", stderr: `the thread ended: ${error?.message ?? error}` });
    worker.once("message", resolve).once("error", died).once("exit", died);
    worker.postMessage(question);
    const answer = await promise;
    clearTimeout(timer);
    worker.off("message", resolve).off("error", died).off("exit", died);
    if (answer.status === "timeout" || answer.status === "crash") {
      await worker.terminate();
      worker = undefined;
    }
    return answer;
  };
  return {
    build: (root, folder, flags = []) => (last = last.then(() => ask({ root, folder, flags }))),
    async close() {
      await worker?.terminate();
      fs.rmSync(scratch, { recursive: true });
    },
  };
}

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function answerFor(library, { root, folder, flags }) {
  const none = flags.some((flag) => flag.includes("LoadRestrictionsNone"));
  const reorder = flags[flags.indexOf("--reorder") + 1];
  try {
    const tree = typeof root === "string" ? library.directoryTree(root) : library.memoryTree(root);
    const result = await library.build(tree, folder === "" ? "." : folder, {
      loadRestrictor: none ? "none" : "rootOnly",
      ...(flags.includes("--reorder") ? { reorder } : {}),
      ...(typeof root === "string" ? { shownRoot: fs.realpathSync(root) } : {}),
    });
    const text = await result.yaml();
    return { status: 0, stdout: String(text), stderr: result.warnings.map((line) => `${line}\n`).join("") };
  } catch (error) {
    // A mistake in ours is told from an error of the build by its stack.
    const expected = error instanceof Error && error.name === "KustomizeError";
    const message = expected ? error.message : `not a KustomizeError: ${error?.stack}`;
    return {
      status: 1,
      stdout: "",
      stderr: typeof root === "string" ? relativeTo(fs.realpathSync(root), message) : message,
    };
  }
}

if (!isMainThread && workerData?.library) {
  const library = await import(pathToFileURL(workerData.library).href);
  // eslint-disable-next-line promise/prefer-await-to-callbacks -- a thread has no other way to be asked
  parentPort.on("message", (question) => {
    void answerFor(library, question).then((answer) => parentPort.postMessage(answer));
  });
}
