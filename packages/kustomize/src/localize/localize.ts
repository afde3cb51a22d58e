import { type FileTree, joinPath, memoryTree } from "@hawser/source";
import { KustomizeError } from "../kustomize-error.ts";
import { build, buildAddress } from "../build.ts";
import { withMessage } from "../load/error-context.ts";
import { Loader } from "../load/loader.ts";
import type { RemoteSources } from "../remote/remote-sources.ts";
import { FORCED_GIT_WARNING, parseRepoSpec, type RepoSpec } from "../remote/repo-spec.ts";
import type { LocalizeDestination } from "./destination.ts";
import { type Copy, missingRef, within } from "./folder.ts";
import { localizeFolder } from "./localize-folder.ts";
import { defaultDestination } from "./localized-path.ts";

export interface LocalizeOptions {
  /** Where the target lies, and all that it names: on the command line the whole file system. */
  readonly tree: FileTree;
  /** The folder of the tree that names are relative to. */
  readonly workingFolder: string;
  /** A folder, relative or in the tree where its root is shown, or the address of one in a repository with its ref. */
  readonly target: string;
  /** Nothing may lie outside of this folder. Default: the target itself; of a repository the whole. */
  readonly scope?: string;
  readonly destination: LocalizeDestination;
  readonly remotes?: RemoteSources;
  readonly signal?: AbortSignal;
  /** What messages call the root of the tree, such as its path on this machine. */
  readonly shownRoot?: string;
  /** Does not build target and copy to compare them. */
  readonly noVerify?: boolean;
}

export interface LocalizeResult {
  /** How messages call the copy. */
  readonly destination: string;
  /** Paths in the copy, in the order in which they were written. */
  readonly files: readonly string[];
  /** What the real one prints on its error stream; the first of them begin with the time of day there. */
  readonly warnings: readonly string[];
  /** What is told in the end. */
  readonly messages: readonly string[];
}

/** A copy was made, and cannot be trusted: the message says why. It stays where it is. */
export class VerificationError extends Error {
  /** What the real one prints before the error. */
  readonly messages: readonly string[];

  constructor(message: string, messages: readonly string[], options?: { cause?: unknown }) {
    super(message, options);
    this.name = "VerificationError";
    this.messages = messages;
  }
}

interface Target {
  readonly loader: Loader;
  readonly spec: RepoSpec | undefined;
  /** A folder of the loader's tree. */
  readonly scope: string;
}

/**
 * Copies a kustomization with all that it names into one folder, so that nothing needs to be fetched to build it, as
 * `kustomize localize` does. Throws `KustomizeError`; then nothing is left of the copy. Throws `VerificationError` where
 * target and copy do not build to the same.
 */
export async function localize(options: LocalizeOptions): Promise<LocalizeResult> {
  const { destination, target } = options;
  const found = await establish(options);
  const { loader, spec, scope } = found;
  const written = new Map<string, Uint8Array>();
  const shown = await destination.create(defaultDestination(spec ? loader.root : loader.shownRoot, spec));
  const copy: Copy = {
    destination: {
      ...destination,
      create: () => shown,
      discard: () => {},
      write: async (path, bytes) => {
        await destination.write(path, bytes);
        written.set(path, bytes);
      },
    },
    warnings: spec?.hasGitPrefix === true ? [FORCED_GIT_WARNING] : [],
    done: new Set(),
    signal: options.signal,
  };
  const place = scope === "" ? loader.root : loader.root.slice(scope.length + 1);
  try {
    await within(`unable to localize target ${JSON.stringify(target)}`, () =>
      localizeFolder({ loader, scope, target: place, copy }),
    );
  } catch (error) {
    await destination.discard();
    throw error;
  }
  const warnings = [...copy.warnings];
  const messages: string[] = [];
  if (options.noVerify !== true) {
    warnings.push(...(await verify(options, found, written, place, shown)));
    messages.push(
      `VERIFICATION SUCCESS: \`kustomize build\` for ${target} and ${shown} are the same after localization.`,
    );
  }
  messages.push(`SUCCESS: localized ${JSON.stringify(target)} to directory ${shown}`);
  return { destination: shown, files: [...written.keys()], warnings, messages };
}

