import { KustomizeError } from "../kustomize-error.ts";
import { withMessage } from "../load/error-context.ts";
import { readResources } from "../load/resources.ts";
import { decode, type Folder, inside, within } from "./folder.ts";
import { LOCALIZED_FILES, localizedFilePath, relativeTo } from "./localized-path.ts";

/** A file, by its name in the copy. */
export async function localizeFile(folder: Folder, name: string): Promise<string> {
  if (name === "") return "";
  const { bytes, path } = await readFile(folder, name);
  return save(folder, name, path, bytes);
}

/** A file that must hold objects, by its name in the copy. */
export async function localizeResourceFile(folder: Folder, name: string): Promise<string> {
  const { bytes, path, file } = await readFile(folder, name);
  await within(`invalid resource at file ${JSON.stringify(name)}`, () => resourcesIn(decode(bytes), file));
  return save(folder, name, path, bytes);
}

/** Reads a file. Answers where it lies, and where its copy belongs: relative to the folder, links followed. */
async function readFile({ loader }: Folder, name: string): Promise<{ bytes: Uint8Array; path: string; file: string }> {
  const { bytes, path: file } = await within("invalid file reference", () => loader.read(name));
  if (isWebAddress(name)) return { bytes, path: localizedFilePath(name), file };
  const real = (await loader.tree.stat(file))?.realPath ?? file;
  return { bytes, path: relativeTo(loader.root, real), file };
}

async function save(folder: Folder, name: string, path: string, bytes: Uint8Array): Promise<string> {
  if (isWebAddress(name)) await refuseTaken(folder, "file", name);
  await folder.copy.destination.write(inside(folder.target, path), bytes);
  return path;
}

/** Copies would mix with what is there. */
export async function refuseTaken({ loader }: Folder, what: "file" | "root", name: string): Promise<void> {
  if (await loader.tree.stat(inside(loader.root, LOCALIZED_FILES)))
    throw new KustomizeError(
      "invalid-kustomization",
      `${loader.shownRoot} already contains ${LOCALIZED_FILES} needed to store ${what} ${JSON.stringify(name)}`,
    );
}

/** The objects in a text; messages do not name the file. */
function resourcesIn(text: string, file: string): ReturnType<typeof readResources> {
  try {
    return readResources(text, file, "");
  } catch (error) {
    throw withMessage(error, (message) => message.replace(/ in File: $/, ""));
  }
}

/**
 * Objects in the text of an entry itself, or in the file that it names. For a file, `save` writes it, or what it has
 * become, and answers its name in the copy.
 */
export async function loadEntry(
  folder: Folder,
  entry: string,
): Promise<{
  objects: ReturnType<typeof readResources>;
  isInline: boolean;
  bytes: Uint8Array;
  save: (bytes: Uint8Array) => Promise<string>;
}> {
  let inlineError: KustomizeError;
  try {
    const objects = resourcesIn(entry, folder.loader.root);
    return { objects, isInline: true, bytes: Buffer.from(entry), save: () => Promise.resolve(entry) };
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    inlineError = error;
  }
  try {
    const { bytes, path, file } = await readFile(folder, entry);
    const objects = resourcesIn(decode(bytes), file);
    return { objects, isInline: false, bytes, save: (changed) => save(folder, entry, path, changed) };
  } catch (error) {
    throw withMessage(
      error,
      (message) =>
        `unable to load resource entry ${JSON.stringify(entry)}: when parsing as inline received error: ${inlineError.message}\nwhen parsing as filepath received error: ${message}`,
    );
  }
}

/** A strategic-merge patch: its own text, or the file that it names. */
export async function localizePatch(folder: Folder, entry: string): Promise<string> {
  const { isInline, bytes, save: saveAs } = await loadEntry(folder, entry);
  return isInline ? entry : saveAs(bytes);
}

/** `file` or `key=file`. */
export async function localizeSource(folder: Folder, source: string): Promise<string> {
  const [first = "", second, ...more] = source.split("=");
  if (more.length > 0) throw badSource(`source ${JSON.stringify(source)} key name or file path contains '='`);
  if (second === undefined)
    return within(`invalid file source ${JSON.stringify(source)}`, () => localizeFile(folder, source));
  if (first === "")
    throw badSource(`missing key name for file path ${JSON.stringify(second)} in source ${JSON.stringify(source)}`);
  if (second === "")
    throw badSource(`missing file path for key name ${JSON.stringify(first)} in source ${JSON.stringify(source)}`);
  return within(
    `invalid file source ${JSON.stringify(source)}`,
    async () => `${first}=${await localizeFile(folder, second)}`,
  );
}

function badSource(message: string): KustomizeError {
  return new KustomizeError("generator", message);
}

function isWebAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}
