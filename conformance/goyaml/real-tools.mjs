/**
 * What the real go-yaml makes of texts: v3 through `kustomize build`, v2 through `helm template`.
 *
 * One run of a tool takes hundreds of texts. A text that Kustomize refuses ends its whole run, so texts that are
 * expected to be refused are given to it alone, and runs with one that was not expected are halved until it is alone.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Texts in one run of a tool. */
const BATCH = 250;

/** Path of a tool below `PEERS` (default `~/.cache/hawser-peers`), or on the PATH; undefined when it is absent. */
export function findTool(name) {
  const peers = join(process.env.PEERS ?? join(homedir(), ".cache/hawser-peers"), "bin");
  const folders = [peers, ...(process.env.PATH ?? "").split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Every text becomes a file of the build, behind these lines. */
export const OBJECT_HEAD = "kind: K\nmetadata: {name: obj}\n";

/**
 * Builds each text as the rest of an object. Answers `{ text }` or `{ error }` for each, in order. Where `isRefused` is
 * wrong about a text, the answer only takes longer.
 */
export async function kustomizeTexts(kustomize, texts, isRefused) {
  const answers = [];
  const batches = [];
  let accepted = [];
  for (const [i, text] of texts.entries()) {
    if (isRefused(text)) batches.push([i]);
    else if (accepted.push(i) === BATCH) {
      batches.push(accepted);
      accepted = [];
    }
  }
  if (accepted.length > 0) batches.push(accepted);
  await eachAtOnce(batches, async (batch) => {
    const built = await inFolder((folder) =>
      buildSome(
        kustomize,
        folder,
        batch.map((i) => texts[i]),
      ),
    );
    for (const [n, i] of batch.entries()) answers[i] = built[n];
  });
  return answers;
}

async function buildSome(kustomize, folder, texts) {
  if (texts.length === 0) return [];
  const names = texts.map((_, i) => `r${i}.yaml`);
  writeFileSync(
    join(folder, "kustomization.yaml"),
    `sortOptions: {order: fifo}\nresources:\n${names.map((name) => `- ${name}\n`).join("")}`,
  );
  for (const [i, text] of texts.entries()) {
    writeFileSync(join(folder, `r${i}.yaml`), text.replace("{name: obj}", `{name: obj${i}}`));
  }
  const run = await runTool(kustomize, ["build", folder]);
  if (run.status === 0) {
    const documents = run.stdout.split(/^---\n/m);
    if (documents.length === texts.length) {
      return documents.map((document, i) => ({ text: document.replace(`name: obj${i}\n`, "name: obj\n") }));
    }
    if (texts.length === 1) return [{ text: run.stdout }];
  } else if (texts.length === 1) {
    return [{ error: errorOf(run.stderr) }];
  }
  const middle = texts.length >> 1;
  return [
    ...(await buildSome(kustomize, folder, texts.slice(0, middle))),
    ...(await buildSome(kustomize, folder, texts.slice(middle))),
  ];
}

function runTool(path, args) {
  return new Promise((resolve) => {
    execFile(path, args, { encoding: "utf8", maxBuffer: 1 << 30 }, (error, stdout, stderr) => {
      resolve({ status: error ? (error.code ?? 1) : 0, stdout, stderr });
    });
  });
}

/** Works on as many items at once as there are processors. */
async function eachAtOnce(items, work) {
  const queue = items.values();
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (const item of queue) await work(item);
  });
  await Promise.all(workers);
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "goyaml-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What is said of the text, without what is said around it. */
function errorOf(stderr) {
  return stderr
    .trim()
    .replace(/^Error: /, "")
    .replace(/^accumulating resources: /, "")
    .replace(/^accumulation err='/, "")
    .replace(/^accumulating resources from 'r0.yaml': /, "")
    .replace(/': must build at directory[^]*$/, "")
    .replace(/^MalformedYAMLError: ([^]*) in File: r0.yaml$/, "$1")
    .replaceAll('"name":"obj0"', '"name":"obj"');
}

const TEMPLATE = `kind: K
data:
{{- range $path, $bytes := .Files.Glob "in/*" }}
  {{ base $path }}: {{ $bytes | toString | fromYaml | toYaml | b64enc | quote }}
{{- end }}
`;

/** Reads each text, a map, with `fromYaml` and prints it with `toYaml`. */
export async function helmTexts(helm, texts) {
  const answers = [];
  for (let start = 0; start < texts.length; start += BATCH) {
    answers.push(...(await inFolder((folder) => renderSome(helm, folder, texts.slice(start, start + BATCH)))));
  }
  return answers;
}

async function renderSome(helm, folder, texts) {
  mkdirSync(join(folder, "templates"));
  mkdirSync(join(folder, "in"));
  writeFileSync(join(folder, "Chart.yaml"), "apiVersion: v2\nname: c\nversion: 1.0.0\n");
  writeFileSync(join(folder, "templates/all.yaml"), TEMPLATE);
  for (const [i, text] of texts.entries()) writeFileSync(join(folder, `in/r${i}`), text);
  const run = await runTool(helm, ["template", "r", folder]);
  if (run.status !== 0) throw new Error(run.stderr);
  const results = new Map();
  for (const [, name, base64] of run.stdout.matchAll(/^ {2}(r\d+): "(.*)"$/gm)) {
    results.set(name, Buffer.from(base64, "base64").toString("utf8"));
  }
  return texts.map((_, i) => {
    const text = results.get(`r${i}`) ?? "";
    return /^Error: /.test(text) ? { error: errorText(text) } : { text };
  });
}

function errorText(yaml) {
  const text = yaml.replace(/^Error: /, "").replaceAll(/\n +/g, " ");
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text;
}