async function establish(options: LocalizeOptions): Promise<Target> {
  const { target, scope } = options;
  const spec = parseRepoSpec(target);
  const refuseScope = (message: string): KustomizeError =>
    new KustomizeError("security", `invalid localize scope ${JSON.stringify(scope)}: ${message}`);
  if (spec) {
    if (spec.ref === "") throw missingRef(target);
    if (scope !== undefined && scope !== "")
      throw refuseScope(
        `scope ${JSON.stringify(scope)} specified for remote localize target ${JSON.stringify(target)}`,
      );
    const outside = await Loader.open(memoryTree({}), "", loadOptions(options));
    const loader = await within(`unable to establish localize target ${JSON.stringify(target)}`, () =>
      outside.enter(target),
    );
    return { loader, spec, scope: "" };
  }
  const loader = await within(`unable to establish localize target ${JSON.stringify(target)}`, () =>
    openFolder(options, target),
  );
  if (scope === undefined || scope === "") return { loader, spec, scope: loader.root };
  const { root } = await openFolder(options, scope).catch((error: unknown) => {
    if (!(error instanceof KustomizeError)) throw error;
    throw refuseScope(`unable to establish localize scope: ${error.message.replace(/^must build at directory: /, "")}`);
  });
  if (root !== "" && loader.root !== root && !loader.root.startsWith(`${root}/`))
    throw refuseScope(
      `localize scope ${JSON.stringify(scope)} does not contain target ${JSON.stringify(target)} at ${JSON.stringify(loader.shownRoot)}`,
    );
  return { loader, spec, scope: root };
}

function openFolder(options: LocalizeOptions, name: string): Promise<Loader> {
  const { tree, workingFolder, shownRoot } = options;
  const path = name.startsWith("/") ? joinPath("", name.slice(1)) : joinPath(workingFolder, name);
  if (path === undefined) throw new KustomizeError("security", `${name} lies outside of what may be read`);
  return Loader.open(tree, path, loadOptions(options), shownRoot).catch((error: unknown) => {
    const shown = `${shownRoot === undefined || shownRoot === "/" ? "/" : `${shownRoot}/`}${path}`;
    throw withMessage(error, (message) => message.replace(`'${shown}'`, `'${name}'`));
  });
}

function loadOptions({ remotes, signal }: LocalizeOptions): Parameters<typeof Loader.open>[2] {
  return { restrictor: "rootOnly", remotes, signal };
}

/** Builds target and copy. Answers what both say on the way. */
async function verify(
  { target, remotes, signal }: LocalizeOptions,
  { loader, spec }: Target,
  written: ReadonlyMap<string, Uint8Array>,
  place: string,
  shown: string,
): Promise<string[]> {
  const shared = { ...(remotes ? { remotes } : {}), ...(signal ? { signal } : {}) };
  let texts: string[];
  let warnings: string[];
  try {
    const before = spec
      ? await buildAddress(target, shared)
      : await build(loader.tree, loader.root, { ...shared, shownRoot: loader.show("") });
    const after = await build(memoryTree(Object.fromEntries(written)), place, {
      ...shared,
      shownRoot: shown,
    });
    texts = [before.yaml(), after.yaml()];
    warnings = [...before.warnings, ...after.warnings];
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error;
    throw new VerificationError(
      error.message,
      [
        `If your target directory requires flags to build: \n1. Add executable permissions for the downloaded exec binaries in '${target}'. \n2. Run kustomize build with the necessary flags and self-verify the outputs.`,
      ],
      { cause: error },
    );
  }
  if (texts[0] !== texts[1])
    throw new VerificationError(
      `VERIFICATION FAILED: \`kustomize build\` for ${target} and ${shown} are different after localization.`,
      [],
    );
  return warnings;
}
