// Ours, from source, in a thread beside this one: a chart is read once and rendered with every set of values.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { build as bundle } from "esbuild";
import { readFlags } from "./flags.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
const TIMEOUT_MS = 60_000;
// A thousand templates that include each other need more stack than a process has.
const STACK_MB = 200;

/** Answers `template(folder or archive, flags, content)`, which gives status, stdout, stderr and how long it took. */
export async function openOurs() {
  const scratch = fs.mkdtempSync(path.join(repository, "node_modules/.hawser-conformance-"));
  const library = path.join(scratch, "helm.mjs");
  await bundleLibrary(library);
  let worker;
  const ask = (question) =>
    new Promise((resolve) => {
      worker ??= new Worker(import.meta.filename, {
        workerData: { library },
        resourceLimits: { stackSizeMb: STACK_MB },
      });
      const died = (error) => {
        worker = undefined;
        resolve({ status: 1, stdout: "", stderr: `broken: the thread ended: ${error?.message ?? error}`, cpu: 0 });
      };
      worker.once("error", died).once("message", (answer) => {
        worker.off("error", died);
        resolve(answer);
      });
      worker.postMessage(question);
    });
  return {
    template: (chart, flags, content) => ask({ chart, flags, content }),
    async close() {
      await worker?.terminate();
      fs.rmSync(scratch, { recursive: true });
    },
  };
}

async function serve() {
  const library = await import(pathToFileURL(workerData.library).href);
  const charts = new Map();
  const load = async (chart, content) => {
    if (!charts.has(content)) charts.set(content, await loadChart(library, chart));
    return charts.get(content);
  };
  // eslint-disable-next-line promise/prefer-await-to-callbacks -- a thread has no other way to be asked
  parentPort.on("message", ({ chart, flags, content }) => {
    void template(library, () => load(chart, content), flags).then((answer) => parentPort.postMessage(answer));
  });
}

async function loadChart(library, chart) {
  const isFolder = fs.statSync(chart).isDirectory();
  return isFolder
    ? library.loadChartFolder(library.directoryTree(chart), "", chart)
    : library.loadChartArchive(fs.readFileSync(chart), chart);
}

async function template(library, load, args) {
  const flags = readFlags(args);
  const started = process.cpuUsage();
  const finish = (answer) => {
    const { user, system } = process.cpuUsage(started);
    return { ...answer, cpu: (user + system) / 1000 };
  };
  const deadline = Date.now() + TIMEOUT_MS;
  try {
    const values = library.userValues({
      files: flags.values.map((name) => ({ name, text: readText(library, name) })),
      json: flags["set-json"],
      set: flags.set,
      setString: flags["set-string"],
      setFile: flags["set-file"],
      setLiteral: flags["set-literal"],
      readFile: (name) => readText(library, name, library.SetError),
    });
    const kubeVersion = flags["kube-version"] ? library.parseKubeVersion(flags["kube-version"]) : undefined;
    const rendered = library.renderChart(await load(), values, {
      release: {
        name: flags.name ?? "release-name",
        namespace: flags.namespace ?? "default",
        isUpgrade: flags["is-upgrade"] === true,
      },
      ...(kubeVersion ? { kubeVersion } : {}),
      apiVersions: flags["api-versions"],
      skipSchemaValidation: flags["skip-schema-validation"] === true,
      limits: { stack: STACK_MB * 512 },
      stop: () => (Date.now() > deadline ? "too slow" : undefined),
    });
    const stdout = library.templateOutput(rendered, {
      includeCrds: flags["include-crds"] === true,
      noHooks: flags["no-hooks"] === true,
      skipTests: flags["skip-tests"] === true,
      showOnly: flags["show-only"],
    });
    const warnings = rendered.warnings.map((warning) => `${library.formatWarning(warning)}\n`).join("");
    return finish({ status: 0, stdout, stderr: warnings });
  } catch (error) {
    if (!(error instanceof library.ChartError))
      return finish({ status: 1, stdout: "", stderr: `broken: ${error?.stack}` });
    const hint = error instanceof library.RenderError ? "\n\nUse --debug flag to render out invalid YAML" : "";
    const warnings = error.warnings.map((warning) => `${library.formatWarning(warning)}\n`).join("");
    return finish({ status: 1, stdout: "", stderr: `${warnings}Error: ${error.message}${hint}\n` });
  }
}

function readText(library, name, ErrorClass = library.ChartError) {
  try {
    return fs.readFileSync(name, "utf8");
  } catch (error) {
    const reasons = { ENOENT: "no such file or directory", EISDIR: "is a directory" };
    const verb = error.code === "EISDIR" ? "read" : "open";
    throw new ErrorClass(`${verb} ${name}: ${reasons[error.code] ?? error.code}`);
  }
}

async function bundleLibrary(outfile) {
  await bundle({
    stdin: {
      contents: `
        export * from "./packages/helm/src/index.ts";
        export { directoryTree } from "./packages/source/src/tree/directory-tree.ts";`,
      resolveDir: repository,
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    conditions: ["@hawser/source"],
    external: ["@peculiar/x509", "reflect-metadata"],
    sourcemap: "inline",
    logLevel: "error",
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
}

if (!isMainThread && workerData?.library) await serve();
