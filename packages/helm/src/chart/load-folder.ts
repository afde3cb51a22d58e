import { type FileTree, FileTreeError } from "@hawser/source";
import { MAX_FILE_BYTES, readArchive, withoutMark } from "./archive.ts";
import { ChartError } from "./chart-error.ts";
import { type Chart, ChartFile } from "./chart.ts";
import { parseIgnoreRules } from "./ignore-rules.ts";
import { loadFiles } from "./load.ts";

const MAX_FILES = 100_000;

/** Loads a chart from a folder of a tree or from a packed chart in it, whichever `path` names. Throws `ChartError`. */
export async function loadChartFrom(tree: FileTree, path: string): Promise<Chart> {
  const entry = await tree.stat(path);
  if (!entry) throw new ChartError(`path ${JSON.stringify(path)} not found`);
  if (entry.kind === "directory") return loadChartFolder(tree, path);
  return loadChartArchive(await tree.readFile(path), path);
}

/**
 * Loads a chart from an archive's bytes; `name` is the file's, for messages. Helm does not say what is wrong with the
 * archive itself: that is the error's `cause`.
 */
export function loadChartArchive(data: Uint8Array, name: string): Chart {
  if (data[0] !== 0x1f || data[1] !== 0x8b || data[2] !== 8)
    throw new ChartError(`file '${name}' does not appear to be a gzipped archive; got 'application/octet-stream'`);
  const files = filesOf(data, name);
  if (!files.some((file) => file.name === "Chart.yaml"))
    throw new ChartError("unable to detect chart version, no Chart.yaml found", { file: name });
  return loadFiles(files);
}

function filesOf(data: Uint8Array, name: string): ChartFile[] {
  try {
    return readArchive(data);
  } catch (error) {
    if (error instanceof ChartError)
      throw new ChartError("unable to load chart archive", { file: name }, { cause: error });
    throw error;
  }
}

/** Loads a chart from a folder of a tree; `shownAs` is what messages call the folder. */
export async function loadChartFolder(tree: FileTree, folder: string, shownAs: string = folder): Promise<Chart> {
  if ((await tree.stat(join(folder, "Chart.yaml")))?.kind !== "file") {
    const shown = join(shownAs, "Chart.yaml");
    throw new ChartError(`unable to detect chart at ${shown}: open ${shown}: no such file or directory`);
  }
  return loadFiles(await readFolder(tree, folder));
}

/** All files of a folder that `.helmignore` lets through, in lexical order; links are followed. */
async function readFolder(tree: FileTree, folder: string): Promise<ChartFile[]> {
  const ignoreFile = join(folder, ".helmignore");
  const hasRules = (await tree.stat(ignoreFile))?.kind === "file";
  const isIgnored = parseIgnoreRules(hasRules ? decoder.decode(await tree.readFile(ignoreFile)) : "");
  const files: ChartFile[] = [];

  const walk = async (relative: string, above: readonly string[]): Promise<void> => {
    for (const { name, kind } of await tree.list(join(folder, relative))) {
      const path = relative === "" ? name : `${relative}/${name}`;
      const full = join(folder, path);
      const entry = await tree.stat(full);
      if (!entry) {
        if (isIgnored(path, false)) continue;
        throw new ChartError(
          kind === "link"
            ? `error evaluating symlink ${full}: lstat ${full}: no such file or directory`
            : `cannot load irregular file ${path} as it has file mode type bits set`,
        );
      }
      if (isIgnored(path, entry.kind === "directory")) continue;
      if (entry.kind === "directory") {
        if (above.includes(entry.realPath)) throw new ChartError(`link loop at ${full}`);
        await walk(path, [...above, entry.realPath]);
      } else {
        if (entry.size > MAX_FILE_BYTES)
          throw new ChartError(
            `chart file ${JSON.stringify(path)} is larger than the maximum file size ${MAX_FILE_BYTES}`,
            { file: path },
          );
        if (files.length >= MAX_FILES) throw new ChartError(`a chart of more than ${MAX_FILES} files`);
        files.push(new ChartFile(path, withoutMark(await read(tree, full))));
      }
    }
  };
  await walk("", []);
  return files;
}

const decoder = new TextDecoder();

async function read(tree: FileTree, path: string): Promise<Uint8Array> {
  try {
    return await tree.readFile(path);
  } catch (error) {
    if (error instanceof FileTreeError) throw new ChartError(error.message, { file: path }, { cause: error });
    throw error;
  }
}

function join(folder: string, path: string): string {
  return folder === "" ? path : path === "" ? folder : `${folder}/${path}`;
}
